//! 报送质量: what each organ reported of a month, by kind, numerators beside denominators.
//!
//! No order of merit and no colours: the lines stand in the order of the organs' codes.

mod samples;

use serde::Serialize;
use xh_web::{Said, page};

use crate::pages::Freshness;
use samples::{empty, full, one_organ, wrong_month};

/// 报送质量页
#[derive(Debug, Clone, Serialize)]
pub struct QualityPage {
    /// The month shown, `2026-10`.
    pub month: String,
    /// The same in words.
    pub month_title: String,
    /// Latest month that may be asked for.
    pub latest: String,
    /// Kind id asked for; empty = all.
    pub kind: String,
    /// The organ asked for.
    pub organ: Option<QualityOrgan>,
    /// Address of the same question about the month before.
    pub earlier: String,
    /// And about the month after, unless it has not begun.
    pub later: Option<String>,
    /// Kinds to choose from, 全部 first.
    pub kinds: Vec<FilterLink>,
    /// The three shares over all lines asked for; empty when there is none.
    pub shares: Vec<QualityShare>,
    /// The lines of this page.
    pub lines: Vec<QualityRow>,
    /// How many lines there are in all.
    pub total: i64,
    /// Address of the next page.
    pub next: Option<String>,
    /// Address of the first page, when this is a later one.
    pub first: Option<String>,
    /// What was wrong with the question, without trailing stop.
    pub error: Option<Said>,
    /// How fresh the counts are.
    pub fresh: Freshness,
}

/// An organ asked for.
#[derive(Debug, Clone, Serialize)]
pub struct QualityOrgan {
    /// Its name.
    pub name: String,
    /// Its code.
    pub uscc: String,
    /// Address of the same question about every organ.
    pub all: String,
}

/// A choice that is a link.
#[derive(Debug, Clone, Serialize)]
pub struct FilterLink {
    /// Words.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// True for the one shown.
    pub current: bool,
}

/// A share over all lines.
#[derive(Debug, Clone, Serialize)]
pub struct QualityShare {
    /// 上报率 …
    pub label: String,
    /// The share; none = nothing to divide by.
    pub share: Option<QualityRatio>,
    /// What is divided by what.
    pub meaning: Said,
}

/// A share with its two counts.
#[derive(Debug, Clone, Serialize)]
pub struct QualityRatio {
    /// `97.50%`.
    pub percent: String,
    /// Counted.
    pub numerator: i64,
    /// Out of.
    pub denominator: i64,
    /// True when more was counted than there can be.
    pub exceeds: bool,
}

/// One organ and kind.
#[derive(Debug, Clone, Serialize)]
pub struct QualityRow {
    /// The organ.
    pub organ: String,
    /// Address of this organ's lines only.
    pub href: String,
    /// The kind's title.
    pub kind: String,
    /// Acts produced as the organ counted; none = 未提供.
    pub produced: Option<i64>,
    /// Acts reported.
    pub reported: i64,
    /// Produced and not reported.
    pub unreported: Option<i64>,
    /// 上报率.
    pub reporting: Option<QualityRatio>,
    /// 合规率.
    pub conformity: Option<QualityRatio>,
    /// 及时率; none = no term, or nothing reported.
    pub timeliness: Option<QualityRatio>,
}

page!(QualityPage, "quality.html", samples = [full(), one_organ(), empty(), wrong_month()]);
