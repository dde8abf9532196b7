//! One shape for names of organisations, and a key under which two spellings of one name meet.
//!
//! No word is dropped: a prefix such as 「（白名单）」 or an appended shop name stays, because which part is the
//! name is not for a program to guess. Traditional and simplified characters are not equated.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

use super::{Normalised, Note, half_width, is_dash, is_invisible, note};

/// Normalises a name cell: NFC, no space around or between Chinese characters, half-width letters and digits,
/// brackets as （）, dots as ·.
#[must_use]
pub fn normalise_name(text: &str) -> Normalised<String> {
    if text.chars().all(is_settled) {
        return Normalised::clean(text.to_owned());
    }
    let mut notes = Vec::new();
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    if visible.len() != text.len() {
        note(&mut notes, Note::InvisibleRemoved);
    }
    let composed = compose(&visible, &mut notes);
    let trimmed = composed.trim();
    if trimmed.len() != composed.len() {
        note(&mut notes, Note::Trimmed);
    }
    let folded: String = trimmed.chars().map(|c| fold(c, &mut notes)).collect();
    let closed = close_up(&folded, &mut notes);
    // What stood between two characters is gone: they may compose.
    let value = compose(&closed, &mut notes);
    Normalised { value, notes }
}

/// The key under which spellings meet: blind to width, case, brackets, punctuation and space.
#[must_use]
pub fn name_key(text: &str) -> String {
    if let Some(key) = plain_key(text) {
        return key;
    }
    // Dropping a sign may join its neighbours into a new character; a few more rounds settle that.
    let mut key = key_once(text);
    for _ in 0..4 {
        let again = key_once(&key);
        if again == key {
            break;
        }
        key = again;
    }
    key
}

/// The key of a name of plain Chinese characters, ASCII and the usual brackets: nearly all names.
fn plain_key(text: &str) -> Option<String> {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{4e00}'..='\u{9fff}' => key.push(c),
            c if c.is_ascii_alphanumeric() => key.push(c.to_ascii_lowercase()),
            '（' | '）' | '·' => {}
            c if c.is_ascii() => {}
            _ => return None,
        }
    }
    Some(key)
}

fn key_once(text: &str) -> String {
    let keep = |c: &char| c.is_alphanumeric() && !is_invisible(*c);
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return text.chars().flat_map(char::to_lowercase).filter(keep).collect();
    }
    text.nfkc().flat_map(char::to_lowercase).filter(keep).collect()
}

/// Plain Chinese characters, and the brackets and digits that a normalised name may hold.
fn is_settled(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '（' | '）' | '·' | '0'..='9' | 'A'..='Z' | 'a'..='z')
}

fn compose(text: &str, notes: &mut Vec<Note>) -> String {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text.to_owned();
    }
    let composed: String = text.nfc().collect();
    if composed != text {
        note(notes, Note::Composed);
    }
    composed
}

fn fold(c: char, notes: &mut Vec<Note>) -> char {
    let (folded, what) = match c {
        '(' | '﹙' | '❨' | '[' | '［' | '【' | '〔' | '﹝' | '〖' => ('（', Note::BracketsUnified),
        ')' | '﹚' | '❩' | ']' | '］' | '】' | '〕' | '﹞' | '〗' => ('）', Note::BracketsUnified),
        '•' | '・' | '‧' | '･' | '∙' | '⋅' | '●' | '˙' => ('·', Note::PunctuationUnified),
        '＆' | '．' | '＋' | '＇' | '＿' | '／' | '＠' => (half_width(c), Note::HalfWidth),
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => (half_width(c), Note::HalfWidth),
        other if is_dash(other) && other != '-' && other != '—' => ('-', Note::PunctuationUnified),
        other => return other,
    };
    note(notes, what);
    folded
}

/// Removes space, except a single one between two words in Latin or other letters that part words by space.
fn close_up(text: &str, notes: &mut Vec<Note>) -> String {
    if !text.contains(char::is_whitespace) {
        return text.to_owned();
    }
    let mut value = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let joins = |c: Option<char>| c.is_some_and(parts_words);
        if joins(value.chars().next_back()) && joins(word.chars().next()) {
            value.push(' ');
        }
        value.push_str(word);
    }
    if value != text {
        note(notes, Note::SpaceRemoved);
    }
    value
}

/// Characters of scripts that part words by space: whatever comes before the East Asian blocks, but their
/// punctuation.
fn parts_words(c: char) -> bool {
    c < '\u{2e80}' && !matches!(c, '·' | '\u{2000}'..='\u{206f}')
}
