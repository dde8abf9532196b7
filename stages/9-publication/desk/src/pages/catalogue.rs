//! 目录: what may enter a credit record, by class; who supplies it, how often, for whose eyes, on which ground.

mod samples;

use serde::Serialize;
use xh_policy::{Cycle, Every};
use xh_web::{Said, page, say};

use crate::pages::{FilterLink, Freshness};
use samples::{empty, full, one_class, wrong_day};

/// 目录页
#[derive(Debug, Clone, Serialize)]
pub struct CataloguePage {
    /// The day asked for.
    pub on: String,
    /// Today's legal day.
    pub today: String,
    /// The edition in force on the day.
    pub edition: Option<EditionView>,
    /// Every adopted edition, newest first.
    pub editions: Vec<EditionLink>,
    /// Choices of class, 全部 first.
    pub classes: Vec<FilterLink>,
    /// Choices of openness.
    pub openness: Vec<FilterLink>,
    /// Choices of level.
    pub levels: Vec<FilterLink>,
    /// The lines, by class.
    pub groups: Vec<CatalogueGroup>,
    /// How many lines there are.
    pub total: i64,
    /// What was wrong with the question, without trailing stop.
    pub error: Option<Said>,
    /// How fresh.
    pub fresh: Freshness,
}

/// The edition in force.
#[derive(Debug, Clone, Serialize)]
pub struct EditionView {
    /// Its name.
    pub title: String,
    /// Its id.
    pub id: String,
    /// The national edition it is based on.
    pub based_on: String,
    /// In force from.
    pub from: String,
    /// First day of the next edition.
    pub until: Option<String>,
    /// Last day of its stated validity, when that has passed.
    pub expired: Option<String>,
    /// Where it is written.
    pub basis: Vec<String>,
}

/// An adopted edition to look at.
#[derive(Debug, Clone, Serialize)]
pub struct EditionLink {
    /// Its name.
    pub title: String,
    /// In force from.
    pub from: String,
    /// Where it is shown.
    pub href: String,
    /// True for the one shown.
    pub current: bool,
}

/// Lines of one class.
#[derive(Debug, Clone, Serialize)]
pub struct CatalogueGroup {
    /// Id within the page.
    pub id: String,
    /// Title of the class.
    pub title: String,
    /// The lines: the city's, each followed by the counties'.
    pub lines: Vec<CatalogueLine>,
}

/// One line.
#[derive(Debug, Clone, Serialize)]
pub struct CatalogueLine {
    /// Title of the item.
    pub title: String,
    /// The concrete act.
    pub act: String,
    /// 市级, or the county.
    pub level: String,
    /// True for a county's.
    pub county: bool,
    /// Who supplies it.
    pub providers: Vec<String>,
    /// How often; none = it does not come in periods.
    pub cycle: Option<Said>,
    /// Whether anything collects it.
    pub collected: bool,
    /// Address of what is owed of it.
    pub owed: String,
    /// Who may see it.
    pub openness: String,
    /// True when everyone may.
    pub open: bool,
    /// Which departments may use it.
    pub sharing: String,
    /// How long it is kept.
    pub retention: String,
    /// Whom it may be about.
    pub subjects: Vec<String>,
    /// Where it is written.
    pub basis: Vec<String>,
}

/// How often, in words: 每月，期满后 5 个工作日内.
#[must_use]
pub fn cycle(cycle: Cycle) -> Said {
    let days = cycle.due_workdays;
    match cycle.every {
        Every::Month => say!("每月，期满后 {days} 个工作日内", days = days),
        Every::Quarter => say!("每季度，期满后 {days} 个工作日内", days = days),
        Every::Year => say!("每年，期满后 {days} 个工作日内", days = days),
        Every::Workdays => {
            let run = cycle.workdays.unwrap_or(1);
            say!("每 {run} 个工作日，期满后 {days} 个工作日内", run = run, days = days)
        }
    }
}

page!(CataloguePage, "catalogue.html", samples = [full(), one_class(), empty(), wrong_day()]);
