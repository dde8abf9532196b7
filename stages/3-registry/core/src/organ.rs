//! An organ: a department that files or decides. Its code is the key; its names are display data and vary.

use xh_kernel::{Id, Uscc};
use xh_ledger::Fields;

use crate::body::{BodyFault, Reader, put};

/// An organ as registered now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organ {
    /// Stream id.
    pub id: Id,
    /// GB 32100 code.
    pub uscc: Uscc,
    /// Display name.
    pub name: String,
    /// Vertical system the rules ask for (`samr`, `tax`, …); empty when none.
    pub system: String,
    /// Stream version.
    pub version: i64,
}

/// The body of `organ.registered`.
#[derive(Debug, Clone, PartialEq)]
pub struct OrganBody {
    /// GB 32100 code.
    pub uscc: Uscc,
    /// Display name.
    pub name: String,
    /// Every name it is found by, the display name included.
    pub names: Vec<String>,
    /// Vertical system; empty when none.
    pub system: String,
}

impl OrganBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "uscc", self.uscc);
        put(&mut out, "name", &self.name);
        put(&mut out, "names", &self.names);
        put(&mut out, "system", &self.system);
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
            names: read.get("names")?,
            system: read.text("system")?,
        })
    }
}
