//! Dates of real sheets: more than forty shapes to one civil day, or a plain sentence why not.
//!
//! Not a guesser: `5/6/2023` (which is the month?), `22-08-07` (which is the year?) and `2021年2月` (which day?)
//! are faults with a remedy. Sentinels are read as what the clerk meant: 1900 is "no date", 2099 is "no end".

mod civil;
mod letters;
mod scan;
#[cfg(test)]
mod tests;

use xh_kernel::{Date, is_placeholder};

use crate::text;

/// What a cell of dates says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// One civil day in Beijing.
    Day(Date),
    /// Nothing: blank, a placeholder, or a null sentinel (1900/1/0, 0001-01-01).
    Empty,
    /// No end: 长期, 2099-12-31, 9999-09-09.
    OpenEnded,
    /// A range; `until` is `None` when it has no end.
    Span {
        /// First day of the range.
        from: Date,
        /// Last day of the range.
        until: Option<Date>,
    },
}

/// Why a cell is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFault {
    /// The calendar has no such day (2023-2-29).
    NoSuchDay,
    /// Month or day is missing (2021年2月).
    Imprecise,
    /// Day first or month first (5/6/2023).
    DayOrMonth,
    /// The year has two digits (22-08-07).
    ShortYear,
    /// No known shape.
    Unreadable,
    /// A range where one day is asked for.
    Range,
    /// A sentinel or an open end where one day is asked for.
    Sentinel,
}

impl DateFault {
    /// Stable code, for counts and tests.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSuchDay => "date_impossible",
            Self::Imprecise => "date_imprecise",
            Self::DayOrMonth => "date_day_or_month",
            Self::ShortYear => "date_short_year",
            Self::Unreadable => "date_unreadable",
            Self::Range => "date_range",
            Self::Sentinel => "date_sentinel",
        }
    }

    /// What is wrong, for the person who sent the sheet.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NoSuchDay => "日历上没有这一天",
            Self::Imprecise => "日期不完整，缺少月或日",
            Self::DayOrMonth => "分不清哪个是月、哪个是日",
            Self::ShortYear => "年份只有两位",
            Self::Unreadable => "无法识别为日期",
            Self::Range => "此处应填一个日期，而不是起止区间",
            Self::Sentinel => "这是占位日期，不是真实日期",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::NoSuchDay => "请对照决定书核对后改正",
            Self::Range => "请只填决定书落款日期，如 2023-04-12",
            _ => "请按「年-月-日」填写完整日期，如 2023-04-12",
        }
    }
}

/// Which day of a range, and which sentinel, a field can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateUse {
    /// A day that happened: a decision. No range, no open end.
    Happened,
    /// The first day of a validity; of a range, its start.
    Start,
    /// The last day of a validity; of a range, its end; may be open.
    End,
}

/// Reads a cell for a field of this use.
///
/// # Errors
/// A [`DateFault`] naming what the cell lacks; `Empty` and `OpenEnded` are readings, not faults,
/// except that a [`DateUse::Happened`] field refuses ranges and open ends.
pub fn read_for(cell: &str, usage: DateUse) -> Result<Reading, DateFault> {
    let reading = read(cell)?;
    Ok(match (usage, reading) {
        (DateUse::Happened, Reading::Span { .. }) => return Err(DateFault::Range),
        (DateUse::Happened, Reading::OpenEnded) => return Err(DateFault::Sentinel),
        (DateUse::Start, Reading::Span { from, .. }) => Reading::Day(from),
        (DateUse::End, Reading::Span { until, .. }) => until.map_or(Reading::OpenEnded, Reading::Day),
        (_, other) => other,
    })
}

/// Reads a cell whatever the field.
///
/// # Errors
/// A [`DateFault`] naming what the cell lacks.
pub fn read(cell: &str) -> Result<Reading, DateFault> {
    let plain = text::plain(cell);
    let words = trim_words(&plain);
    if words.is_empty() || is_placeholder(words) {
        return Ok(Reading::Empty);
    }
    if is_open_word(words) {
        return Ok(Reading::OpenEnded);
    }
    letters::Scanner::new(words).reading()
}

/// Is this cell a day, quickly answered for telling columns apart; sentinels and ranges count.
#[must_use]
pub fn looks_like_date(cell: &str) -> bool {
    cell.len() <= 64 && !matches!(read(cell), Err(DateFault::Unreadable) | Ok(Reading::Empty))
}

fn is_open_word(words: &str) -> bool {
    matches!(
        words,
        "长期"
            | "长期有效"
            | "永久"
            | "永久有效"
            | "无期限"
            | "无固定期限"
            | "至今"
            | "永久性"
            | "不限期"
            | "无限期"
    )
}

/// Drops words that stand around a date: 自…起, 截至…止.
fn trim_words(plain: &str) -> &str {
    let mut words = plain.trim();
    for lead in ["自", "从", "截至", "截止到", "截止", "于", "'", "‘", "’"] {
        words = words.strip_prefix(lead).unwrap_or(words).trim_start();
    }
    for tail in ["止", "起", "前", "。", ";", ","] {
        words = words.strip_suffix(tail).unwrap_or(words).trim_end();
    }
    words
}
