//! 首页: one search box, three doors, today's numbers with what they mean, the newest publications.

pub(super) mod samples;

use serde::Serialize;
use xh_web::page;

use crate::pages::{Freshness, RecordCard};
use samples::{busy, empty};

/// 首页
#[derive(Debug, Clone, Serialize)]
pub struct HomePage {
    /// Today's legal day.
    pub today: String,
    /// Two or three searches to try; empty = none offered.
    pub examples: Vec<SearchExample>,
    /// Up to four numbers, each with its definition.
    pub figures: Vec<Figure>,
    /// The newest records on publication, up to six.
    pub latest: Vec<RecordCard>,
    /// Notices of the office, newest first; empty = the block is left out.
    pub notices: Vec<SiteNotice>,
    /// How fresh the numbers are.
    pub fresh: Freshness,
}

/// A search to try.
#[derive(Debug, Clone, Serialize)]
pub struct SearchExample {
    /// What would be typed.
    pub text: String,
    /// What it shows (「按名称中的两个字」).
    pub what: String,
}

/// A number with its definition.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// 在册单位.
    pub label: String,
    /// The number.
    pub number: i64,
    /// 家, 条.
    pub unit: String,
    /// What exactly is counted.
    pub meaning: String,
}

/// A notice of the office.
#[derive(Debug, Clone, Serialize)]
pub struct SiteNotice {
    /// Day of the notice.
    pub day: String,
    /// Its title.
    pub title: String,
    /// Where to read it.
    pub href: String,
}

page!(HomePage, "home.html", samples = [busy(), empty()]);
