//! Which column of a sheet is which field: what a person settles once is remembered per source and shape.
//!
//! Not the proposing (that is `propose.rs`): the settled answer only, as it is stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use xh_policy::{Collect, Kind};

/// What becomes of one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", content = "field", rename_all = "snake_case")]
pub enum Target {
    /// It is this field.
    Field(String),
    /// It is emptied before anything is kept; the field it would be, when the kind names one.
    Never(Option<String>),
    /// Bookkeeping or a blank column: read past.
    Ignored,
    /// No field of the kind: kept out of the record, reported to the sender.
    Unknown,
}

/// A settled (or proposed) mapping.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// One target per column, left to right; columns beyond are unknown.
    pub columns: Vec<Target>,
    /// Values for fields that no column gives, by field id; also [`AUTHORITY_ORGAN`].
    #[serde(default)]
    pub defaults: BTreeMap<String, String>,
}

/// Key in [`Mapping::defaults`] of the organ (its code) that decided every row which names none.
pub const AUTHORITY_ORGAN: &str = "@authority";

impl Mapping {
    /// The columns mapped to a field.
    pub fn columns_of<'m>(&'m self, field: &'m str) -> impl Iterator<Item = usize> + 'm {
        let is_it = move |target: &Target| matches!(target, Target::Field(id) if id == field);
        self.columns.iter().enumerate().filter(move |(_, target)| is_it(target)).map(|(at, _)| at)
    }

    /// Is there a column or a default for this field?
    #[must_use]
    pub fn gives(&self, field: &str) -> bool {
        self.defaults.contains_key(field) || self.columns_of(field).next().is_some()
    }

    /// Headings (by column) that are kept out of the record.
    #[must_use]
    pub fn unknown<'s>(&self, headings: &'s [String]) -> Vec<&'s str> {
        let named = self.columns.iter().zip(headings);
        named.filter(|(target, _)| **target == Target::Unknown).map(|(_, heading)| heading.as_str()).collect()
    }

    /// Fields that this mapping names and the kind does not know (a mapping from an older release).
    #[must_use]
    pub fn strangers(&self, kind: &Kind) -> Vec<&str> {
        let named = self.columns.iter().filter_map(|target| match target {
            Target::Field(id) | Target::Never(Some(id)) => Some(id.as_str()),
            Target::Never(None) | Target::Ignored | Target::Unknown => None,
        });
        let defaults = self.defaults.keys().map(String::as_str).filter(|key| *key != AUTHORITY_ORGAN);
        named.chain(defaults).filter(|id| kind.field(id).is_none()).collect()
    }

    /// The target of a column for this field: never-collected fields are not kept.
    #[must_use]
    pub fn target_of(kind: &Kind, field: &str) -> Target {
        match kind.field(field).map(|field| field.collect) {
            Some(Collect::Never) => Target::Never(Some(field.to_owned())),
            Some(Collect::Keep) => Target::Field(field.to_owned()),
            None => Target::Unknown,
        }
    }
}

/// A heading that could be several fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ambiguous {
    /// Column, from 0.
    pub column: usize,
    /// The heading as written.
    pub heading: String,
    /// Field ids it may be.
    pub fields: Vec<String>,
}

/// Several columns that claim one field and disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// The field id.
    pub field: String,
    /// The columns, from 0.
    pub columns: Vec<usize>,
}

/// Whether a sheet can be read without a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappingVerdict {
    /// Every column that matters is named beyond doubt.
    Settled(Mapping),
    /// A person has to look.
    NeedsHelp(Help),
}

/// What a person is asked about a sheet's columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// The best guess, to be confirmed or changed.
    pub proposal: Mapping,
    /// Required fields (ids) that no column gives.
    pub missing: Vec<String>,
    /// Headings that could be several fields.
    pub ambiguous: Vec<Ambiguous>,
    /// Columns that claim the same field and disagree.
    pub duplicate: Vec<Duplicate>,
    /// The questions in words.
    pub reasons: Vec<String>,
}
