//! Taking a published record back: on what ground, by when the law wants it gone, and who has it and still owes word
//! that it is off. The days come from the release (`about = "withdrawal"`); nothing of them is in this code.
//!
//! Basis: 行政处罚法 article 48 (three days, with the reason made public), 市场监督管理总局令第45号 article 11.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use xh_kernel::{Date, FindingClass, Refusal, findings};
use xh_ledger::Fields;
use xh_policy::{Fact, LawfulInterval, Release, Taking, takings};

use crate::body::{BodyFault, Reader, put};
use crate::{ChangeBody, KnownRecord, Organ, facts_of};

/// The status of a withdrawn record.
pub const WITHDRAWN: &str = "withdrawn";

/// What became of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalGround {
    /// 撤销.
    Revoked,
    /// 变更.
    Changed,
    /// 确认违法.
    Unlawful,
    /// 确认无效.
    Void,
}

impl WithdrawalGround {
    /// Every ground.
    pub const ALL: [Self; 4] = [Self::Revoked, Self::Changed, Self::Unlawful, Self::Void];

    /// The stored word; also the word of the fact `status`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Changed => "changed",
            Self::Unlawful => "unlawful",
            Self::Void => "void",
        }
    }

    /// As a reader reads it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Revoked => "被撤销",
            Self::Changed => "被变更",
            Self::Unlawful => "被确认违法",
            Self::Void => "被确认无效",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

/// What a person says who takes a record back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawalSaid {
    /// What became of the act.
    pub ground: WithdrawalGround,
    /// The day of it.
    pub happened_on: Date,
    /// The day the office learnt of it.
    pub known_on: Date,
    /// Number of the document that says so.
    pub document: String,
    /// Why, in words that are made public.
    pub reason: String,
    /// Who else got the record and must confirm, by name.
    pub recipients: Vec<String>,
}

/// The body of `record.withdrawn`.
#[derive(Debug, Clone, PartialEq)]
pub struct WithdrawalBody {
    /// What stands after it: nothing is shown from today on.
    pub change: ChangeBody,
    /// What became of the act.
    pub ground: WithdrawalGround,
    /// The day of it.
    pub happened_on: Date,
    /// The day the office learnt of it.
    pub known_on: Date,
    /// Last day on which it may still stand; none where the law sets no time, and then it is off at once.
    pub due_on: Option<Date>,
    /// Was it counted over a calendar not yet published?
    pub provisional: bool,
    /// The rule that set it.
    pub rule: String,
    /// Number of the document.
    pub document: String,
    /// Who must confirm.
    pub recipients: Vec<Recipient>,
}

/// Somebody who has the record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Recipient {
    /// A channel's id behind `channel:`, or a name.
    pub name: String,
    /// Last day on which it must be off there.
    pub due_on: Option<Date>,
}

/// Why a withdrawal or a confirmation is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WithdrawalRefused {
    /// It is off already.
    #[error("这条记录已于此前撤回")]
    Already,
    /// The day lies ahead, or before the act.
    #[error("{0}不能晚于今天,也不能早于决定之日;请核对文书")]
    Day(&'static str),
    /// The document is missing.
    #[error("请写明撤销、变更或者确认违法、无效的文书号")]
    NoDocument,
    /// The reason is missing.
    #[error("请写明撤回理由;理由将向社会公开")]
    NoReason,
    /// The reason is made public, so what may not be public may not stand in it.
    #[error("撤回理由和文书号将向社会公开,其中不得有:{0}")]
    Forbidden(String),
    /// It has not been withdrawn.
    #[error("这条记录没有撤回,不需要确认")]
    NotWithdrawn,
    /// Nobody of that name has to confirm.
    #[error("没有名为「{0}」、尚待确认的接收方;请用 withdraw list 查看")]
    NoSuchRecipient(String),
}

