//! Numbers and dates as a workbook stores them: floating point, days counted from 1900 or 1904.
//!
//! ECMA-376 part 1, 18.17.4.1. Not the reading of dates written as text; that is the kernel's.

use crate::Cell;

/// A workbook keeps 15 digits; whole numbers from here on have lost some.
const EXACT_BELOW: f64 = 1e15;
/// The first serial day after 9999-12-31.
const DAYS_END: f64 = 2_958_466.0;
/// Days between the 1900 and the 1904 epoch.
const EPOCH_GAP: f64 = 1_462.0;
const SECONDS_A_DAY: i64 = 86_400;

/// Shortest decimal text of at most 15 significant digits; scientific from 1e15 on.
pub(crate) fn number_text(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.abs() >= EXACT_BELOW || !value.is_finite() {
        return format!("{value:E}");
    }
    let exact = value.to_string();
    if exact.len() <= 16 {
        return exact;
    }
    // 0.1 + 0.2 is kept as 0.30000000000000004 and shown as 0.3.
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    rounded.to_string()
}

/// A serial day of a cell formatted as date or time. Whole days become [`Cell::Day`]; days with a time,
/// bare times, and the days 0 and 60 that never were become the text a spreadsheet program shows.
pub(crate) fn date_cell(serial: f64, from_1904: bool) -> Cell {
    let serial = if from_1904 { serial + EPOCH_GAP } else { serial };
    if !(0.0..DAYS_END).contains(&serial) {
        return Cell::Number(number_text(serial));
    }
    // INVARIANT: below DAYS_END seconds fit an i64 many times over.
    let seconds = (serial * 86_400.0).round() as i64;
    let (day, clock) = (seconds / SECONDS_A_DAY, seconds % SECONDS_A_DAY);
    match (day, clock) {
        (0, 0) => Cell::Text("1900-01-00".to_owned()),
        (0, _) => Cell::Text(clock_text(clock)),
        (60, 0) => Cell::Text("1900-02-29".to_owned()),
        (_, 0) => Cell::Day(day_text(day)),
        (_, _) => Cell::Text(format!("{} {}", day_text(day), clock_text(clock))),
    }
}

/// A duration such as `[h]:mm:ss`.
pub(crate) fn duration_cell(days: f64) -> Cell {
    if !(0.0..DAYS_END).contains(&days) {
        return Cell::Number(number_text(days));
    }
    Cell::Text(clock_text((days * 86_400.0).round() as i64))
}

fn clock_text(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The 1900 system counts a 29th of February 1900 that never was; before it, days are one less far.
fn day_text(serial: i64) -> String {
    if serial == 60 {
        return "1900-02-29".to_owned();
    }
    let since_1970 = if serial < 60 { serial - 25_568 } else { serial - 25_569 };
    let (year, month, day) = civil(since_1970);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Civil day from days since 1970-01-01, counting years from March so that leap days come last.
fn civil(since_1970: i64) -> (i64, i64, i64) {
    let days = since_1970 + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests;
