//! A record: one administrative act about one subject, as an authority filed it.

use serde_json::Value;
use xh_kernel::{Date, Id, Severity};
use xh_ledger::Fields;
use xh_policy::LawfulInterval;

use crate::body::{BodyFault, Reader, put};

/// Fields of the kind stand in the payload under this prefix, apart from what Xinheng adds.
pub const FIELD_PREFIX: &str = "f.";

/// What makes two rows the same act: authority, kind, document number, subject.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NaturalKey {
    /// The authority's organ id.
    pub organ: String,
    /// The record kind.
    pub kind: String,
    /// Normalised document number (matching key).
    pub document_key: String,
    /// The subject's id.
    pub subject: String,
}

/// The body of `record.filed` and `record.amended`.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordBody {
    /// The subject's id.
    pub subject: Id,
    /// The record kind.
    pub kind: String,
    /// Matching key of the document number.
    pub document_key: String,
    /// The day the law counts from.
    pub decided_on: Option<Date>,
    /// The legal day of filing.
    pub filed_on: Date,
    /// `valid` or `revoked`, as the authority says.
    pub status: String,
    /// Settled severity.
    pub severity: Option<Severity>,
    /// The key of the question an authority still has to answer.
    pub unsettled: Option<String>,
    /// Does it have every field the national format demands?
    pub conforming: bool,
    /// Was it filed within the lawful days? `None` where no rule asks.
    pub timely: Option<bool>,
    /// From when until when it may be shown, by channel.
    pub intervals: Vec<LawfulInterval>,
    /// The kind's own fields, normalised.
    pub fields: Fields,
}

impl RecordBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "subject", &self.subject);
        put(&mut out, "record_kind", &self.kind);
        put(&mut out, "document_key", &self.document_key);
        put(&mut out, "decided_on", self.decided_on);
        put(&mut out, "filed_on", self.filed_on);
        put(&mut out, "status", &self.status);
        put(&mut out, "severity", self.severity);
        put(&mut out, "unsettled", &self.unsettled);
        put(&mut out, "conforming", self.conforming);
        put(&mut out, "timely", self.timely);
        put(&mut out, "intervals", &self.intervals);
        out.extend(self.fields.iter().map(|(name, value)| (format!("{FIELD_PREFIX}{name}"), value.clone())));
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field that is missing or has another type.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        Ok(Self {
            subject: read.get("subject")?,
            kind: read.text("record_kind")?,
            document_key: read.text("document_key")?,
            decided_on: read.get("decided_on")?,
            filed_on: read.get("filed_on")?,
            status: read.text("status")?,
            severity: read.get("severity")?,
            unsettled: read.get("unsettled")?,
            conforming: read.get("conforming")?,
            timely: read.get("timely")?,
            intervals: read.get("intervals")?,
            fields: own_fields(fields),
        })
    }
}

/// The kind's own fields of a payload, without the prefix.
#[must_use]
pub fn own_fields(fields: &Fields) -> Fields {
    let own =
        |(name, value): (&String, &Value)| Some((name.strip_prefix(FIELD_PREFIX)?.to_owned(), value.clone()));
    fields.iter().filter_map(own).collect()
}
