//! Takes identity numbers out of text: `***` stands where one stood. The one mechanism for whatever is stored as
//! running text, shown as a name, quoted in a message or written to a log.
//!
//! Not a finder of names or phones. Never for a code column: an organisation's code can have the very shape.

use std::borrow::Cow;

use super::contains_identity_number;
use crate::normal::{half_width, is_invisible};

/// What stands for a number that was taken out.
const MASK: &str = "***";

/// The text without identity numbers; borrowed when it holds none.
#[must_use]
pub fn without_identity_numbers(text: &str) -> Cow<'_, str> {
    if !contains_identity_number(text) {
        return Cow::Borrowed(text);
    }
    let masked = by_runs(text);
    Cow::Owned(if contains_identity_number(&masked) { without_digits(text) } else { masked })
}

/// Masks each run of digits, separators and `X` that holds a number.
fn by_runs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for letter in text.chars() {
        if is_part(letter) {
            run.push(letter);
        } else {
            settle(&mut run, &mut out);
            out.push(letter);
        }
    }
    settle(&mut run, &mut out);
    out
}

fn settle(run: &mut String, out: &mut String) {
    out.push_str(if contains_identity_number(run) { MASK } else { run });
    run.clear();
}

fn is_part(letter: char) -> bool {
    let half = half_width(letter);
    half.is_ascii_digit() || matches!(half, 'X' | 'x' | ' ' | '-' | '\u{a0}') || is_invisible(letter)
}

/// The last resort: no digit survives.
fn without_digits(text: &str) -> String {
    text.chars().map(|letter| if half_width(letter).is_ascii_digit() { '*' } else { letter }).collect()
}
