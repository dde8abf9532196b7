//! A subject: an organisation, keyed by its unified social credit code. People are never subjects.

use serde::{Deserialize, Serialize};
use xh_kernel::{Id, Uscc};
use xh_ledger::Fields;

use crate::body::{BodyFault, Reader, put};
use crate::record::{FIELD_PREFIX, own_fields};

/// A subject as the register has it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Stream id.
    pub id: Id,
    /// GB 32100 code.
    pub uscc: Uscc,
    /// Registered name.
    pub name: String,
    /// Registration state as supplied; empty when unknown.
    pub state: String,
    /// Division code of the registering authority.
    pub division: String,
    /// Known only from a record so far, not from the base library.
    pub provisional: bool,
    /// Stream version.
    pub version: i64,
    /// Position of that version.
    pub position: i64,
}

/// Another number the subject is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// `org_code`, `registration_no` or `taxpayer_id`.
    pub scheme: String,
    /// The number, normalised.
    pub value: String,
}

/// The body of `subject.registered` and `subject.provisional`.
#[derive(Debug, Clone, PartialEq)]
pub struct SubjectBody {
    /// GB 32100 code.
    pub uscc: Uscc,
    /// Name now.
    pub name: String,
    /// Names before, newest first.
    pub former_names: Vec<String>,
    /// Registration state as supplied.
    pub state: String,
    /// Known only from a record.
    pub provisional: bool,
    /// Other numbers.
    pub identifiers: Vec<Identifier>,
    /// The registration kind's own fields.
    pub fields: Fields,
}

impl SubjectBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "uscc", self.uscc);
        put(&mut out, "name", &self.name);
        put(&mut out, "former_names", &self.former_names);
        put(&mut out, "state", &self.state);
        put(&mut out, "provisional", self.provisional);
        put(&mut out, "identifiers", &self.identifiers);
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
            uscc: read.get("uscc")?,
            name: read.text("name")?,
            former_names: read.get("former_names")?,
            state: read.text("state")?,
            provisional: read.get("provisional")?,
            identifiers: read.get("identifiers")?,
            fields: own_fields(fields),
        })
    }
}
