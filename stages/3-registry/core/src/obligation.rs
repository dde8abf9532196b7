//! What each organ owes under the catalogue, and whether it came: period by period, by a record or by a signed "nothing
//! to report". Generated, never stored: the catalogues in force, the organs and the calendar say it all.
//!
//! A period belongs to the days on which its item applies: an edition that keeps the item and its cycle does
//! not cut it, one that drops or changes it ends it there, and what was owed until then stays owed. It judges
//! nobody: a period without answer is a question to the organ (发改办财金〔2018〕424号: departments report).

mod answered;
mod nothing;
mod period;
mod run;

use xh_kernel::{Date, Deadline, WorkCalendar};
use xh_policy::CatalogueEntry;

pub use answered::{NothingSaid, Owed, ReportedDay, Standing, standing};
pub use nothing::{NothingBody, NothingRefused, nothing};
pub use period::{AskedPeriod, periods};
pub use run::Supplier;

use crate::catalogue::InForce;

/// One period that an organ owes of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Obligation<'c> {
    /// The organ's id.
    pub organ: String,
    /// Its unified social credit code.
    pub uscc: String,
    /// Its name.
    pub organ_name: String,
    /// The line of the catalogue in force at the end of the period.
    pub entry: &'c CatalogueEntry,
    /// Its edition.
    pub edition: &'c str,
    /// The days.
    pub period: AskedPeriod,
    /// Until when it may be answered.
    pub due: Deadline,
}

/// Everything owed of periods that have begun by `on` and end on or after `since`, by due day, organ and item.
#[must_use]
pub fn obligations<'c>(
    turns: &'c [InForce],
    suppliers: &[Supplier],
    calendar: &WorkCalendar,
    since: Date,
    on: Date,
) -> Vec<Obligation<'c>> {
    let mut out = Vec::new();
    for supplier in suppliers {
        for run in run::runs(turns, supplier) {
            for period in periods(run.cycle, run.from, run.until, calendar, since, on) {
                let Some((edition, entry)) = run.entry_at(period.to) else { continue };
                let due = entry.cycle.map_or(0, |cycle| cycle.due_workdays);
                out.push(Obligation {
                    organ: supplier.organ.id.as_str().to_owned(),
                    uscc: supplier.organ.uscc.as_str().to_owned(),
                    organ_name: supplier.organ.name.clone(),
                    due: calendar.add_workdays(period.to, due),
                    entry,
                    edition,
                    period,
                });
            }
        }
    }
    out.sort_by(|a, b| a.place().cmp(&b.place()));
    out
}

/// How far a list looks back from its day: a year. What is older is found by asking for an earlier day.
#[must_use]
pub fn looked_back(on: Date) -> Date {
    on.plus_months(-12)
}

impl Obligation<'_> {
    /// Where it stands in a list.
    #[must_use]
    pub fn place(&self) -> (Date, &str, &str, Date) {
        (self.due.day, &self.uscc, &self.entry.id, self.period.from)
    }
}

#[cfg(test)]
mod tests;
