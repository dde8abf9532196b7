//! What was known when a chunk of rows was decided, kept up to date while the chunk is worked through, so that the
//! second row of a sheet sees the first.

use std::collections::{HashMap, HashSet};

use xh_kernel::{Id, Severity, name_key};
use xh_ledger::Fields;
use xh_registry::{NaturalKey, Organ};

use crate::KnownSubject;

/// A current record, as far as filing asks.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownVersion {
    /// Record id.
    pub id: Id,
    /// Stream version.
    pub version: i64,
    /// Status.
    pub status: String,
    /// The kind's own fields.
    pub fields: Fields,
}

/// A registered subject with what the register says of it, for the base library's own rows.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownRegistration {
    /// Stream version.
    pub version: i64,
    /// Only records named it so far.
    pub provisional: bool,
    /// Name now.
    pub name: String,
    /// Names before.
    pub former_names: Vec<String>,
    /// The kind's own fields.
    pub fields: Fields,
    /// It came with this very batch.
    pub fresh: bool,
}

/// The organ register, by code and by name.
#[derive(Debug, Clone, Default)]
pub struct OrganBook {
    by_code: HashMap<String, Organ>,
    by_name: HashMap<String, Vec<String>>,
}

impl OrganBook {
    /// From the register's rows: organs, and (name key, organ id) pairs.
    #[must_use]
    pub fn new(organs: Vec<Organ>, names: &[(String, String)]) -> Self {
        let code_of: HashMap<String, String> =
            organs.iter().map(|o| (o.id.as_str().to_owned(), o.uscc.as_str().to_owned())).collect();
        let mut by_name: HashMap<String, Vec<String>> = HashMap::new();
        for (key, organ) in names {
            if let Some(code) = code_of.get(organ) {
                by_name.entry(key.clone()).or_default().push(code.clone());
            }
        }
        let by_code = organs.into_iter().map(|o| (o.uscc.as_str().to_owned(), o)).collect();
        Self { by_code, by_name }
    }

    /// The organ with this code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Organ> {
        self.by_code.get(code)
    }

    /// The only organ with this name.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&Organ> {
        match self.by_name.get(&name_key(name))?.as_slice() {
            [code] => self.by_code.get(code),
            _ => None,
        }
    }

    /// The organ with this id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Organ> {
        self.by_code.values().find(|o| o.id.as_str() == id)
    }
}

/// Everything a chunk needs to know.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Subjects by code.
    pub by_code: HashMap<String, KnownSubject>,
    /// Subjects by present or former name key.
    pub by_name: HashMap<String, Vec<KnownSubject>>,
    /// Subjects by other numbers.
    pub by_number: HashMap<String, Vec<KnownSubject>>,
    /// Current records by natural key.
    pub records: HashMap<NaturalKey, KnownVersion>,
    /// Registrations by code (base library rows only).
    pub registrations: HashMap<String, KnownRegistration>,
    /// The organ register.
    pub organs: OrganBook,
    /// (kind, organ) already supplied.
    pub supplied: HashSet<(String, String)>,
    /// Answers given: (organ, kind, question) → severity.
    pub settled: HashMap<(String, String, String), Severity>,
    /// Title of the catalogue in force today, when it does not cover the kind of the rows.
    pub outside: Option<String>,
}
