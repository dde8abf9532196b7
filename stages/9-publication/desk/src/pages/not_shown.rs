//! 不再公示页: a record whose period has ended, or that is not published. It reveals nothing of its content.
//!
//! The page names no organisation, authority, kind or day, and is answered with status 404.

use serde::Serialize;
use xh_web::page;

/// 不公示页
#[derive(Debug, Clone, Serialize)]
pub struct NotShownPage {
    /// Why nothing is shown.
    pub reason: NotShownReason,
    /// The articles that say so, rendered.
    pub articles: Vec<String>,
    /// Of a record taken back: why, as the law wants it told.
    pub withdrawn: Option<WithdrawnSaid>,
}

/// Why a record was taken back.
#[derive(Debug, Clone, Serialize)]
pub struct WithdrawnSaid {
    /// 被撤销, 被变更 …
    pub ground: String,
    /// The day of it.
    pub happened_on: String,
    /// The day it was taken off.
    pub withdrawn_on: String,
    /// Number of the document.
    pub document: String,
    /// Why, without trailing stop.
    pub reason: String,
}

/// Why nothing is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotShownReason {
    /// Its period is over, or it was repaired.
    Ended,
    /// The act was revoked, changed, or found unlawful or void.
    Withdrawn,
    /// Not published by law, or not yet settled.
    NotPublished,
    /// No such record, or not told apart from the others.
    Unknown,
}

fn ended() -> NotShownPage {
    let article = "《信用修复管理办法》（国家发展和改革委员会令第36号）".to_owned();
    NotShownPage { reason: NotShownReason::Ended, articles: vec![article], withdrawn: None }
}

fn withdrawn() -> NotShownPage {
    let said = WithdrawnSaid {
        ground: "被撤销".to_owned(),
        happened_on: "2026-09-29".to_owned(),
        withdrawn_on: "2026-09-30".to_owned(),
        document: "示复决〔2026〕3号".to_owned(),
        reason: "行政复议决定撤销原处罚决定".to_owned(),
    };
    let article = "《中华人民共和国行政处罚法》第四十八条".to_owned();
    NotShownPage { reason: NotShownReason::Withdrawn, articles: vec![article], withdrawn: Some(said) }
}

fn not_published() -> NotShownPage {
    NotShownPage { reason: NotShownReason::NotPublished, articles: Vec::new(), withdrawn: None }
}

fn unknown() -> NotShownPage {
    NotShownPage { reason: NotShownReason::Unknown, articles: Vec::new(), withdrawn: None }
}

page!(NotShownPage, "not_shown.html", samples = [ended(), withdrawn(), not_published(), unknown()]);
