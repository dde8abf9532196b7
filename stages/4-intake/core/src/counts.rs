//! What became of the rows of a batch; the parts add up to the rows read.

use serde::{Deserialize, Serialize};

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// A new record.
    Filed,
    /// A new version of a record.
    Amended,
    /// The record is there already, unchanged.
    Duplicate,
    /// Faults; the sender corrects and sends again.
    Rejected,
    /// A person has to decide who it is about.
    Held,
    /// About a person: counted, not kept.
    RefusedPerson,
}

impl RowState {
    /// Chinese word for sheets and pages.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Filed => "已入库",
            Self::Amended => "已更新",
            Self::Duplicate => "重复",
            Self::Rejected => "退回",
            Self::Held => "待核",
            Self::RefusedPerson => "不予受理(自然人)",
        }
    }
}

/// Counts of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows read, header and blank rows left out.
    pub rows: u64,
    /// New records.
    pub filed: u64,
    /// New versions.
    pub amended: u64,
    /// Unchanged.
    pub duplicate: u64,
    /// With faults.
    pub rejected: u64,
    /// Waiting for a person.
    pub held: u64,
    /// About people.
    pub refused_person: u64,
}

impl Counts {
    /// Counts one row.
    pub const fn add(&mut self, state: RowState) {
        self.rows += 1;
        match state {
            RowState::Filed => self.filed += 1,
            RowState::Amended => self.amended += 1,
            RowState::Duplicate => self.duplicate += 1,
            RowState::Rejected => self.rejected += 1,
            RowState::Held => self.held += 1,
            RowState::RefusedPerson => self.refused_person += 1,
        }
    }

    /// Adds the counts of another part of the batch.
    pub const fn join(&mut self, other: Self) {
        self.rows += other.rows;
        self.filed += other.filed;
        self.amended += other.amended;
        self.duplicate += other.duplicate;
        self.rejected += other.rejected;
        self.held += other.held;
        self.refused_person += other.refused_person;
    }

    /// Do the parts add up to the rows read?
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        let parts = self.filed + self.amended + self.duplicate + self.rejected + self.held;
        self.rows == parts + self.refused_person
    }

    /// Is a person needed (exit 1 of `xinheng import`)?
    #[must_use]
    pub const fn needs_a_person(&self) -> bool {
        self.rejected > 0 || self.held > 0
    }
}
