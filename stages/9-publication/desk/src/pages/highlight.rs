//! Which letters of a name matched what the visitor typed.
//!
//! Display only: the search index decides what matches. Width, case, spaces and brackets do not matter here
//! either.

use crate::pages::NamePart;

/// Cuts a name into parts, marking the query where it occurs; each word of the query is marked on its own.
#[must_use]
pub fn highlight(name: &str, query: &str) -> Vec<NamePart> {
    let letters: Vec<char> = name.chars().collect();
    let mut hits = vec![false; letters.len()];
    for word in query.split_whitespace() {
        mark(&letters, word, &mut hits);
    }
    joined(&letters, &hits)
}

fn mark(letters: &[char], word: &str, hits: &mut [bool]) {
    let wanted: Vec<char> = word.chars().filter_map(folded).collect();
    let known: Vec<(usize, char)> =
        letters.iter().enumerate().filter_map(|(at, letter)| folded(*letter).map(|key| (at, key))).collect();
    if wanted.is_empty() {
        return;
    }
    for window in known.windows(wanted.len()) {
        if window.iter().map(|(_, key)| key).eq(wanted.iter()) {
            let ends = window.first().zip(window.last());
            let span = ends.and_then(|((from, _), (to, _))| hits.get_mut(*from..=*to));
            span.into_iter().flatten().for_each(|hit| *hit = true);
        }
    }
}

/// The letter without width and case; nothing for what matching ignores.
fn folded(letter: char) -> Option<char> {
    let half = match u32::from(letter) {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(letter),
        _ => letter,
    };
    half.is_alphanumeric().then(|| half.to_lowercase().next().unwrap_or(half))
}

fn joined(letters: &[char], hits: &[bool]) -> Vec<NamePart> {
    let mut parts: Vec<NamePart> = Vec::new();
    for (letter, hit) in letters.iter().zip(hits) {
        match parts.last_mut() {
            Some(part) if part.hit == *hit => part.text.push(*letter),
            _ => parts.push(NamePart { text: letter.to_string(), hit: *hit }),
        }
    }
    parts
}
