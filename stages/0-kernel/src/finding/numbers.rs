//! Runs of digits: groups of digits with little between them. A run that is an identity number, also one cut up by
//! spaces and dashes or typed over two lines.

use super::FindingClass;
use super::letters::Letters;
use crate::{Uscc, is_identity_number, may_be_identity_number};

/// A group of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    pub from: usize,
    pub until: usize,
}

/// Groups that may be one number: at most two separators between neighbours.
pub(super) fn runs(letters: &Letters, separators: &str) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = Vec::new();
    for group in groups(letters) {
        match runs.last_mut() {
            Some(run)
                if run.last().is_some_and(|last| joined(letters, separators, last.until, group.from)) =>
            {
                run.push(group);
            }
            _ => runs.push(vec![group]),
        }
    }
    runs
}

fn groups(letters: &Letters) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for place in (0..letters.len()).filter(|place| letters.at(*place).is_ascii_digit()) {
        match out.last_mut() {
            Some(last) if last.until == place => last.until += 1,
            _ => out.push(Group { from: place, until: place + 1 }),
        }
    }
    out
}

fn joined(letters: &Letters, separators: &str, from: usize, until: usize) -> bool {
    until - from <= 2 && (from..until).all(|place| separators.contains(letters.at(place)))
}

/// What people put between the parts of one number; a list of numbers has other marks.
pub(super) const SEPARATORS: &str = " -.·_~*\n\r";

/// The digits of neighbouring groups without what stands between them.
pub(super) fn digits(letters: &Letters, groups: &[Group]) -> String {
    groups.iter().map(|group| letters.text(group.from, group.until)).collect()
}

/// Every sequence of neighbouring groups of a run with a number of digits that is asked for.
pub(super) fn stretches(
    letters: &Letters,
    run: &[Group],
    fits: impl Fn(usize) -> bool,
) -> Vec<(Group, String)> {
    let mut out = Vec::new();
    for first in 0..run.len() {
        for last in first + 1..=run.len().min(first + MOST_GROUPS) {
            let Some(part) = run.get(first..last) else { continue };
            let count: usize = part.iter().map(|group| group.until - group.from).sum();
            if let (true, Some(begin), Some(end)) = (fits(count), part.first(), part.last()) {
                out.push((Group { from: begin.from, until: end.until }, digits(letters, part)));
            }
        }
    }
    out
}

/// A number is not cut into more pieces than an identity number has digits.
const MOST_GROUPS: usize = 18;

const CUES: [&str; 7] = ["身份", "证件", "证号", "居民证", "公民号", "ID", "户口"];

/// Identity numbers.
pub(super) fn find(letters: &Letters, found: &mut Vec<(usize, usize, FindingClass)>) {
    for run in runs(letters, SEPARATORS) {
        let stretches = stretches(letters, &run, |count| matches!(count, 14 | 15 | 17 | 18));
        for (place, digits) in stretches {
            if let Some(until) = ends(letters, place, &digits) {
                found.push((place.from, until, FindingClass::IdentityNumber));
            }
        }
        run.iter().for_each(|group| inside(letters, *group, found));
    }
}

/// Where the number that these digits begin ends, if they are one.
fn ends(letters: &Letters, place: Group, digits: &str) -> Option<usize> {
    let closing = closing(letters, place.until);
    let whole = match (digits.len(), closing) {
        (17, Some(_)) => format!("{digits}X"),
        _ => digits.to_owned(),
    };
    if matches!(whole.len(), 14 | 17) || Uscc::parse(&whole).is_ok() {
        return None;
    }
    let until = if whole.len() == digits.len() { place.until } else { closing? };
    let sure = is_identity_number(&whole);
    let glued = letters.before(place.from).is_ascii_alphabetic();
    let doubtful = glued && !letters.near(place.from, &CUES);
    let likely =
        !doubtful && whole.len() == 18 && may_be_identity_number(&whole) && !is_document(letters, until);
    let old = !doubtful
        && whole.len() == 15
        && sure
        && (letters.near(place.from, &CUES) || !is_document(letters, until));
    (old || whole.len() == 18 && (sure || likely)).then_some(until)
}

/// Behind the `X` that may close a number.
fn closing(letters: &Letters, place: usize) -> Option<usize> {
    let place = if matches!(letters.at(place), ' ' | '-') { place + 1 } else { place };
    (letters.at(place) == 'X' && !letters.at(place + 1).is_ascii_alphanumeric()).then_some(place + 1)
}

/// `…号` closes the number of a document, not of a person.
fn is_document(letters: &Letters, until: usize) -> bool {
    letters.at(until) == '号' || letters.at(until) == '元'
}

/// A number glued to other digits, told by its check character.
fn inside(letters: &Letters, group: Group, found: &mut Vec<(usize, usize, FindingClass)>) {
    if group.until - group.from <= 18 {
        return;
    }
    for from in group.from..=group.until - 18 {
        let whole = letters.text(from, from + 18);
        if is_identity_number(&whole) && Uscc::parse(&whole).is_err() {
            found.push((from, from + 18, FindingClass::IdentityNumber));
        }
    }
}
