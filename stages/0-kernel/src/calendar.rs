//! Working days: Monday to Friday, less the days off and plus the weekend days worked (调休) of the State
//! Council's yearly notice. The notices are data of the release, given as arguments.
//!
//! A year without a notice is counted Monday to Friday, and what is counted over it is provisional (暂定).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Date;

/// What one year's official notice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// The year of the notice.
    pub year: i16,
    /// Days from Monday to Friday that are off. Weekend days may be listed too; they change nothing.
    pub days_off: Vec<Date>,
    /// Saturdays and Sundays that are worked.
    pub days_on: Vec<Date>,
}

/// A day until which something is to be done or is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Deadline {
    /// The day.
    pub day: Date,
    /// Whether the count ran over a year whose official calendar is not loaded.
    pub provisional: bool,
}

/// The official calendars of all years loaded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkCalendar {
    years: BTreeSet<i16>,
    days_off: BTreeSet<Date>,
    days_on: BTreeSet<Date>,
}

impl WorkCalendar {
    /// Brings the years together, in any order.
    #[must_use]
    pub fn new(years: Vec<CalendarYear>) -> Self {
        let mut calendar = Self::default();
        for year in years {
            calendar.years.insert(year.year);
            calendar.days_off.extend(year.days_off);
            calendar.days_on.extend(year.days_on);
        }
        calendar
    }

    /// Whether the day is worked.
    #[must_use]
    pub fn is_workday(&self, day: Date) -> bool {
        if day.is_weekend() { self.days_on.contains(&day) } else { !self.days_off.contains(&day) }
    }

    /// The working day that comes so many working days after the start; the start itself is not counted.
    #[must_use]
    pub fn add_workdays(&self, start: Date, workdays: u32) -> Deadline {
        let (mut day, mut left) = (start, workdays);
        let mut provisional = false;
        while left > 0 && day < Date::MAX {
            day = day.tomorrow();
            provisional |= !self.is_official(day);
            left -= u32::from(self.is_workday(day));
        }
        Deadline { day, provisional }
    }

    /// Working days after `from` up to and including `until`; 0 when it is not later.
    #[must_use]
    pub fn workdays_between(&self, from: Date, until: Date) -> u32 {
        let (mut day, mut count) = (from, 0);
        while day < until {
            day = day.tomorrow();
            count += u32::from(self.is_workday(day));
        }
        count
    }

    /// Whether the official calendar of the day's year is loaded.
    #[must_use]
    pub fn is_official(&self, day: Date) -> bool {
        self.years.contains(&day.year())
    }

    /// The last year whose official calendar is loaded.
    #[must_use]
    pub fn last_official_year(&self) -> Option<i16> {
        self.years.last().copied()
    }
}

#[cfg(test)]
mod tests;
