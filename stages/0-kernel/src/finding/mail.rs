//! Electronic mail addresses.

use super::FindingClass;
use super::letters::Letters;

pub(super) fn find(letters: &Letters, found: &mut Vec<(usize, usize, FindingClass)>) {
    for at in (0..letters.len()).filter(|place| letters.at(*place) == '@') {
        let from = (0..at).rev().take_while(|place| is_local(letters.at(*place))).last();
        let until = (at + 1..letters.len()).take_while(|place| is_host(letters.at(*place))).last();
        let Some((from, until)) = from.zip(until) else { continue };
        let host = letters.text(at + 1, until + 1);
        if host.trim_end_matches('.').contains('.') {
            found.push((from, until + 1, FindingClass::Email));
        }
    }
}

fn is_local(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-' | '+')
}

fn is_host(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-')
}
