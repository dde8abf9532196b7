//! Channels, regimes and bundles: where something may be shown, under which instrument, on which days.
//!
//! A regime is one instrument's rule for one channel and one kind, with its days in force. Regimes of one
//! channel and kind follow each other without gap or overlap; what happens to an act that lives through the
//! change is the transition, which is data too.

use serde::{Deserialize, Serialize};
use xh_kernel::{CalendarYear, Citation, Date};

use crate::condition::Condition;
use crate::value::Checked;

/// A place where records are shown: our portal, the market regulator's system, a department's site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Stable id: `credit_china`.
    pub id: String,
    /// Chinese name.
    pub title: String,
    /// Whether it is our own shelf; other channels are computed so that a conflict is seen.
    #[serde(default)]
    pub own: bool,
    /// Which acts it takes.
    #[serde(default)]
    pub when: Vec<Condition>,
}

/// One instrument's rule for one channel and kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    /// Stable id: `ndrc36`.
    pub id: String,
    /// Chinese name, short: 令第36号.
    pub title: String,
    /// Channel it governs.
    pub channel: String,
    /// Kind it governs.
    pub kind: String,
    /// Publication, or taking back.
    #[serde(default)]
    pub about: About,
    /// First day in force.
    pub from: Date,
    /// Last day in force; none = still in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Day fact the period counts from; the same day chooses the regime.
    pub start: String,
    /// Whether it also governs acts decided before it came into force and still running.
    pub earlier_acts: bool,
    /// Where it is written.
    pub cites: Vec<Citation>,
    /// Whether the text itself was read, or a summary of it.
    pub checked: Checked,
    /// Remarks for the legal officer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Regime {
    /// The day on which this regime's rules and values are read for an act of `day`.
    #[must_use]
    pub fn law_day(&self, day: Date) -> Date {
        day.max(self.from)
    }

    /// Whether the regime has a say on an act of `day` looked at on `seen`.
    #[must_use]
    pub fn governs(&self, day: Date, seen: Date) -> bool {
        let entered = self.from <= seen.max(day);
        let reaches = self.earlier_acts || self.from <= day;
        entered && reaches && self.to.is_none_or(|last| day <= last)
    }
}

/// What a regime is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Whether and how long something is shown.
    #[default]
    Publication,
    /// When something shown must be taken back.
    Withdrawal,
}

/// What happens to an act that is still shown when a newer regime enters into force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    /// The earlier of both ends, but never before the newer regime's first day.
    #[default]
    EarlierEnd,
    /// The regime of the decision day keeps governing.
    DecisionDay,
}

/// Head of a bundle: national, or a city's that narrows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Folder name: `national`, `city-shijiazhuang`.
    pub id: String,
    /// Chinese name.
    pub title: String,
    /// Version, for people: `2026.11`.
    pub version: String,
    /// Bundle it narrows; empty for the national one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub based_on: String,
    /// Transition of publication periods; only the national bundle may set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<Transition>,
}

/// One year of the official calendar, as deviations from Monday to Friday.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialYear {
    /// The year.
    pub year: i16,
    /// Weekdays that are holidays.
    pub days_off: Vec<Date>,
    /// Weekend days that are worked.
    pub days_on: Vec<Date>,
    /// The notice that fixed it.
    pub cites: Vec<Citation>,
    /// Whether the notice itself was read, or a summary of it.
    pub checked: Checked,
}

impl OfficialYear {
    /// The kernel's word for it.
    #[must_use]
    pub fn calendar_year(&self) -> CalendarYear {
        CalendarYear { year: self.year, days_off: self.days_off.clone(), days_on: self.days_on.clone() }
    }
}
