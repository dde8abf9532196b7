//! 主体页: one organisation's lawful file on a day, in the eight groups of the national portal.
//!
//! No score and no total: counts per group, and two different kinds of empty (domain fact 9).

mod samples;

use serde::Serialize;
use xh_web::page;

use crate::pages::{AsOf, Fact, Freshness, RecordCard, Tag};
use samples::{clean, earlier_day, full, individual_business, long_name, provisional, wrong_day};

/// 主体页
#[derive(Debug, Clone, Serialize)]
pub struct SubjectPage {
    /// Registered name on the day asked for.
    pub name: String,
    /// Unified social credit code.
    pub uscc: String,
    /// Registration status; none when the register has not been received.
    pub status: Option<Tag>,
    /// Tags from official lists only, each with its list and authority as note.
    pub tags: Vec<Tag>,
    /// Earlier names, newest first.
    pub former_names: Vec<FormerName>,
    /// True when only records, but no registration, are known (the name is the one records give).
    pub provisional: bool,
    /// Registration facts; empty = the register has not been received.
    pub registration: Vec<Fact>,
    /// Who supplied the registration.
    pub registration_source: Option<String>,
    /// A sentence on masking (individual businesses), without trailing stop.
    pub masking: Option<String>,
    /// The eight groups in official order.
    pub sections: Vec<Section>,
    /// The day and state of knowledge answered for.
    pub as_of: AsOf,
    /// How fresh, and whose.
    pub fresh: Freshness,
}

/// An earlier name.
#[derive(Debug, Clone, Serialize)]
pub struct FormerName {
    /// The name.
    pub name: String,
    /// First day it was no longer the name, if known.
    pub until: Option<String>,
}

/// What is known in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionState {
    /// There are records to show.
    Records,
    /// Supplied, and nothing to show: 查询期内无相关记录.
    NoRecord,
    /// Not supplied: 此项信息相关部门暂未提供.
    NotProvided,
}

/// One of the eight groups.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Stable id, used as the address within the page.
    pub id: String,
    /// Its official title.
    pub title: String,
    /// What is known.
    pub state: SectionState,
    /// Records on publication.
    pub count: i64,
    /// The newest of them.
    pub records: Vec<RecordCard>,
    /// Query string (without `?`) that shows the next ones.
    pub next: Option<String>,
}

page!(
    SubjectPage,
    "subject.html",
    samples =
        [full(), clean(), earlier_day(), wrong_day(), individual_business(), provisional(), long_name()]
);
