//! Rules: when something holds, what follows, and under which article.
//!
//! Rules of one question and one regime are tried by rank; the first that holds wins, the others that would
//! also have held are kept in the receipt as having lost.

use serde::{Deserialize, Serialize};
use xh_kernel::{Citation, Date, Severity};

use crate::condition::Condition;
use crate::value::Checked;

/// One rule of one regime.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable id: `ndrc36.severity.warning`.
    pub id: String,
    /// What it says, one Chinese sentence without a stop.
    pub title: String,
    /// Regime it belongs to; its days are the rule's days unless `from` and `to` narrow them.
    pub regime: String,
    /// The question it answers.
    pub decides: Decides,
    /// Order of trial: the smaller goes first.
    pub rank: u32,
    /// First day in force, if later than the regime's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day in force, if earlier than the regime's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Conditions that must all be true.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// What follows.
    pub then: Outcome,
    /// Where it is written.
    pub cites: Vec<Citation>,
    /// Whether the text itself was read, or a summary of it.
    pub checked: Checked,
    /// Day by which someone must look again.
    pub review_by: Date,
    /// Remarks for the legal officer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Rule {
    /// Whether the rule itself is in force on this day (its regime is asked separately).
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// The question a rule answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decides {
    /// How grave the act is in the regime's classes.
    Severity,
    /// Whether and how long it is published.
    Publish,
    /// When a publication must be taken back.
    Withdraw,
}

/// What follows from a rule. Closed: a new outcome is a change of the evaluator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The act has this class.
    Severity(Severity),
    /// The class is the one named by this fact (the authority's signed answer).
    SeverityFrom(String),
    /// Published for this dated value.
    Publish(String),
    /// Published up to and with the day of this fact; without end where the fact is not known (长期有效).
    PublishUntil(String),
    /// Published without end, until taken back; the text says why no end is set.
    PublishOpen(String),
    /// Not published; the text says why.
    NotPublished(String),
    /// Off the shelf until this fact is known.
    Unsettled(String),
    /// Taken off at the latest when this dated value has run.
    Withdraw(String),
}

impl Outcome {
    /// Id of the dated value it refers to.
    #[must_use]
    pub fn value_id(&self) -> Option<&str> {
        match self {
            Self::Publish(id) | Self::Withdraw(id) => Some(id),
            _ => None,
        }
    }

    /// The question this outcome may answer.
    #[must_use]
    pub fn fits(&self, decides: Decides) -> bool {
        match self {
            Self::Severity(_) | Self::SeverityFrom(_) => decides == Decides::Severity,
            Self::Publish(_) | Self::PublishUntil(_) | Self::PublishOpen(_) => decides == Decides::Publish,
            Self::NotPublished(_) | Self::Unsettled(_) => decides == Decides::Publish,
            Self::Withdraw(_) => decides == Decides::Withdraw,
        }
    }
}
