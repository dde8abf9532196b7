//! Year, month and day as numbers to one civil day, to a sentinel, or to a fault.
//!
//! Knows no letters: those are the scanner's.

use xh_kernel::Date;

use super::{DateFault, Reading};

pub(super) type Day = Result<Reading, DateFault>;

/// A day whose month was named, with a year of four digits or two.
pub(super) fn named(year: i64, width: usize, month: i64, day: i64) -> Day {
    match width {
        4 => civil(year, month, day),
        2 => civil(2_000 + year, month, day),
        _ => Err(DateFault::Imprecise),
    }
}

/// `first/second/year`: decided only when one of them cannot be a month.
pub(super) fn day_or_month(year: i64, first: i64, second: i64) -> Day {
    match (first, second) {
        (first, second) if first == second => civil(year, first, second),
        (13.., 1..=12) => civil(year, second, first),
        (1..=12, 13..) => civil(year, first, second),
        (1..=12, 1..=12) => Err(DateFault::DayOrMonth),
        _ => Err(DateFault::NoSuchDay),
    }
}

/// A civil day, or the sentinel its year stands for.
pub(super) fn civil(year: i64, month: i64, day: i64) -> Day {
    if year <= 1900 || (year, month, day) == (1970, 1, 1) {
        return Ok(Reading::Empty);
    }
    if year >= 2090 {
        return Ok(Reading::OpenEnded);
    }
    let (Ok(year), Ok(month), Ok(day)) = (i16::try_from(year), i8::try_from(month), i8::try_from(day)) else {
        return Err(DateFault::NoSuchDay);
    };
    date(year, month, day).map(Reading::Day).ok_or(DateFault::NoSuchDay)
}

/// The Beijing day of a number of seconds since 1970-01-01T00:00Z.
pub(super) fn epoch(seconds: i64) -> Day {
    let days = (seconds + 8 * 3_600).div_euclid(86_400);
    let start = date(1970, 1, 1).ok_or(DateFault::Unreadable)?;
    let days = i32::try_from(days).map_err(|_| DateFault::Unreadable)?;
    if !(0..=47_481).contains(&days) {
        return Err(DateFault::Unreadable);
    }
    let day = start.plus_days(days.into());
    civil(day.year().into(), day.month().into(), day.day().into())
}

/// Moves a day by whole days when its clock, in Beijing, runs over midnight.
pub(super) fn shift(reading: Reading, minutes: i64) -> Day {
    match (reading, i32::try_from(minutes.div_euclid(1_440))) {
        (Reading::Day(day), Ok(days)) if days != 0 => Ok(Reading::Day(day.plus_days(days.into()))),
        (reading, _) => Ok(reading),
    }
}

/// Two readings as a range; only a day begins one, and it does not end before it begins.
pub(super) fn span(first: Reading, second: Reading) -> Day {
    match (first, second) {
        (Reading::Day(from), Reading::Day(until)) if until < from => Err(DateFault::Unreadable),
        (Reading::Day(from), Reading::Day(until)) => Ok(Reading::Span { from, until: Some(until) }),
        (Reading::Day(from), Reading::OpenEnded) => Ok(Reading::Span { from, until: None }),
        _ => Err(DateFault::Unreadable),
    }
}

pub(super) fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::from_ymd(year, month, day).ok()
}
