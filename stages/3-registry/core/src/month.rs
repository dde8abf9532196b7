//! A month of the calendar: what an organ's figures are counted over. It is no period of law; those are
//! [`xh_kernel::Period`].

use std::fmt;

use xh_kernel::Date;

/// A month, by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

/// A text that is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("月份「{0}」不存在或写法不对，请按 YYYY-MM 填写，如 2026-04")]
pub struct MonthFault(pub String);

impl Month {
    /// Reads `YYYY-MM` and nothing else.
    ///
    /// # Errors
    /// [`MonthFault`] when the text has another shape or names no month.
    pub fn parse(text: &str) -> Result<Self, MonthFault> {
        let first = Date::parse(&format!("{text}-01"));
        first.map(Self).map_err(|_| MonthFault(text.chars().take(40).collect()))
    }

    /// The month a day lies in.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(day.plus_days(1 - i64::from(day.day())))
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        self.0
    }

    /// The first day after it.
    #[must_use]
    pub fn end(self) -> Date {
        self.0.plus_months(1)
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.plus_months(-1))
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.plus_months(1))
    }

    /// Whether it is over on a day.
    #[must_use]
    pub fn is_over(self, today: Date) -> bool {
        self.end() <= today
    }

    /// As written in a Chinese sentence: 2026年4月.
    #[must_use]
    pub fn chinese(self) -> String {
        format!("{}年{}月", self.0.year(), self.0.month())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

#[cfg(test)]
mod tests;
