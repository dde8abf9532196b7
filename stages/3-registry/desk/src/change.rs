//! Deciding a filed record anew: same content, today's law, today's answers. Draft only where something changed.

use xh_db::{Res, Tx};
use xh_kernel::{Date, Id, Severity};
use xh_ledger::Draft;
use xh_policy::Release;
use xh_registry::{ChangeBody, KnownRecord, Organ, RECORD_PERIOD, lawful};
use xh_registry_store::RecordRow;

/// Records by id as they stand now; an id that is gone is left out.
pub(crate) async fn load(tx: &mut Tx<'_>, ids: &[String]) -> Res<Vec<RecordRow>> {
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        out.extend(xh_registry_store::record_of(tx, id, i64::MAX).await?);
    }
    Ok(out)
}

/// Every answer given: ((organ, kind, question), severity).
type Answers = [((String, String, String), String)];

/// What the record's authority has answered to a question.
pub(crate) fn answered(answers: &Answers, record: &KnownRecord, asked: &str) -> Option<Severity> {
    let ours =
        |key: &(String, String, String)| key.0 == record.organ && key.1 == record.kind && key.2 == asked;
    let (_, severity) = answers.iter().find(|(key, _)| ours(key))?;
    Severity::parse(severity).ok()
}

/// A `record.period` draft when the law now says something else about this record than what is stored.
#[must_use]
pub fn reconsidered(
    release: &Release,
    record: &KnownRecord,
    organ: &Organ,
    answer: &dyn Fn(&str) -> Option<Severity>,
    today: Date,
    actor: &str,
    ground: &str,
) -> Option<Draft> {
    let kind = release.kind(&record.kind)?;
    let now = lawful(release, kind, &record.fields, organ, answer, today);
    let question = now.unsettled.as_ref().map(xh_registry::question);
    if record.status == "withdrawn" || same(record, now.severity, question.as_deref(), &now.intervals) {
        return None;
    }
    let body = ChangeBody {
        status: record.status.clone(),
        severity: now.severity,
        unsettled: question,
        intervals: now.intervals,
        ground: ground.to_owned(),
    };
    Some(Draft {
        stream: Id::parse(&record.id).ok()?,
        version: record.version + 1,
        kind: RECORD_PERIOD.to_owned(),
        actor: actor.to_owned(),
        organ: organ.id.as_str().to_owned(),
        release: release.digest().to_owned(),
        fields: body.to_fields(),
    })
}

fn same(
    record: &KnownRecord,
    severity: Option<Severity>,
    question: Option<&str>,
    intervals: &[xh_policy::LawfulInterval],
) -> bool {
    let key = |i: &xh_policy::LawfulInterval| (i.channel.clone(), i.from, i.until, i.provisional);
    let mut before: Vec<_> = record.intervals.iter().map(key).collect();
    let mut now: Vec<_> = intervals.iter().map(key).collect();
    before.sort();
    now.sort();
    record.severity == severity && record.unsettled.as_deref() == question && before == now
}
