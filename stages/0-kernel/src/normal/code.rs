//! One shape for identifying codes: half width, capital letters, no space, no dash, no branch number.
//!
//! Letters O and I are *not* made 0 and 1: which of the two was meant is for the person who filed it.

use super::{Normalised, Note, half_width, is_dash, is_invisible, note};

/// Normalises a code cell. A code that needs nothing is only copied.
#[must_use]
pub fn normalise_code(text: &str) -> Normalised<String> {
    if text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
        return Normalised::clean(text.to_owned());
    }
    let mut notes = Vec::new();
    let mut value = String::with_capacity(text.len());
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        notes.push(Note::Trimmed);
    }
    for c in trimmed.chars() {
        push(c, &mut value, &mut notes);
    }
    drop_decimal(&mut value, &mut notes);
    drop_branch_suffix(&mut value, &mut notes);
    Normalised { value, notes }
}

fn push(c: char, value: &mut String, notes: &mut Vec<Note>) {
    if is_invisible(c) {
        return note(notes, Note::InvisibleRemoved);
    }
    if c.is_whitespace() {
        return note(notes, Note::SpaceRemoved);
    }
    if is_dash(c) {
        return note(notes, Note::DashRemoved);
    }
    let half = half_width(c);
    if half != c {
        note(notes, Note::HalfWidth);
    }
    if matches!(half, '\'' | '"' | '`' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}') {
        return note(notes, Note::QuoteRemoved);
    }
    if half.is_ascii_lowercase() {
        note(notes, Note::UpperCased);
    }
    value.push(half.to_ascii_uppercase());
}

/// `130102000000028.0` is how a spreadsheet writes a whole number it took for a decimal.
fn drop_decimal(value: &mut String, notes: &mut Vec<Note>) {
    let Some(whole) = value.strip_suffix(".0").or_else(|| value.strip_suffix(".00")) else { return };
    if !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()) {
        value.truncate(whole.len());
        note(notes, Note::DecimalRemoved);
    }
}

/// `91130100000000019Q(01)`: branches of one licence are numbered behind its code.
fn drop_branch_suffix(value: &mut String, notes: &mut Vec<Note>) {
    let Some((code, number)) = value.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else { return };
    let is_number = (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let is_code = code.len() >= 8 && code.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_number && is_code {
        value.truncate(code.len());
        note(notes, Note::BranchSuffixRemoved);
    }
}
