//! What an organ reported in a period, held against what it owed.

use std::collections::BTreeMap;

use xh_kernel::{Date, WorkCalendar};

use super::Obligation;

/// Acts of one organ, kind and day, and when the first of them was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedDay {
    /// The organ's id.
    pub organ: String,
    /// The record kind.
    pub kind: String,
    /// The day of the decision; without one, of the first filing.
    pub day: Date,
    /// When the first of them was filed.
    pub first_on: Date,
    /// How many.
    pub many: i64,
}

/// An organ said that a period brought nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NothingSaid {
    /// The organ's id.
    pub organ: String,
    /// The line of the catalogue.
    pub entry: String,
    /// First day of the period.
    pub from: Date,
    /// The legal day it was said.
    pub said_on: Date,
}

/// How an obligation stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The period is not over.
    Running,
    /// Over, and the term has not passed.
    Due,
    /// The term has passed without an answer: the alarm.
    Overdue {
        /// Days since the last day of the term.
        days: i64,
        /// Working days among them.
        workdays: u32,
    },
    /// Records came.
    Reported {
        /// When the first was filed.
        on: Date,
        /// How many there are.
        many: i64,
        /// After the term.
        late: bool,
    },
    /// 零报告: the organ signed that there was nothing.
    Nothing {
        /// When.
        on: Date,
        /// After the term.
        late: bool,
    },
}

impl Standing {
    /// The word in addresses and answers.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Due => "due",
            Self::Overdue { .. } => "overdue",
            Self::Reported { .. } => "reported",
            Self::Nothing { .. } => "nothing",
        }
    }

    /// As a page writes it.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Running => "未到期",
            Self::Due => "待报送",
            Self::Overdue { .. } => "逾期未报",
            Self::Reported { .. } => "已报送",
            Self::Nothing { .. } => "零报告",
        }
    }
}

/// An obligation as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Owed<'c> {
    /// What is owed.
    pub obligation: Obligation<'c>,
    /// How it stands on the day asked.
    pub standing: Standing,
}

/// Holds what was reported against what was owed, as known on a day. A record answers a period of its day, whenever it
/// came; a record outweighs a "nothing".
#[must_use]
pub fn standing<'c>(
    obligations: Vec<Obligation<'c>>,
    reported: &[ReportedDay],
    nothing: &[NothingSaid],
    calendar: &WorkCalendar,
    on: Date,
) -> Vec<Owed<'c>> {
    let mut days: BTreeMap<(&str, &str, Date), (Date, i64)> = BTreeMap::new();
    for it in reported.iter().filter(|it| it.first_on <= on) {
        days.insert((&it.organ, &it.kind, it.day), (it.first_on, it.many));
    }
    let mut said: BTreeMap<(&str, &str, Date), Date> = BTreeMap::new();
    for it in nothing.iter().filter(|it| it.said_on <= on) {
        said.insert((&it.organ, &it.entry, it.from), it.said_on);
    }
    let stands = |obligation: Obligation<'c>| {
        let standing = one(&obligation, &days, &said, calendar, on);
        Owed { obligation, standing }
    };
    obligations.into_iter().map(stands).collect()
}

fn one(
    owed: &Obligation<'_>,
    days: &BTreeMap<(&str, &str, Date), (Date, i64)>,
    said: &BTreeMap<(&str, &str, Date), Date>,
    calendar: &WorkCalendar,
    on: Date,
) -> Standing {
    let (organ, period, due) = (owed.organ.as_str(), &owed.period, owed.due.day);
    let of_kind = |kind: &'_ String| {
        let kind = kind.as_str();
        let range = days.range((organ, kind, period.from)..=(organ, kind, period.to));
        range.map(|(_, found)| *found).collect::<Vec<_>>()
    };
    let found: Vec<(Date, i64)> = owed.entry.kinds.iter().flat_map(of_kind).collect();
    if let Some(first) = found.iter().map(|(first_on, _)| *first_on).min() {
        let many = found.iter().map(|(_, many)| many).sum();
        return Standing::Reported { on: first, many, late: first > due };
    }
    if let Some(day) = said.get(&(organ, owed.entry.id.as_str(), period.from)) {
        return Standing::Nothing { on: *day, late: *day > due };
    }
    if !period.is_over(on) {
        return Standing::Running;
    }
    if on <= due {
        return Standing::Due;
    }
    Standing::Overdue { days: due.days_until(on), workdays: calendar.workdays_between(due, on) }
}
