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
}

/// Why nothing is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotShownReason {
    /// Its period is over, or it was repaired or withdrawn.
    Ended,
    /// Not published by law, or not yet settled.
    NotPublished,
    /// No such record, or not told apart from the others.
    Unknown,
}

fn ended() -> NotShownPage {
    let article = "《信用修复管理办法》（国家发展和改革委员会令第36号）".to_owned();
    NotShownPage { reason: NotShownReason::Ended, articles: vec![article] }
}

fn not_published() -> NotShownPage {
    NotShownPage { reason: NotShownReason::NotPublished, articles: Vec::new() }
}

fn unknown() -> NotShownPage {
    NotShownPage { reason: NotShownReason::Unknown, articles: Vec::new() }
}

page!(NotShownPage, "not_shown.html", samples = [ended(), not_published(), unknown()]);
