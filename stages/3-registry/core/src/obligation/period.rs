//! The periods of a cycle, within the days on which the item applies.

use xh_kernel::{Date, WorkCalendar};
use xh_policy::{Cycle, Every};

/// One period: its days and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedPeriod {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// `2026-10`, `2026-Q4`, `2026`; a run of working days by its first day.
    pub id: String,
}

/// The periods that have begun by `on` and end on or after `since`; an item applies from `from` until before `until`.
#[must_use]
pub fn periods(
    cycle: Cycle,
    from: Date,
    until: Option<Date>,
    calendar: &WorkCalendar,
    since: Date,
    on: Date,
) -> Vec<AskedPeriod> {
    let mut out = Vec::new();
    let mut start = match cycle.every {
        Every::Workdays => from,
        _ => calendar_start(cycle.every, from.max(since)),
    };
    while start <= on && until.is_none_or(|end| start < end) {
        let next = next_start(cycle, start, calendar);
        let last = next.yesterday();
        let to = until.map_or(last, |end| last.min(end.yesterday()));
        if to >= since && to >= from {
            out.push(AskedPeriod { from: start.max(from), to, id: name(cycle.every, start) });
        }
        if next <= start {
            break;
        }
        start = next;
    }
    out
}

/// First day of the month, quarter or year a day lies in.
fn calendar_start(every: Every, day: Date) -> Date {
    let month = day.plus_days(1 - i64::from(day.day()));
    let back = match every {
        Every::Workdays | Every::Month => 0,
        Every::Quarter => (i64::from(day.month()) - 1) % 3,
        Every::Year => i64::from(day.month()) - 1,
    };
    month.plus_months(-back)
}

fn next_start(cycle: Cycle, start: Date, calendar: &WorkCalendar) -> Date {
    match cycle.every {
        Every::Workdays => {
            let days = cycle.workdays.unwrap_or(1).max(1);
            calendar.add_workdays(start.yesterday(), days).day.tomorrow()
        }
        Every::Month => start.plus_months(1),
        Every::Quarter => start.plus_months(3),
        Every::Year => start.plus_months(12),
    }
}

fn name(every: Every, start: Date) -> String {
    match every {
        Every::Workdays => start.to_string(),
        Every::Month => format!("{:04}-{:02}", start.year(), start.month()),
        Every::Quarter => format!("{:04}-Q{}", start.year(), (start.month() - 1) / 3 + 1),
        Every::Year => format!("{:04}", start.year()),
    }
}

impl AskedPeriod {
    /// As written in a Chinese sentence: 2026年10月, or its days when it is no whole period of the calendar.
    #[must_use]
    pub fn chinese(&self) -> String {
        let whole = |every| calendar_start(every, self.from) == self.from && self.ends(every);
        let (year, month) = (self.from.year(), self.from.month());
        match self.id.len() {
            4 if whole(Every::Year) => format!("{year}年"),
            7 if self.id.contains('Q') && whole(Every::Quarter) => {
                format!("{year}年第{}季度", (month - 1) / 3 + 1)
            }
            7 if !self.id.contains('Q') && whole(Every::Month) => format!("{year}年{month}月"),
            _ => format!("{}至{}", self.from.chinese(), self.to.chinese()),
        }
    }

    fn ends(&self, every: Every) -> bool {
        let cycle = Cycle { every, workdays: None, due_workdays: 0 };
        next_start(cycle, self.from, &WorkCalendar::default()) == self.to.tomorrow()
    }

    /// Whether it is over on a day.
    #[must_use]
    pub fn is_over(&self, day: Date) -> bool {
        self.to < day
    }
}