impl Refusal for WithdrawalRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Already => "withdrawal.already",
            Self::Day(_) => "withdrawal.day",
            Self::NoDocument => "withdrawal.no_document",
            Self::NoReason => "withdrawal.no_reason",
            Self::Forbidden(_) => "withdrawal.forbidden",
            Self::NotWithdrawn => "withdrawal.not_withdrawn",
            Self::NoSuchRecipient(_) => "withdrawal.no_such_recipient",
        }
    }

    fn sentence(&self) -> String {
        self.to_string()
    }
}

/// Takes a record back on `today`: its intervals end at once, whatever time the law would give.
///
/// # Errors
/// [`WithdrawalRefused`] when it is off already, or what was said is incomplete or impossible.
pub fn withdraw(
    release: &Release,
    record: &KnownRecord,
    organ: &Organ,
    said: &WithdrawalSaid,
    today: Date,
) -> Result<WithdrawalBody, WithdrawalRefused> {
    check(record, said, today)?;
    check_words(release, said)?;
    let takings = lawful(release, record, organ, said, today);
    let own = takings.iter().find(|it| release.channel(&it.channel).is_some_and(|channel| channel.own));
    let day_of = |taking: &Taking| taking.end.as_ref().map(|end| end.day.plus_days(-1));
    let due_on = own.and_then(day_of);
    let mut recipients: Vec<Recipient> = Vec::new();
    for interval in record.intervals.iter().filter(|it| it.from <= today) {
        if release.channel(&interval.channel).is_some_and(|channel| !channel.own) {
            let taking = takings.iter().find(|it| it.channel == interval.channel);
            let name = format!("channel:{}", interval.channel);
            recipients.push(Recipient { name, due_on: taking.and_then(day_of).or(due_on) });
        }
    }
    let named = said.recipients.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
    recipients.extend(named.map(|name| Recipient { name: name.to_owned(), due_on }));
    recipients.sort();
    recipients.dedup_by(|one, other| one.name == other.name);
    Ok(WithdrawalBody {
        change: ChangeBody {
            status: WITHDRAWN.to_owned(),
            severity: record.severity,
            unsettled: record.unsettled.clone(),
            intervals: ended(&record.intervals, today),
            ground: said.reason.trim().to_owned(),
        },
        ground: said.ground,
        happened_on: said.happened_on,
        known_on: said.known_on,
        due_on,
        provisional: own.and_then(|it| it.end.as_ref()).is_some_and(|end| end.provisional),
        rule: own.map(|it| it.rule.clone()).unwrap_or_default(),
        document: said.document.trim().to_owned(),
        recipients,
    })
}

fn check(record: &KnownRecord, said: &WithdrawalSaid, today: Date) -> Result<(), WithdrawalRefused> {
    let before = |day: Date| record.decided_on.is_some_and(|decided| day < decided);
    match () {
        () if record.status == WITHDRAWN => Err(WithdrawalRefused::Already),
        () if said.document.trim().is_empty() => Err(WithdrawalRefused::NoDocument),
        () if said.reason.trim().is_empty() => Err(WithdrawalRefused::NoReason),
        () if said.happened_on > today || before(said.happened_on) => {
            Err(WithdrawalRefused::Day("撤销等情形的日期"))
        }
        () if said.known_on > today || said.known_on < said.happened_on => {
            Err(WithdrawalRefused::Day("得知日期"))
        }
        () => Ok(()),
    }
}

/// Reason and document are public: names and numbers of people have no place in them.
fn check_words(release: &Release, said: &WithdrawalSaid) -> Result<(), WithdrawalRefused> {
    let found = findings(&format!("{} {}", said.reason, said.document));
    let told = found.iter().filter(|it| it.class != FindingClass::CommercialSecret);
    let title =
        |class: FindingClass| release.review_class(class).map_or(class.as_str(), |it| it.title.as_str());
    let titles: BTreeSet<&str> = told.map(|it| title(it.class)).collect();
    if titles.is_empty() {
        return Ok(());
    }
    Err(WithdrawalRefused::Forbidden(titles.into_iter().collect::<Vec<_>>().join("、")))
}

