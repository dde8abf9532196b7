//! What a visitor typed, on its way back: an address without identity numbers, for problems, links and the log.
//!
//! The numbers themselves are found by the kernel; here only the address is taken apart, since a number in it may be
//! written with percent signs.

use std::borrow::Cow;

use xh_kernel::{contains_identity_number, without_identity_numbers};

const MASK: &str = "***";

/// An address (path, query or both) in which no part holds an identity number.
#[must_use]
pub fn address(text: &str) -> Cow<'_, str> {
    if !contains_identity_number(&unescaped(text)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(['/', '?', '&', '=', ';']) {
        let end = part.len()
            - part.chars().next_back().filter(|last| "/?&=;".contains(*last)).map_or(0, char::len_utf8);
        let (body, mark) = part.split_at_checked(end).unwrap_or((part, ""));
        out.push_str(if contains_identity_number(&unescaped(body)) { MASK } else { body });
        out.push_str(mark);
    }
    if contains_identity_number(&unescaped(&out)) {
        return Cow::Borrowed("/***");
    }
    Cow::Owned(out)
}

/// A sentence that may quote what was typed.
pub(crate) fn words(text: String) -> String {
    match without_identity_numbers(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(masked) => masked,
    }
}

/// Percent signs and plus signs read; what is no text after that stays as it was.
fn unescaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        match (byte, ahead.next().and_then(digit), ahead.next().and_then(digit)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                bytes = ahead;
            }
            (b'+', ..) => out.push(b' '),
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests;
