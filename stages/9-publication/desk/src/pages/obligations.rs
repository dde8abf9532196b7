//! 应报事项: each period an organ owes under the catalogue, and whether it came. The alarms stand first.
//!
//! No order of merit: the lines stand by the last day of their term.

mod samples;

use serde::Serialize;
use xh_web::{Said, page};

use crate::pages::{FilterLink, Freshness, QualityOrgan, Tag};
use samples::{calm, empty, full, one_organ, without_catalogue, wrong_day};

/// 应报事项页
#[derive(Debug, Clone, Serialize)]
pub struct ObligationsPage {
    /// The day asked for.
    pub on: String,
    /// Today's legal day.
    pub today: String,
    /// Whether a catalogue was ever adopted.
    pub adopted: bool,
    /// State asked for.
    pub state: String,
    /// The organ asked for.
    pub organ: Option<QualityOrgan>,
    /// The item asked for, in words, and the address without it.
    pub item: Option<FilterLink>,
    /// The value of the item, for the form.
    pub item_id: String,
    /// How many stand how; each a link.
    pub figures: Vec<StateFigure>,
    /// Choices of state.
    pub states: Vec<FilterLink>,
    /// The lines of this page.
    pub lines: Vec<ObligationRow>,
    /// How many lines there are in all.
    pub total: i64,
    /// Address of the next page.
    pub next: Option<String>,
    /// Address of the first page, when this is a later one.
    pub first: Option<String>,
    /// What was wrong with the question, without trailing stop.
    pub error: Option<Said>,
    /// How fresh.
    pub fresh: Freshness,
}

/// How many obligations stand so.
#[derive(Debug, Clone, Serialize)]
pub struct StateFigure {
    /// 逾期未报 …
    pub label: String,
    /// How many.
    pub count: i64,
    /// What it means.
    pub meaning: String,
    /// Address of these.
    pub href: String,
}

/// One period of one organ and item.
#[derive(Debug, Clone, Serialize)]
pub struct ObligationRow {
    /// The organ.
    pub organ: String,
    /// Address of this organ's lines only.
    pub href: String,
    /// Title of the item.
    pub item: String,
    /// The county, when it is not the city's.
    pub county: Option<String>,
    /// The period in words.
    pub period: Said,
    /// Last day of the term.
    pub due: String,
    /// The term is provisional.
    pub provisional: bool,
    /// How it stands.
    pub state: Tag,
    /// Days and working days over the term, or when it came; empty while it runs.
    pub note: Said,
}

page!(
    ObligationsPage,
    "obligations.html",
    samples = [full(), one_organ(), calm(), empty(), without_catalogue(), wrong_day()]
);
