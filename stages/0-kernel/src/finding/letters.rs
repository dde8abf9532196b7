//! A text as its letters for comparison: half width, upper case, without what takes no room on paper; each letter knows
//! the bytes it stands on.

use crate::normal::{half_width, is_dash, is_invisible};

/// One letter and its place.
#[derive(Debug, Clone, Copy)]
struct Letter {
    as_read: char,
    from: usize,
    until: usize,
}

/// The letters of a text.
#[derive(Debug)]
pub(super) struct Letters(Vec<Letter>);

/// How far before a number a word may stand that says what it is.
const NEAR: usize = 12;

impl Letters {
    pub(super) fn of(text: &str) -> Self {
        let seen = text.char_indices().filter(|(_, letter)| !is_invisible(*letter));
        let letter = |(from, letter): (usize, char)| Letter {
            as_read: folded(letter),
            from,
            until: from + letter.len_utf8(),
        };
        Self(seen.map(letter).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The letter at a place; a space beyond the ends.
    pub(super) fn at(&self, place: usize) -> char {
        self.0.get(place).map_or(' ', |letter| letter.as_read)
    }

    /// The letter before a place; a space before the first.
    pub(super) fn before(&self, place: usize) -> char {
        place.checked_sub(1).map_or(' ', |place| self.at(place))
    }

    /// Letters `from..until` as text.
    pub(super) fn text(&self, from: usize, until: usize) -> String {
        self.0.iter().take(until).skip(from).map(|letter| letter.as_read).collect()
    }

    /// Do these words stand at the place?
    pub(super) fn has(&self, place: usize, words: &str) -> bool {
        words
            .chars()
            .enumerate()
            .all(|(nth, letter)| self.0.get(place + nth).is_some_and(|it| it.as_read == letter))
    }

    /// The longest of these words at the place.
    pub(super) fn longest(&self, place: usize, words: &[&str]) -> Option<usize> {
        words.iter().filter(|word| self.has(place, word)).map(|word| word.chars().count()).max()
    }

    /// Does one of these words stand shortly before the place, with no full stop between?
    pub(super) fn near(&self, place: usize, words: &[&str]) -> bool {
        let start = place.saturating_sub(NEAR);
        let stop = (start..place).rev().find(|it| matches!(self.at(*it), '。' | ';' | '\n'));
        let before = self.text(stop.map_or(start, |stop| stop + 1), place);
        words.iter().any(|word| before.contains(word))
    }

    /// Bytes of the letters `from..until`; none when there are none.
    pub(super) fn bytes(&self, from: usize, until: usize) -> Option<(usize, usize)> {
        Some((self.0.get(from)?.from, self.0.get(until.checked_sub(1)?)?.until))
    }
}

fn folded(letter: char) -> char {
    let half = half_width(letter).to_ascii_uppercase();
    match half {
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\t' => ' ',
        '•' | '・' | '‧' | '∙' | '．' => '·',
        '①'..='⑨' => char::from_digit(u32::from(half) - u32::from('①') + 1, 10).unwrap_or(half),
        '⓪' | '〇' => half,
        dash if is_dash(dash) => '-',
        other => other,
    }
}

/// A Chinese character.
pub(super) fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}
