//! One shape for numbers of official documents (文号), whose year stands in 〔〕 by GB/T 9704-2012 §7.2.5.
//!
//! Nine styles of brackets are in use for it. The number itself, its leading zeros and its words stay as they
//! are.

use super::{Normalised, Note, half_width, is_dash, is_invisible, note};

/// Normalises a document number: no space, half-width letters and digits, year in 〔〕, other round brackets
/// （）.
#[must_use]
pub fn normalise_document_no(text: &str) -> Normalised<String> {
    if text.chars().all(is_settled) {
        return Normalised::clean(text.to_owned());
    }
    let mut notes = Vec::new();
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if trimmed.len() != text.len() {
        notes.push(Note::Trimmed);
    }
    let mut chars: Vec<char> = Vec::with_capacity(trimmed.len());
    for c in trimmed.chars() {
        push(c, &mut chars, &mut notes);
    }
    let value = settle_brackets(&chars);
    if !chars.iter().copied().eq(value.chars()) {
        note(&mut notes, Note::BracketsUnified);
    }
    Normalised { value, notes }
}

/// The key under which spellings meet: no brackets, space, width, case; 「第」 and 「号」 around the number are
/// dropped. A filler such as 「/」 has an empty key, which must match nothing.
#[must_use]
pub fn document_key(text: &str) -> String {
    let value = normalise_document_no(text).value;
    let body = value.trim_end_matches(|c: char| c == '号' || !c.is_alphanumeric());
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '/' | '.');
    let mut key: Vec<char> = Vec::with_capacity(body.len());
    // From the end, so that 「第」 sees the digit that follows it once the brackets between them are gone.
    for c in body.chars().flat_map(char::to_lowercase).filter(kept).rev() {
        if c != '第' || !key.last().is_some_and(char::is_ascii_digit) {
            key.push(c);
        }
    }
    key.iter().rev().collect()
}

/// Plain Chinese characters, digits, letters, the right brackets and the dash.
fn is_settled(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '0'..='9' | 'A'..='Z' | 'a'..='z' | '〔' | '〕' | '-')
}

fn push(c: char, chars: &mut Vec<char>, notes: &mut Vec<Note>) {
    if is_invisible(c) {
        return note(notes, Note::InvisibleRemoved);
    }
    if c.is_whitespace() {
        return note(notes, Note::SpaceRemoved);
    }
    if is_dash(c) && c != '-' {
        note(notes, Note::PunctuationUnified);
        return chars.push('-');
    }
    let half = half_width(c);
    if half == c || opens(c) || closes(c) {
        return chars.push(c);
    }
    note(notes, Note::HalfWidth);
    chars.push(half);
}

/// A bracket pair around a year becomes 〔〕 whatever its halves are; of the others, round stay round.
fn settle_brackets(chars: &[char]) -> String {
    let mut value = String::with_capacity(chars.len() * 3);
    let mut rest = chars;
    while let Some((first, tail)) = rest.split_first() {
        if let Some((year, after)) = year_in_brackets(rest) {
            value.push('〔');
            value.extend(year);
            value.push('〕');
            rest = after;
            continue;
        }
        value.push(match *first {
            '(' | '（' | '﹙' => '（',
            ')' | '）' | '﹚' => '）',
            c if opens(c) => '〔',
            c if closes(c) => '〕',
            c => c,
        });
        rest = tail;
    }
    value
}

/// `[2023]…` → `2023` and what follows; `[2023年]` counts as well.
fn year_in_brackets(chars: &[char]) -> Option<(&[char], &[char])> {
    let (open, tail) = chars.split_first()?;
    let (year, after) = tail.split_at_checked(4)?;
    let after = after.strip_prefix(&['年']).unwrap_or(after);
    let (close, after) = after.split_first()?;
    let is_year =
        matches!(year, ['1', '9', _, _] | ['2', '0', _, _]) && year.iter().all(char::is_ascii_digit);
    (opens(*open) && closes(*close) && is_year).then_some((year, after))
}

fn opens(c: char) -> bool {
    matches!(
        c,
        '(' | '（' | '﹙' | '[' | '［' | '【' | '〔' | '﹝' | '〖' | '{' | '｛' | '<' | '＜' | '〈' | '﹤'
    )
}

fn closes(c: char) -> bool {
    matches!(
        c,
        ')' | '）' | '﹚' | ']' | '］' | '】' | '〕' | '﹞' | '〗' | '}' | '｝' | '>' | '＞' | '〉' | '﹥'
    )
}
