//! Dated values: every number the law fixes, with the days on which it is in force.
//!
//! A value is a number and its unit; which case it applies to is for rules.

use serde::{Deserialize, Serialize};
use xh_kernel::{Citation, Date, Fen, Period};

/// One number of the law, in force from a day and, where known, to a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedValue {
    /// Stable id: `repair36.general.max`; several dated values may share it.
    pub id: String,
    /// Chinese name: 一般失信信息最长公示期.
    pub title: String,
    /// The number, in `unit`.
    pub value: u32,
    /// What the number counts.
    pub unit: Unit,
    /// First day in force.
    pub from: Date,
    /// Last day in force; none = still in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Where it is written.
    pub cites: Vec<Citation>,
    /// Whether the text itself was read, or a summary of it.
    pub checked: Checked,
    /// Day by which someone must look again.
    pub review_by: Date,
    /// Remarks for the legal officer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl DatedValue {
    /// Whether it is in force on this day.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }

    /// The value as a duration; none when it is money or a count.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        match self.unit {
            Unit::Days => Some(Period::Days(self.value)),
            Unit::Workdays => Some(Period::WorkDays(self.value)),
            Unit::Months => Some(Period::Months(self.value)),
            Unit::Years => Some(Period::Years(self.value)),
            Unit::Yuan | Unit::Count => None,
        }
    }

    /// The value as money; none when it is not written in yuan.
    #[must_use]
    pub fn money(&self) -> Option<Fen> {
        (self.unit == Unit::Yuan).then(|| Fen(i64::from(self.value) * 100))
    }

    /// The number rules compare with: fen for money, the bare number otherwise.
    #[must_use]
    pub fn comparable(&self) -> i64 {
        self.money().map_or_else(|| i64::from(self.value), |fen| fen.0)
    }

    /// How a page writes it: 3个月, 200,000.00元.
    #[must_use]
    pub fn text(&self) -> String {
        match (self.period(), self.money()) {
            (Some(period), _) => period.to_string(),
            (None, Some(money)) => money.to_string(),
            (None, None) => self.value.to_string(),
        }
    }

    /// Name of this dated version in receipts: `repair36.general.max@2026-04-01`.
    #[must_use]
    pub fn version(&self) -> String {
        format!("{}@{}", self.id, self.from)
    }
}

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Calendar days.
    Days,
    /// 工作日 of the official calendar.
    Workdays,
    /// Calendar months, clamped to the end of a short month.
    Months,
    /// Calendar years.
    Years,
    /// Yuan.
    Yuan,
    /// A plain count.
    Count,
}

/// How well a number or article is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Checked {
    /// Held against the official text.
    Text,
    /// Taken from a summary or a mirror: a person must check it before a city relies on it.
    Summary,
}
