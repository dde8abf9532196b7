//! How an organ reports one kind in one month: numerators beside their denominators (发改办财金〔2018〕424号 has
//! departments assessed by them).
//!
//! What was produced only the organ can say; until it has, nothing is computed from it. This is no judgement: no
//! threshold, no mark, no order of merit.

use std::collections::BTreeMap;

use xh_ledger::Fields;

use crate::body::{BodyFault, Reader, put};
use crate::month::Month;

/// What was reported of one kind, by one organ, decided in one month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportedCount {
    /// The organ's id.
    pub organ: String,
    /// The record kind.
    pub kind: String,
    /// Records filed.
    pub reported: i64,
    /// Of them, as they stand now, with every field the national format demands.
    pub conforming: i64,
    /// Of those with a term, first filed within it.
    pub timely: i64,
    /// Those whose kind has a term.
    pub timed: i64,
}

/// What an organ says it produced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProducedCount {
    /// The organ's id.
    pub organ: String,
    /// The record kind.
    pub kind: String,
    /// How many acts.
    pub produced: i64,
}

/// Both together: a line of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    /// What was reported; nothing reported is a line too when something was produced.
    pub count: ReportedCount,
    /// What was produced; none = 未提供.
    pub produced: Option<i64>,
}

impl Quality {
    /// 上报率: reported of produced.
    #[must_use]
    pub fn reporting(&self) -> Option<Ratio> {
        Ratio::of(self.count.reported, self.produced?)
    }

    /// 合规率: conforming of reported.
    #[must_use]
    pub fn conformity(&self) -> Option<Ratio> {
        Ratio::of(self.count.conforming, self.count.reported)
    }

    /// 及时率: timely of those with a term.
    #[must_use]
    pub fn timeliness(&self) -> Option<Ratio> {
        Ratio::of(self.count.timely, self.count.timed)
    }

    /// 未报: produced and not reported; never negative.
    #[must_use]
    pub fn unreported(&self) -> Option<i64> {
        Some((self.produced? - self.count.reported).max(0))
    }
}

/// Sums of several lines. What is reported is held against what is produced only where both are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QualitySum {
    /// Records filed.
    pub reported: i64,
    /// Of them conforming.
    pub conforming: i64,
    /// Timely ones.
    pub timely: i64,
    /// Those with a term.
    pub timed: i64,
    /// Acts produced, where said.
    pub produced: i64,
    /// Records filed on the lines where that was said.
    pub reported_of_produced: i64,
    /// Lines where it was not said.
    pub not_provided: usize,
}

/// A numerator with its denominator; the denominator is never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    /// Counted.
    pub numerator: i64,
    /// Out of.
    pub denominator: i64,
}

impl Ratio {
    /// None when there is nothing to divide by.
    #[must_use]
    pub fn of(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator > 0 && numerator >= 0).then_some(Self { numerator, denominator })
    }

    /// In ten-thousandths, rounded down: 9,999 of 10,001 is not all of them.
    #[must_use]
    pub fn basis_points(self) -> i64 {
        self.numerator.saturating_mul(10_000) / self.denominator
    }

    /// `99.98%`.
    #[must_use]
    pub fn percent(self) -> String {
        let points = self.basis_points();
        format!("{}.{:02}%", points / 100, points % 100)
    }

    /// More counted than there can be: one of the two numbers is wrong.
    #[must_use]
    pub fn exceeds(self) -> bool {
        self.numerator > self.denominator
    }
}

/// Joins what was reported with what was said to be produced, by organ and kind; a line of either alone stays.
#[must_use]
pub fn quality(reported: Vec<ReportedCount>, produced: Vec<ProducedCount>) -> Vec<Quality> {
    let line =
        |count: ReportedCount| ((count.organ.clone(), count.kind.clone()), Quality { count, produced: None });
    let mut lines: BTreeMap<(String, String), Quality> = reported.into_iter().map(line).collect();
    for said in produced {
        let nothing =
            ReportedCount { organ: said.organ.clone(), kind: said.kind.clone(), ..ReportedCount::default() };
        let line = lines.entry((said.organ, said.kind)).or_insert(Quality { count: nothing, produced: None });
        line.produced = Some(said.produced);
    }
    lines.into_values().collect()
}

/// Adds lines up.
pub fn quality_sum<'q>(lines: impl IntoIterator<Item = &'q Quality>) -> QualitySum {
    let mut out = QualitySum::default();
    for line in lines {
        out.reported += line.count.reported;
        out.conforming += line.count.conforming;
        out.timely += line.count.timely;
        out.timed += line.count.timed;
        match line.produced {
            Some(produced) => {
                out.produced += produced;
                out.reported_of_produced += line.count.reported;
            }
            None => out.not_provided += 1,
        }
    }
    out
}

/// The body of `production.counted`: an organ's own count of what it decided in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProducedBody {
    /// The record kind.
    pub kind: String,
    /// The month of the decisions.
    pub month: Month,
    /// How many.
    pub produced: i64,
}

impl ProducedBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "record_kind", &self.kind);
        put(&mut out, "month", self.month.to_string());
        put(&mut out, "produced", self.produced);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        let month = Month::parse(&read.text("month")?);
        Ok(Self {
            kind: read.text("record_kind")?,
            month: month.map_err(|e| BodyFault { field: "month".to_owned(), what: e.to_string() })?,
            produced: read.get("produced")?,
        })
    }
}

#[cfg(test)]
mod tests;
