//! Does a row say anything new of an act that is known? Not who or which act is meant: that is the natural key's.
//!
//! How a document number was typed is kept for the record and compared by nobody: the style of its brackets, and
//! the cell as it was written. A number that gained or lost a bracket, a word or a digit is a correction.

use serde_json::Value;
use xh_ledger::Fields;
use xh_policy::{FieldRole, Kind};

use crate::AS_WRITTEN;

/// Do two contents of one act say the same?
pub(super) fn same(kind: &Kind, before: &Fields, now: &Fields) -> bool {
    before == now || compared(kind, before).eq(compared(kind, now))
}

fn compared<'a>(kind: &'a Kind, fields: &'a Fields) -> impl Iterator<Item = (&'a str, Said<'a>)> {
    fields
        .iter()
        .filter(|(id, _)| !is_typing(kind, id))
        .map(|(id, value)| (id.as_str(), said(kind, id, value)))
}

/// What is compared of a value.
#[derive(PartialEq)]
enum Said<'a> {
    Value(&'a Value),
    Document(String),
}

fn said<'a>(kind: &Kind, id: &str, value: &'a Value) -> Said<'a> {
    match value.as_str() {
        Some(text) if is_document(kind, id) => Said::Document(one_style(text)),
        _ => Said::Value(value),
    }
}

/// The cell of a document number as it was written: its value, normalised, stands beside it.
fn is_typing(kind: &Kind, id: &str) -> bool {
    id.strip_suffix(AS_WRITTEN).is_some_and(|field| is_document(kind, field))
}

fn is_document(kind: &Kind, id: &str) -> bool {
    kind.field(id).is_some_and(|field| field.role == Some(FieldRole::DocumentNo))
}

/// A normalised number has two styles of brackets left: round ones, and those of GB/T 9704-2012 §7.2.5.
fn one_style(text: &str) -> String {
    text.replace('（', "〔").replace('）', "〕")
}
