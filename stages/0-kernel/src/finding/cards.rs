//! Numbers of bank cards and accounts, and of documents to travel with. Without a word that names it, only a card
//! number of the country's own network, or one written in fours, with a right check digit.

use super::FindingClass;
use super::letters::Letters;
use super::numbers::{Group, SEPARATORS, runs, stretches};
use crate::Uscc;

const ACCOUNT: [&str; 9] = ["卡号", "账号", "帐号", "账户", "帐户", "银行卡", "开户", "储蓄卡", "信用卡"];
const TRAVEL: [&str; 6] = ["护照", "通行证", "台胞证", "回乡证", "居留许可", "PASSPORT"];

pub(super) fn find(letters: &Letters, found: &mut Vec<(usize, usize, FindingClass)>) {
    for run in runs(letters, SEPARATORS) {
        for (place, digits) in stretches(letters, &run, |count| (8..=30).contains(&count)) {
            if is_account(letters, place, &digits) {
                found.push((place.from, place.until, FindingClass::BankAccount));
            }
        }
    }
    for place in 0..letters.len() {
        if let Some(until) = travel(letters, place) {
            found.push((place, until, FindingClass::TravelDocument));
        }
    }
}

fn is_account(letters: &Letters, place: Group, digits: &str) -> bool {
    let apart = !letters.before(place.from).is_ascii_alphanumeric()
        && !letters.at(place.until).is_ascii_alphanumeric();
    if !apart || letters.at(place.until) == '元' || Uscc::parse(digits).is_ok() {
        return false;
    }
    if letters.near(place.from, &ACCOUNT) && !starts_with_day(digits) {
        return true;
    }
    let card = (16..=19).contains(&digits.len()) && checks(digits) && letters.at(place.until) != '号';
    card && (digits.starts_with("62") || (digits.starts_with(['4', '5']) && in_fours(letters, place)))
}

/// `20240506…`: an account opened on a day is not an account.
fn starts_with_day(digits: &str) -> bool {
    digits.len() < 12 && (digits.starts_with("20") || digits.starts_with("19"))
}

fn in_fours(letters: &Letters, place: Group) -> bool {
    let text = letters.text(place.from, place.until);
    let parts: Vec<&str> = text.split([' ', '-']).collect();
    parts.len() >= 4 && parts.iter().take(3).all(|part| part.len() == 4)
}

/// The check digit of card numbers (ISO/IEC 7812, Luhn).
fn checks(digits: &str) -> bool {
    let twice = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(nth, byte)| (nth, u32::from(byte.wrapping_sub(b'0'))))
        .map(|(nth, digit)| if nth % 2 == 1 { twice(digit) } else { digit })
        .sum();
    sum.is_multiple_of(10)
}

/// Where the travel document's number that begins here ends.
fn travel(letters: &Letters, place: usize) -> Option<usize> {
    let starts = letters.at(place).is_ascii_alphanumeric() && !letters.before(place).is_ascii_alphanumeric();
    if !starts {
        return None;
    }
    let until = (place..).find(|at| !letters.at(*at).is_ascii_alphanumeric())?;
    let text = letters.text(place, until);
    let many = text.bytes().filter(u8::is_ascii_digit).count();
    ((6..=12).contains(&text.len()) && many >= 5 && letters.near(place, &TRAVEL)).then_some(until)
}
