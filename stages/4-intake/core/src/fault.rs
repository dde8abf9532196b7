//! What is wrong with a cell, said to the person who sent the sheet: field, place, reason, remedy, what was found.
//!
//! A fault rejects its row, a warning does not; both have the same shape.

use serde::{Deserialize, Serialize};
use xh_policy::Field;

use crate::row::Said;
use crate::text;

/// Longest quotation of a cell, in characters.
const QUOTED: usize = 60;

/// One fault or warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Field id.
    pub field: String,
    /// Field title, for people.
    pub title: String,
    /// Column, from 0; `None` when no cell is at fault.
    pub column: Option<usize>,
    /// Stable code, for counts.
    pub code: String,
    /// What is wrong, in Chinese.
    pub reason: String,
    /// What to do, in Chinese.
    pub remedy: String,
    /// The cell as written, shortened; empty when missing.
    pub found: String,
}

impl Fault {
    /// A fault of a cell.
    #[must_use]
    pub fn of(field: &Field, said: Said<'_>, code: &str, reason: impl Into<String>, remedy: &str) -> Self {
        Self {
            field: field.id.clone(),
            title: field.title.clone(),
            column: said.column,
            code: code.to_owned(),
            reason: reason.into(),
            remedy: remedy.to_owned(),
            found: text::short(said.text.trim(), QUOTED),
        }
    }

    /// A fault of a field that no cell gives; `column` is where it should stand, if the sheet has the column.
    #[must_use]
    pub fn missing(field: &Field, column: Option<usize>) -> Self {
        let remedy = format!("请填写「{}」", field.title);
        let said = Said { column, text: "" };
        Self { remedy, ..Self::of(field, said, "missing", format!("缺少「{}」", field.title), "") }
    }

    /// The sentence for a comment on the cell: what, what was found, remedy.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.found.is_empty() {
            return format!("{}。{}", self.reason, self.remedy);
        }
        format!("{}「{}」：{}。{}", self.title, self.found, self.reason, self.remedy)
    }
}
