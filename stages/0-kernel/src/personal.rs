//! Tells the identity number of a natural person (GB 11643), so that it can be refused before anything is
//! written.
//!
//! People are never subjects here. Nothing of a number is kept, returned or shown: the answers are yes or no,
//! and in doubt yes. A permit number can have the very shape of an identity number; nothing in the digits
//! tells them apart.

mod mask;

use crate::{Date, org_code, registration_no};

pub use mask::without_identity_numbers;

/// Whether a code cell is an identity number: 18 characters with region, date and check character in order,
/// the residence number of a foreigner, the old form of 15 digits, or a taxpayer number made from one of
/// them.
///
/// 15 digits that pass the check of a registration number (GS 15-2006), or end in a right organisation code
/// as the taxpayer numbers of organisations did, are not taken for the old form.
#[must_use]
pub fn is_identity_number(text: &str) -> bool {
    with_plain(text, |plain| {
        has_shape(plain) && (plain.len() < 18 || plain.get(..18).is_some_and(check_fits))
    })
}

/// The same, for a code already known to be no organisation's: the check character may be mistyped.
#[must_use]
pub fn may_be_identity_number(text: &str) -> bool {
    with_plain(text, has_shape)
}

/// An identity number of either form, or one with the two characters that made it a taxpayer number.
fn has_shape(plain: &[u8]) -> bool {
    match plain.len() {
        18 | 20 => plain.get(..18).is_some_and(has_new_shape),
        15 | 17 => plain.get(..15).is_some_and(has_old_shape),
        _ => false,
    }
}

/// Whether an identity number stands anywhere in a text, also when written with spaces, dashes or full-width
/// digits.
#[must_use]
pub fn contains_identity_number(text: &str) -> bool {
    if text.bytes().filter(u8::is_ascii_digit).count() < 15 && text.is_ascii() {
        return false;
    }
    let half: Vec<char> = text.chars().map(crate::normal::half_width).collect();
    if half.iter().filter(|c| c.is_ascii_digit()).count() < 15 {
        return false;
    }
    let joined: Vec<char> = half.iter().copied().filter(|c| !is_separator(*c)).collect();
    runs(&half).chain(runs(&joined)).any(|run| holds_number(&run))
}

/// Maximal runs of digits, with the `X` that may close them.
fn runs(chars: &[char]) -> impl Iterator<Item = Vec<u8>> {
    chars
        .split_inclusive(|c| !c.is_ascii_digit())
        .map(|run| {
            run.iter().filter_map(|c| u8::try_from(*c).ok()).filter(|b| b.is_ascii_digit() || is_x(*b))
        })
        .map(Iterator::collect)
        .filter(|run: &Vec<u8>| run.len() >= 15)
}

fn holds_number(run: &[u8]) -> bool {
    let digits = run.iter().take_while(|b| b.is_ascii_digit()).count();
    let old = digits == 15 && run.get(..15).is_some_and(has_old_shape);
    old || run.windows(18).any(|window| has_new_shape(window) && check_fits(window))
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '\u{a0}' | '\u{3000}') || crate::normal::is_invisible(c)
}

/// Hands over the bytes of the text without the dirt around and inside it.
fn with_plain(text: &str, test: impl Fn(&[u8]) -> bool) -> bool {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'X');
    if plain || (text.is_ascii() && text.bytes().all(|b| b.is_ascii_alphanumeric())) {
        return matches!(text.len(), 15 | 17 | 18 | 20) && test(text.as_bytes());
    }
    test(crate::normalise_code(text).value.as_bytes())
}

/// Region, date of birth, sequence, check: the shape of 18 characters, whatever the check character.
fn has_new_shape(bytes: &[u8]) -> bool {
    let Some((last, body)) = bytes.split_last() else { return false };
    let digits =
        body.len() == 17 && body.iter().all(u8::is_ascii_digit) && (last.is_ascii_digit() || is_x(*last));
    digits && (has_region(bytes) || has_foreign_region(bytes)) && has_birth_date(bytes)
}

fn has_old_shape(bytes: &[u8]) -> bool {
    let digits = bytes.len() == 15 && bytes.iter().all(u8::is_ascii_digit);
    let of_organisation =
        registration_no::check_fits(bytes) || bytes.get(6..).is_some_and(org_code::check_fits);
    // The numbers of 15 digits ended in 1999: all of them say 19yy.
    digits
        && !of_organisation
        && has_region(bytes)
        && is_day(1900 + number(bytes, 6, 2), number(bytes, 8, 2), number(bytes, 10, 2))
}

fn has_birth_date(bytes: &[u8]) -> bool {
    let year = number(bytes, 6, 4);
    (1890..=2049).contains(&year) && is_day(year, number(bytes, 10, 2), number(bytes, 12, 2))
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
        (Ok(year), Ok(month), Ok(day)) => Date::from_ymd(year, month, day).is_ok(),
        _ => false,
    }
}

/// Digits `from .. from + len` as a number.
fn number(bytes: &[u8], from: usize, len: usize) -> u32 {
    bytes.iter().skip(from).take(len).fold(0, |sum, b| sum * 10 + u32::from(b.wrapping_sub(b'0')))
}

/// GB/T 2260 province and, as far as it is certain, prefecture: the municipalities have only 01 to 03.
fn has_region(bytes: &[u8]) -> bool {
    let (prefecture, county) = (number(bytes, 2, 2), number(bytes, 4, 2));
    match number(bytes, 0, 2) {
        11 | 12 | 31 | 50 => (1..=3).contains(&prefecture) && county > 0,
        71 | 81..=83 => true,
        province if is_province(province) => (1..=53).contains(&prefecture) || prefecture == 90,
        _ => false,
    }
}

/// Permanent residence card of a foreigner since 2023: 9, province, nationality (ISO 3166 numeric).
fn has_foreign_region(bytes: &[u8]) -> bool {
    bytes.first() == Some(&b'9')
        && is_province(number(bytes, 1, 2))
        && (4..=894).contains(&number(bytes, 3, 3))
}

fn is_province(code: u32) -> bool {
    matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65)
}

/// ISO 7064 MOD 11-2 over 17 digits.
fn check_fits(bytes: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        bytes.iter().zip(WEIGHTS).map(|(b, weight)| u32::from(b.wrapping_sub(b'0')) * weight).sum();
    let expected = match (12 - sum % 11) % 11 {
        10 => b'X',
        digit => b'0' + u8::try_from(digit).unwrap_or_default(),
    };
    bytes.last().is_some_and(|last| last.eq_ignore_ascii_case(&expected))
}

fn is_x(byte: u8) -> bool {
    byte.eq_ignore_ascii_case(&b'X')
}

#[cfg(test)]
mod tests;
