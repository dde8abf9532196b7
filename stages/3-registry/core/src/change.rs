//! Bodies of the smaller entries: periods decided anew, withdrawals, ends, an authority's answer, first supply.

use xh_kernel::{Date, Id, Severity};
use xh_ledger::Fields;
use xh_policy::LawfulInterval;

use crate::body::{BodyFault, Reader, put};

/// The body of `record.period` and `record.withdrawn`: all of what is lawful now, the content untouched.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeBody {
    /// Status after the change.
    pub status: String,
    /// Severity after the change.
    pub severity: Option<Severity>,
    /// The open question after the change.
    pub unsettled: Option<String>,
    /// Intervals after the change.
    pub intervals: Vec<LawfulInterval>,
    /// Why, in words for the file.
    pub ground: String,
}

impl ChangeBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "status", &self.status);
        put(&mut out, "severity", self.severity);
        put(&mut out, "unsettled", &self.unsettled);
        put(&mut out, "intervals", &self.intervals);
        put(&mut out, "ground", &self.ground);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field that is missing or has another type.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        Ok(Self {
            status: read.text("status")?,
            severity: read.get("severity")?,
            unsettled: read.get("unsettled")?,
            intervals: read.get("intervals")?,
            ground: read.text("ground")?,
        })
    }
}

/// The body of `record.ended`: intervals whose last day has passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedBody {
    /// (record id, channel, first day not shown).
    pub ended: Vec<(Id, String, Date)>,
}

impl EndedBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "ended", &self.ended);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        Ok(Self { ended: Reader(fields).get("ended")? })
    }
}

/// The body of `severity.answered`: one signed answer settles every record with the same question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledBody {
    /// The record kind.
    pub kind: String,
    /// The question (kinds of penalty and amount band).
    pub unsettled: String,
    /// The authority's answer.
    pub severity: Severity,
    /// Number of the signed document.
    pub document: String,
}

impl SettledBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "record_kind", &self.kind);
        put(&mut out, "unsettled", &self.unsettled);
        put(&mut out, "severity", self.severity);
        put(&mut out, "document", &self.document);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        Ok(Self {
            kind: read.text("record_kind")?,
            unsettled: read.text("unsettled")?,
            severity: read.get("severity")?,
            document: read.text("document")?,
        })
    }
}

/// The body of `supply.begun`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplyBody {
    /// The record kind.
    pub kind: String,
    /// The legal day.
    pub first_on: Date,
}

impl SupplyBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "record_kind", &self.kind);
        put(&mut out, "first_on", self.first_on);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        Ok(Self { kind: read.text("record_kind")?, first_on: read.get("first_on")? })
    }
}
