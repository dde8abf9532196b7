//! 记录页: one record, why it is shown, from when, until when, under which article, and where it stands in the
//! ledger.

mod samples;

use serde::Serialize;
use xh_web::page;

use crate::pages::{AsOf, Fact, Freshness, ReceiptView, ShownPeriod, Tag, Tone};
use samples::{earlier_day, general, licence, objected, two_regimes};

/// 记录页
#[derive(Debug, Clone, Serialize)]
pub struct RecordPage {
    /// Opaque record id.
    pub id: String,
    /// The kind's title.
    pub kind: String,
    /// What it is about in a line.
    pub title: String,
    /// 文书号.
    pub document_no: String,
    /// Deciding authority.
    pub authority: String,
    /// Organisation's name on the day asked for.
    pub subject_name: String,
    /// Its code.
    pub subject_uscc: String,
    /// 公示中, 异议中 …
    pub state: Tag,
    /// True for penalties, lists and the like.
    pub adverse: bool,
    /// The fields that may be shown, in the kind's order.
    pub fields: Vec<Fact>,
    /// The fields that exist but are not shown, with why.
    pub withheld: Vec<Withheld>,
    /// Why it is shown.
    pub why: WhyShown,
    /// The run of the rules.
    pub receipt: Option<ReceiptView>,
    /// What happened to the record, oldest first.
    pub timeline: Vec<TimelineStep>,
    /// Where it stands in the ledger.
    pub ledger: LedgerPlace,
    /// The day and state of knowledge answered for.
    pub as_of: AsOf,
    /// How fresh, and whose.
    pub fresh: Freshness,
}

/// A field that exists but is not shown.
#[derive(Debug, Clone, Serialize)]
pub struct Withheld {
    /// The field's title.
    pub label: String,
    /// Why it is not shown, without trailing stop.
    pub why: String,
}

/// Why a record is shown.
#[derive(Debug, Clone, Serialize)]
pub struct WhyShown {
    /// 渠道 (本门户, 信用中国).
    pub channel: String,
    /// The reason in one sentence, without trailing stop.
    pub because: String,
    /// From when until when.
    pub period: ShownPeriod,
    /// The articles applied, rendered.
    pub articles: Vec<String>,
    /// Title of the class (轻微, 一般, 严重), when there is one.
    pub severity: Option<String>,
    /// All regimes looked at when more than one could apply; empty otherwise.
    pub regimes: Vec<Regime>,
    /// Open conflicts between regimes, in words without trailing stop.
    pub conflicts: Vec<String>,
}

/// One regime that could have governed the period.
#[derive(Debug, Clone, Serialize)]
pub struct Regime {
    /// 2023年规则 …
    pub title: String,
    /// First day shown under it.
    pub from: String,
    /// First day no longer shown under it.
    pub until: Option<String>,
    /// Its articles, rendered.
    pub articles: Vec<String>,
    /// True for the one applied.
    pub applied: bool,
    /// Why it was applied or not, without trailing stop.
    pub remark: String,
}

/// One thing that happened.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineStep {
    /// The legal day.
    pub on: String,
    /// What happened.
    pub what: String,
    /// By whom.
    pub by: Option<String>,
    /// More words.
    pub detail: Option<String>,
    /// Ledger position, when it is an entry.
    pub position: Option<i64>,
    /// How it is drawn; `ended` for what lies ahead.
    pub tone: Tone,
    /// True when it lies after the day asked for.
    pub ahead: bool,
}

/// Where a record stands in the ledger.
#[derive(Debug, Clone, Serialize)]
pub struct LedgerPlace {
    /// Position of the newest version.
    pub position: i64,
    /// Its leaf, hex.
    pub leaf: String,
    /// When it was entered.
    pub at: String,
    /// True once a checkpoint covers it and a proof can be had.
    pub proof_ready: bool,
}

page!(RecordPage, "record.html", samples = [general(), two_regimes(), licence(), objected(), earlier_day()]);
