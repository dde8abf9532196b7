//! Bodies of the entries of a review, on the record's own stream.

use std::collections::BTreeMap;

use xh_ledger::Fields;

use crate::body::{BodyFault, Reader, put};

/// The body of `record.text_proposed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewBody {
    /// Position of the content that was looked at.
    pub content: i64,
    /// Texts proposed for showing, by field.
    pub texts: BTreeMap<String, String>,
    /// Fields of which nothing is shown.
    pub withheld: Vec<String>,
    /// What was found in the content, by class.
    pub findings: BTreeMap<String, u32>,
    /// Why a second person must agree; empty when one suffices.
    pub reasons: Vec<String>,
    /// Names the texts.
    pub digest: String,
}

impl ReviewBody {
    /// How many findings there were.
    #[must_use]
    pub fn found(&self) -> i64 {
        self.findings.values().map(|many| i64::from(*many)).sum()
    }

    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "content", self.content);
        put(&mut out, "texts", &self.texts);
        put(&mut out, "withheld", &self.withheld);
        put(&mut out, "findings", &self.findings);
        put(&mut out, "reasons", &self.reasons);
        put(&mut out, "digest", &self.digest);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        Ok(Self {
            content: read.get("content")?,
            texts: read.get("texts")?,
            withheld: read.get("withheld")?,
            findings: read.get("findings")?,
            reasons: read.get("reasons")?,
            digest: read.text("digest")?,
        })
    }
}

/// The body of `record.text_released`: the public text itself, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedBody {
    /// Position of the content.
    pub content: i64,
    /// Position of the proposal.
    pub proposal: i64,
    /// The public text, by field.
    pub texts: BTreeMap<String, String>,
    /// Names the texts.
    pub digest: String,
}

impl ReleasedBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "content", self.content);
        put(&mut out, "proposal", self.proposal);
        put(&mut out, "texts", &self.texts);
        put(&mut out, "digest", &self.digest);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        Ok(Self {
            content: read.get("content")?,
            proposal: read.get("proposal")?,
            texts: read.get("texts")?,
            digest: read.text("digest")?,
        })
    }
}

/// The body of `record.text_returned`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedBody {
    /// Position of the proposal.
    pub proposal: i64,
    /// Why.
    pub reason: String,
}

impl ReturnedBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "proposal", self.proposal);
        put(&mut out, "reason", &self.reason);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        Ok(Self { proposal: read.get("proposal")?, reason: read.text("reason")? })
    }
}
