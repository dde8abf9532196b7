//! One record, as everyone may see it, with the decision that lets it be shown on the day asked for.

use xh_db::{Fault, Res, Tx};
use xh_kernel::{Id, Severity, Uscc};
use xh_ledger_store::Stored;
use xh_policy::{Decision, LawfulInterval, Release};
use xh_publication::{NotShown, not_shown, own_channel, public_name, shown_now};
use xh_registry::{KnownRecord, Organ, facts_of, shown_on};

use crate::load::Times;

/// A record that may be shown.
#[derive(Debug)]
pub(crate) struct RecordFile {
    /// As known at the position asked for.
    pub record: KnownRecord,
    /// The subject's name.
    pub name: String,
    /// Its code.
    pub uscc: Uscc,
    /// Under which it is shown on the day asked for.
    pub interval: LawfulInterval,
    /// The decision under the law of that day.
    pub decision: Decision,
    /// Its entries, oldest first.
    pub entries: Vec<Stored>,
    /// Whether a checkpoint covers the entry that holds its content.
    pub ready: bool,
    /// True for an individual business.
    pub person: bool,
}

/// A record, or what may be said instead.
#[derive(Debug)]
pub(crate) enum Found {
    /// It may be shown.
    Shown(Box<RecordFile>),
    /// It may not.
    Not(NotShown),
}

/// Loads a record; what our shelf may not show today is not found on any day.
pub(crate) async fn record(tx: &mut Tx<'_>, release: &Release, id: &str, times: &Times) -> Res<Found> {
    let Ok(id) = Id::parse(id) else { return Ok(Found::Not(NotShown::Unknown)) };
    let channel = own_channel(release);
    let now = xh_registry_store::record_of(tx, id.as_str(), times.head).await?;
    if now.as_ref().and_then(|row| shown_now(&row.record, channel, &times.today)).is_none() {
        let known = now.as_ref().map(|row| &row.record);
        return Ok(Found::Not(not_shown(known, channel, &times.today)));
    }
    let known = if times.known_at == times.head {
        now
    } else {
        xh_registry_store::record_of(tx, id.as_str(), times.known_at).await?
    };
    let Some(row) = known.filter(|row| row.record.unsettled.is_none()) else {
        return Ok(Found::Not(NotShown::Unknown));
    };
    let stored = shown_on(&row.record.intervals, channel, &times.as_of).cloned();
    let Some(stored) = stored.filter(|_| row.record.decided_on.is_none_or(|day| day <= times.as_of)) else {
        return Ok(Found::Not(NotShown::Unknown));
    };
    let Some(decision) = decision(tx, release, &row.record, times).await? else {
        return Ok(Found::Not(NotShown::Unknown));
    };
    // Stored intervals end early for a law that is adopted and not yet in force; what is told is the law of the day.
    let told = shown_on(&decision.intervals, channel, &times.as_of).cloned();
    let differs = |told: &LawfulInterval| !times.current() || told.until != stored.until;
    let interval = told.filter(differs).unwrap_or(stored);
    rest(tx, row, interval, decision, id, times).await
}

async fn rest(
    tx: &mut Tx<'_>,
    row: xh_registry_store::RecordRow,
    interval: LawfulInterval,
    decision: Decision,
    id: Id,
    times: &Times,
) -> Res<Found> {
    let Some(subject) = xh_registry_store::subject_by_id(tx, &row.subject).await? else {
        return Err(Fault::found("记录的主体", &row.subject));
    };
    let entries = xh_ledger_store::stream(tx, &id, times.known_at).await?;
    let signed = xh_ledger_store::newest_checkpoint(tx).await?.map_or(0, |newest| newest.size);
    Ok(Found::Shown(Box::new(RecordFile {
        ready: signed > row.record.body_position,
        record: KnownRecord { organ_name: public_name(&row.record.organ_name), ..row.record },
        name: public_name(&subject.name),
        person: subject.uscc.is_individual_business(),
        uscc: subject.uscc,
        interval,
        decision,
        entries,
    })))
}

async fn decision(
    tx: &mut Tx<'_>,
    release: &Release,
    record: &KnownRecord,
    times: &Times,
) -> Res<Option<Decision>> {
    let Some(kind) = release.kind(&record.kind) else { return Ok(None) };
    let organs = xh_registry_store::organs(tx).await?;
    let Some(organ) = organs.iter().find(|organ| organ.id.as_str() == record.organ) else { return Ok(None) };
    let bare = facts_of(kind, &record.fields, organ, None);
    let first = xh_policy::decide(release, &kind.id, &bare, times.as_of);
    let Some(unsettled) = &first.unsettled else { return Ok(Some(first)) };
    let answer = answer(tx, record, organ, &xh_registry::question(unsettled)).await?;
    let facts = facts_of(kind, &record.fields, organ, answer);
    Ok(Some(xh_policy::decide(release, &kind.id, &facts, times.as_of)))
}

async fn answer(
    tx: &mut Tx<'_>,
    record: &KnownRecord,
    organ: &Organ,
    question: &str,
) -> Res<Option<Severity>> {
    let asked = (organ.id.as_str().to_owned(), record.kind.clone(), question.to_owned());
    let answers = xh_registry_store::answers(tx).await?;
    let found = answers.into_iter().find(|(key, _)| *key == asked).map(|(_, severity)| severity);
    Ok(found.and_then(|text| Severity::parse(&text).ok()))
}

/// What an entry of a record's stream did, for its timeline.
pub(crate) fn title_of_status(kind: &str) -> &'static str {
    match kind {
        xh_registry::RECORD_FILED => "报送并记入账本",
        xh_registry::RECORD_AMENDED => "认定单位更正内容",
        xh_registry::RECORD_PERIOD => "公示期限重新核定",
        xh_registry::RECORD_WITHDRAWN => "认定单位撤回",
        xh_registry::TEXT_PROPOSED => "文字内容提出审核意见",
        xh_registry::TEXT_RELEASED => "文字内容经审核公开",
        xh_registry::TEXT_RETURNED => "文字内容退回重新审核",
        _ => "记入账本",
    }
}
