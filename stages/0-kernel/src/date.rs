//! A civil day, as law counts: no hour, no zone. A legal day is a day in Beijing
//! ([`crate::Instant::legal_day`]).
//!
//! Reads only `YYYY-MM-DD`; the forty shapes in which people write dates are for the intake to read.

use std::{fmt, str::FromStr};

use jiff::{Span, civil};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// A day from 0001-01-01 to 9999-12-31. Arithmetic stops at these ends and never panics.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

/// A text that is no day.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("「{0}」不是有效日期，请按 YYYY-MM-DD 填写，如 2026-04-01")]
pub struct DateFault(pub String);

impl Date {
    /// The earliest day.
    pub const MIN: Self = Self(civil::Date::constant(1, 1, 1));
    /// The latest day.
    pub const MAX: Self = Self(civil::Date::constant(9999, 12, 31));

    /// Reads `YYYY-MM-DD` and nothing else.
    ///
    /// # Errors
    /// [`DateFault`] when the text has another shape or names no day.
    pub fn parse(text: &str) -> Result<Self, DateFault> {
        read(text).ok_or_else(|| DateFault(text.chars().take(40).collect()))
    }

    /// The day of a year (1 to 9999), month and day of month.
    ///
    /// # Errors
    /// [`DateFault`] when there is no such day.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Result<Self, DateFault> {
        civil::Date::new(year, month, day)
            .ok()
            .filter(|date| date.year() >= 1)
            .map(Self)
            .ok_or_else(|| DateFault(format!("{year:04}-{month:02}-{day:02}")))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// So many calendar days later, or earlier when negative.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.plus(Span::new().try_days(days), days)
    }

    /// So many months later; the 31st of a short month is its last day.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        self.plus(Span::new().try_months(months), months)
    }

    /// So many years later; 29 February becomes the 28th in a common year.
    #[must_use]
    pub fn plus_years(self, years: i64) -> Self {
        self.plus(Span::new().try_years(years), years)
    }

    /// The day of the week, 1 Monday to 7 Sunday.
    #[must_use]
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// Whether the day is a Saturday or a Sunday.
    #[must_use]
    pub fn is_weekend(self) -> bool {
        self.weekday() >= 6
    }

    /// Days from this day to the other; negative when the other is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        other.day_number() - self.day_number()
    }

    /// The day before.
    #[must_use]
    pub fn yesterday(self) -> Self {
        self.plus_days(-1)
    }

    /// The day after.
    #[must_use]
    pub fn tomorrow(self) -> Self {
        self.plus_days(1)
    }

    /// As written in a Chinese sentence: 2026年4月1日.
    #[must_use]
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
    }

    fn plus(self, span: Result<Span, jiff::Error>, sign: i64) -> Self {
        let end = if sign < 0 { Self::MIN } else { Self::MAX };
        span.and_then(|span| self.0.checked_add(span)).map_or(end, |date| Self(date).max(Self::MIN))
    }

    /// The day so many days after 1970-01-01, held within the years 1 to 9999.
    pub(crate) fn from_day_number(days: i64) -> Self {
        Self(civil::Date::constant(1970, 1, 1)).plus_days(days)
    }

    /// Days since 1970-01-01.
    fn day_number(self) -> i64 {
        let epoch = civil::Date::constant(1970, 1, 1);
        (self.0.duration_since(epoch).as_secs()).div_euclid(86_400)
    }
}

fn read(text: &str) -> Option<Date> {
    let bytes = <[u8; 10]>::try_from(text.as_bytes()).ok()?;
    let number = |from: usize, len: usize| {
        bytes
            .iter()
            .skip(from)
            .take(len)
            .try_fold(0_i16, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i16::from(b - b'0')))
    };
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    Date::from_ymd(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.year(), self.month(), self.day()))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Date {
    type Err = DateFault;

    fn from_str(text: &str) -> Result<Self, DateFault> {
        Self::parse(text)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
