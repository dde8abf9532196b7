//! A lawful duration: days, working days, months or years. How long it is, is law and comes from the release.
//!
//! A period of months ends on the day of the same number, or on the last day of a shorter month, as 民法典
//! art. 202 has it. Whether that day still belongs to the period is for the rule that uses it to say.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::{Date, Deadline, WorkCalendar};

/// A lawful duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Calendar days (日).
    Days(u32),
    /// Working days (工作日).
    WorkDays(u32),
    /// Months (个月).
    Months(u32),
    /// Years (年).
    Years(u32),
}

/// A text that is no period.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("「{0}」不是有效期限，请写作 12 months、7 workdays、3 days 或 1 years")]
pub struct PeriodFault(pub String);

impl Period {
    /// Reads `12 months`, `7 workdays`, `3 days`, `1 years`; the singular counts too.
    ///
    /// # Errors
    /// [`PeriodFault`] for any other text.
    pub fn parse(text: &str) -> Result<Self, PeriodFault> {
        read(text).ok_or_else(|| PeriodFault(text.chars().take(40).collect()))
    }

    /// The first day on which the period is over: the start plus the period. Provisional where working days
    /// are counted over a year without official calendar.
    #[must_use]
    pub fn end_after(self, start: Date, calendar: &WorkCalendar) -> Deadline {
        let day = match self {
            Self::WorkDays(count) => return calendar.add_workdays(start, count),
            Self::Days(count) => start.plus_days(count.into()),
            Self::Months(count) => start.plus_months(count.into()),
            Self::Years(count) => start.plus_years(count.into()),
        };
        Deadline { day, provisional: false }
    }

    /// As the release writes it, and as [`Period::parse`] reads it: `12 months`.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Days(count) => format!("{count} days"),
            Self::WorkDays(count) => format!("{count} workdays"),
            Self::Months(count) => format!("{count} months"),
            Self::Years(count) => format!("{count} years"),
        }
    }
}

fn read(text: &str) -> Option<Period> {
    let (count, unit) = text.split_once(' ')?;
    let count = Some(count).filter(|count| count.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    match unit {
        "day" | "days" => Some(Period::Days(count)),
        "workday" | "workdays" => Some(Period::WorkDays(count)),
        "month" | "months" => Some(Period::Months(count)),
        "year" | "years" => Some(Period::Years(count)),
        _ => None,
    }
}

/// As written in a Chinese sentence: 12个月.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(count) => write!(f, "{count}日"),
            Self::WorkDays(count) => write!(f, "{count}个工作日"),
            Self::Months(count) => write!(f, "{count}个月"),
            Self::Years(count) => write!(f, "{count}年"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodFault;

    fn from_str(text: &str) -> Result<Self, PeriodFault> {
        Self::parse(text)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
