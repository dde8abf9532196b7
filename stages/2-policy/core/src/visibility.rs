//! Who may see a field or a column: the one scale used by kinds, tables and ledger proofs.
//!
//! It says what may be shown, not until when: that is a lawful interval.
//! Basis: 政府信息公开条例 (2019) articles 14 and 15; 个人信息保护法 articles 6 and 34.

use serde::{Deserialize, Serialize};

/// How far a field may travel, from everyone to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Shown to everyone while the record is on publication.
    Public,
    /// Shown to everyone in a shortened form (张**).
    Masked,
    /// Shown to the staff who handle the record, never on a public page, export or proof.
    Staff,
    /// Free text that may name people: not shown before it has been masked and released by a person.
    Secret,
}
