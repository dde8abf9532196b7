//! Cells as a person typed them: width, invisible characters, blanks.
//!
//! Not a parser of anything: the readers of dates, amounts and headings start from what this file returns.

/// The half-width form of a full-width character (U+FF01–U+FF5E and the ideographic space).
#[must_use]
pub fn half_width(letter: char) -> char {
    match letter {
        '\u{3000}' | '\u{a0}' | '\u{2002}' | '\u{2003}' | '\u{2009}' | '\u{202f}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    }
}

/// Characters that no reader sees: zero width, byte order mark, direction marks, selectors, soft hyphen, controls.
#[must_use]
pub fn is_invisible(letter: char) -> bool {
    if matches!(letter, ' '..='~' | '\u{2e80}'..='\u{9fff}') {
        return false;
    }
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(
            letter,
            '\u{feff}' | '\u{ad}' | '\u{180e}' | '\u{34f}' | '\u{61c}' | '\u{fff9}'..='\u{fffb}'
        )
        || matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{115f}' | '\u{1160}' | '\u{3164}')
        || (letter.is_control() && !letter.is_whitespace())
}

/// Half-width, without invisible characters, inner blanks collapsed to one, trimmed.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().filter(|letter| !is_invisible(*letter)).map(half_width) {
        if !letter.is_whitespace() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// [`plain`] without any blank.
#[must_use]
pub fn dense(text: &str) -> String {
    text.chars()
        .filter(|letter| !is_invisible(*letter))
        .map(half_width)
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

/// Running text as it may be stored: invisible characters and controls gone, line breaks kept, trimmed.
/// Says whether anything invisible was removed.
#[must_use]
pub fn running(text: &str) -> (String, bool) {
    let trimmed = text.trim_matches(|letter: char| letter.is_whitespace() || is_invisible(letter));
    if !trimmed.chars().any(is_invisible) {
        return (trimmed.to_owned(), false);
    }
    (trimmed.chars().filter(|letter| !is_invisible(*letter)).collect(), true)
}

/// The first `limit` characters, with an ellipsis when something was cut; for quoting in messages.
#[must_use]
pub fn short(text: &str, limit: usize) -> String {
    let mut out: String = text.chars().filter(|letter| !is_invisible(*letter)).take(limit).collect();
    if text.chars().count() > limit {
        out.push('…');
    }
    out
}

/// Could fifteen digits stand in a row here, with no letter between them? Quick, and never "no" when they do.
#[must_use]
pub fn may_hold_long_number(text: &str) -> bool {
    let mut row = 0_u32;
    text.chars().any(|letter| {
        row = match letter {
            '0'..='9' | '０'..='９' => row + 1,
            '\u{4e00}'..='\u{9fff}' | 'A'..='Z' | 'a'..='z' => 0,
            other if other.is_alphanumeric() => 0,
            _ => row,
        };
        row >= 15
    })
}