/// What the law says of each channel, the act being what it is now.
fn lawful(
    release: &Release,
    record: &KnownRecord,
    organ: &Organ,
    said: &WithdrawalSaid,
    today: Date,
) -> Vec<Taking> {
    let Some(kind) = release.kind(&record.kind) else { return Vec::new() };
    let mut facts = facts_of(kind, &record.fields, organ, record.severity);
    facts.state("status", Fact::Text(said.ground.as_str().to_owned()), "撤回文书");
    facts.state("status_on", Fact::Day(said.happened_on), "撤回文书");
    takings(release, &record.kind, &facts, today)
}

/// What was shown before today stays known; from today on nothing is.
fn ended(intervals: &[LawfulInterval], today: Date) -> Vec<LawfulInterval> {
    let begun = intervals.iter().filter(|it| it.from < today);
    let end = |it: &LawfulInterval| {
        let until = it.until.map_or(today, |until| until.min(today));
        LawfulInterval { until: Some(until), provisional: false, ..it.clone() }
    };
    begun.map(end).collect()
}

impl WithdrawalBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = self.change.to_fields();
        put(&mut out, "withdrawal", self.ground);
        put(&mut out, "happened_on", self.happened_on);
        put(&mut out, "known_on", self.known_on);
        put(&mut out, "due_on", self.due_on);
        put(&mut out, "provisional", self.provisional);
        put(&mut out, "rule", &self.rule);
        put(&mut out, "document", &self.document);
        put(&mut out, "recipients", &self.recipients);
        out
    }

    /// Reads a payload back; none where the entry says only that the record is off.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Option<Self>, BodyFault> {
        if !fields.contains_key("withdrawal") {
            return Ok(None);
        }
        let read = Reader(fields);
        Ok(Some(Self {
            change: ChangeBody::from_fields(fields)?,
            ground: read.get("withdrawal")?,
            happened_on: read.get("happened_on")?,
            known_on: read.get("known_on")?,
            due_on: read.get("due_on")?,
            provisional: read.get("provisional")?,
            rule: read.text("rule")?,
            document: read.text("document")?,
            recipients: read.get("recipients")?,
        }))
    }
}

/// The body of `record.notice_sent` and `record.notice_confirmed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeBody {
    /// Position of the withdrawal.
    pub withdrawal: i64,
    /// Who was told, or confirms.
    pub recipient: String,
    /// How it was told, or the document that confirms.
    pub by: String,
}

impl NoticeBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "withdrawal", self.withdrawal);
        put(&mut out, "recipient", &self.recipient);
        put(&mut out, "by", &self.by);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        Ok(Self {
            withdrawal: read.get("withdrawal")?,
            recipient: read.text("recipient")?,
            by: read.text("by")?,
        })
    }
}

/// One link of the chain: somebody who had the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Who.
    pub recipient: String,
    /// Last day on which it must be off there.
    pub due_on: Option<Date>,
    /// The day it was told.
    pub sent_on: Option<Date>,
    /// The day it confirmed.
    pub confirmed_on: Option<Date>,
}

impl Notice {
    /// Does it still owe word, and is its day over?
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.confirmed_on.is_none() && self.due_on.is_none_or(|due| due < today)
    }
}

/// May this notice be told or confirmed?
///
/// # Errors
/// [`WithdrawalRefused`] for a record that was not withdrawn, and for a name that owes nothing.
pub fn may_note(
    notices: Option<&[Notice]>,
    recipient: &str,
    confirming: bool,
) -> Result<(), WithdrawalRefused> {
    let notices = notices.ok_or(WithdrawalRefused::NotWithdrawn)?;
    let open = |it: &&Notice| it.confirmed_on.is_none() && (confirming || it.sent_on.is_none());
    let found = notices.iter().filter(open).any(|it| it.recipient == recipient);
    let short = || recipient.chars().take(40).collect();
    if found { Ok(()) } else { Err(WithdrawalRefused::NoSuchRecipient(short())) }
}

#[cfg(test)]
mod tests;
