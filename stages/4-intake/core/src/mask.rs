//! Takes identity numbers out of running text: `***` stands where one stood.
//!
//! Not a finder of names or phones; what else free text may say about people is masked before publication.

use xh_kernel::contains_identity_number;

use crate::text::{half_width, is_invisible, may_hold_long_number};

/// What stands for a number that was taken out.
const MASK: &str = "***";

/// The text without identity numbers, or `None` when it holds none.
#[must_use]
pub fn identity_numbers(text: &str) -> Option<String> {
    if !may_hold_long_number(text) || !contains_identity_number(text) {
        return None;
    }
    let masked = by_runs(text);
    if contains_identity_number(&masked) { Some(without_digits(text)) } else { Some(masked) }
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
    half.is_ascii_digit() || matches!(half, 'X' | 'x' | ' ' | '-') || is_invisible(letter)
}

/// The last resort: no digit survives.
fn without_digits(text: &str) -> String {
    text.chars().map(|letter| if half_width(letter).is_ascii_digit() { '*' } else { letter }).collect()
}
