//! What several pages show alike: tags, facts, the day asked for, freshness, a record in a list.

use serde::Serialize;
use xh_web::Said;

/// How a tag or a step is drawn. Text and shape carry the meaning; the colour only helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Neutral.
    Plain,
    /// 存续, 有效.
    Good,
    /// Needs attention: 暂定, 待认定.
    Warn,
    /// Over: 注销, 公示到期.
    Ended,
    /// 已修复.
    Repaired,
    /// 失信, 吊销: the seal red.
    Adverse,
    /// 异议中.
    Objected,
}

/// A short label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// The words, only from official lists and states.
    pub text: String,
    /// How it is drawn.
    pub tone: Tone,
    /// Where the label comes from (list, authority, day); shown as a hint.
    pub note: Option<String>,
}

impl Tag {
    /// A label without a note.
    #[must_use]
    pub fn new(text: &str, tone: Tone) -> Tag {
        Tag { text: text.to_owned(), tone, note: None }
    }

    /// A registration status as the register words it (存续, 注销, 吊销 …).
    #[must_use]
    pub fn registration(status: &str) -> Tag {
        let has = |words: &[&str]| words.iter().any(|word| status.contains(word));
        let tone = if has(&["吊销", "撤销"]) {
            Tone::Adverse
        } else if has(&["注销", "迁出", "停业", "歇业"]) {
            Tone::Ended
        } else if has(&["存续", "在业", "在营", "开业", "正常", "有效"]) {
            Tone::Good
        } else {
            Tone::Plain
        };
        Tag::new(status, tone)
    }
}

/// How a fact's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// Short text.
    Text,
    /// Text that needs the whole width (facts of a case, scope of business).
    Long,
    /// `2026-04-21`.
    Day,
    /// A code.
    Code,
    /// A hex or base64 digest.
    Digest,
}

/// One labelled value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// 标签, as the kind's field is titled.
    pub label: String,
    /// The value in the form its kind says; money already as text.
    pub value: String,
    /// How it is written.
    pub kind: FactKind,
    /// A remark in small print (「按规定只显示到区县」).
    pub note: Option<String>,
}

impl Fact {
    /// A short text.
    #[must_use]
    pub fn text(label: &str, value: &str) -> Fact {
        Fact::new(label, value, FactKind::Text)
    }

    /// A long text.
    #[must_use]
    pub fn long(label: &str, value: &str) -> Fact {
        Fact::new(label, value, FactKind::Long)
    }

    /// A day.
    #[must_use]
    pub fn day(label: &str, iso: &str) -> Fact {
        Fact::new(label, iso, FactKind::Day)
    }

    /// A code.
    #[must_use]
    pub fn code(label: &str, code: &str) -> Fact {
        Fact::new(label, code, FactKind::Code)
    }

    /// A digest.
    #[must_use]
    pub fn digest(label: &str, hex: &str) -> Fact {
        Fact::new(label, hex, FactKind::Digest)
    }

    /// The same fact with a remark.
    #[must_use]
    pub fn noted(mut self, note: &str) -> Fact {
        self.note = Some(note.to_owned());
        self
    }

    fn new(label: &str, value: &str, kind: FactKind) -> Fact {
        Fact { label: label.to_owned(), value: value.to_owned(), kind, note: None }
    }
}

/// The day and the state of knowledge a page answers for, and the form that asks for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AsOf {
    /// Today's legal day.
    pub today: String,
    /// The day asked for; today when nothing was asked.
    pub as_of: String,
    /// State of knowledge as the visitor typed it (position or instant); none = everything known now.
    pub known_at: Option<String>,
    /// Ledger position the answer stands on.
    pub position: i64,
    /// True when `as_of` is today and `known_at` is not set.
    pub current: bool,
    /// What was wrong with the question, in Chinese without a trailing stop; the page then answers for today.
    pub error: Option<Said>,
}

/// How fresh the page is and whose data it shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Freshness {
    /// Instant of the newest entry shown.
    pub updated: Option<String>,
    /// Supplying authorities.
    pub source: Option<String>,
}

/// A piece of a name, marked when it matched the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamePart {
    /// The letters.
    pub text: String,
    /// True when they matched.
    pub hit: bool,
}

/// A command a visitor can run to verify.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyCommand {
    /// What it does, in words.
    pub what: String,
    /// The command line.
    pub text: String,
}

/// The lawful period in which a record is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownPeriod {
    /// First day shown.
    pub from: String,
    /// First day no longer shown; none = for as long as the record is in force.
    pub until: Option<String>,
    /// True when the end rests on a calendar not yet published (暂定).
    pub provisional: bool,
    /// Days from the day asked for to `until`.
    pub days_left: Option<i64>,
    /// How much of the period is over on the day asked for, 0 to 100.
    pub elapsed_percent: Option<u8>,
}

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordCard {
    /// Opaque record id: the address of its page.
    pub id: String,
    /// The kind's title (行政处罚, 行政许可).
    pub kind: String,
    /// What it is about in a line (cause, licence content); falls back to the document's name.
    pub title: String,
    /// Name and code of the organisation, where the list is not already its own.
    pub subject: Option<(String, String)>,
    /// 文书号.
    pub document_no: String,
    /// Deciding authority.
    pub authority: String,
    /// Day of the decision.
    pub decided_on: String,
    /// Kinds of penalty or licence, each in words.
    pub kinds: Vec<String>,
    /// Amounts and the like, at most three.
    pub facts: Vec<Fact>,
    /// When it is shown.
    pub period: ShownPeriod,
    /// 公示中, 异议中, 已修复 …
    pub state: Tag,
    /// True for penalties, lists and the like.
    pub adverse: bool,
    /// Ledger position of the newest version.
    pub position: i64,
}
