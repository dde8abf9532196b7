//! Words for values: how a day, an instant, an amount or a code is written for a reader in Chinese.
//!
//! Pure text; no markup, no clock. An unreadable value comes back unchanged.

use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;

/// `2026-04-21` → `2026年4月21日`.
#[must_use]
pub fn day(iso: &str) -> String {
    match iso.parse::<Date>() {
        Ok(day) => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Err(_) => iso.to_owned(),
    }
}

/// `2026-04-21` → `星期二`.
#[must_use]
pub fn weekday(iso: &str) -> String {
    let Ok(day) = iso.parse::<Date>() else { return String::new() };
    let name = match day.weekday() {
        Weekday::Monday => "星期一",
        Weekday::Tuesday => "星期二",
        Weekday::Wednesday => "星期三",
        Weekday::Thursday => "星期四",
        Weekday::Friday => "星期五",
        Weekday::Saturday => "星期六",
        Weekday::Sunday => "星期日",
    };
    name.to_owned()
}

/// `2026-11-23T17:55:26.123456Z` → `2026年11月24日 01:55` in Beijing (fixed +08:00, the legal day).
#[must_use]
pub fn instant(at: &str) -> String {
    let Ok(stamp) = at.parse::<jiff::Timestamp>() else { return at.to_owned() };
    let local = Offset::constant(8).to_datetime(stamp);
    format!("{} {:02}:{:02}", day(&local.date().to_string()), local.hour(), local.minute())
}

/// `1234567` → `1,234,567`.
#[must_use]
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Money in fen: `123456` → `1,234.56元`.
#[must_use]
pub fn fen(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let whole = i64::try_from(amount.unsigned_abs() / 100).unwrap_or(i64::MAX);
    format!("{sign}{}.{:02}元", count(whole), amount.unsigned_abs() % 100)
}

/// The parts of an 18-character unified code as GB 32100-2015 divides it (2, 6, 9, 1); other codes whole.
#[must_use]
pub fn code_parts(code: &str) -> Vec<String> {
    let letters: Vec<char> = code.chars().collect();
    if letters.len() != 18 {
        return vec![code.to_owned()];
    }
    let bounds = [(0, 2), (2, 6), (8, 9), (17, 1)];
    bounds.iter().map(|&(skip, take)| letters.iter().skip(skip).take(take).collect()).collect()
}

/// Cuts a long digest into groups of `width`, so that two people can compare it aloud.
#[must_use]
pub fn groups(hex: &str, width: usize) -> Vec<String> {
    let letters: Vec<char> = hex.chars().collect();
    letters.chunks(width.max(1)).map(|chunk| chunk.iter().collect()).collect()
}

/// Escapes text for one part of a query string (RFC 3986 unreserved characters stay).
#[must_use]
pub fn query_escape(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for byte in part.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests;
