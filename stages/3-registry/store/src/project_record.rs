//! Rows of records and their lawful intervals. A newer version supersedes the older one; nothing is overwritten.

use xh_db::{Res, Tx, Value, statements, values};
use xh_ledger::Fields;
use xh_policy::LawfulInterval;
use xh_registry::{ChangeBody, RecordBody};

use crate::project::{Applied, Gathered, lost, severity_text};
use crate::review;

statements! {
    /// Ends the current version's time of being known.
    SUPERSEDE_RECORD = "update registry_record set superseded = $2 where id = $1 and superseded is null";
    /// Ends its intervals' time of being known.
    SUPERSEDE_INTERVALS = "update registry_interval set superseded = $2 where record_id = $1 and superseded is null";
    /// The version before, carried into the new one with what changed.
    CARRY = "insert into registry_record (id, version, subject_id, kind, organ_id, document_key, decided_on, filed_on,
                    status, severity, unsettled, conforming, timely, body_position, position, superseded)
             select id, $2, subject_id, kind, organ_id, document_key, decided_on, filed_on,
                    $3, $4, $5, conforming, timely, body_position, $6, null
             from registry_record where id = $1 and superseded = $6";
    /// The version before, with nothing changed but the count of entries on its stream.
    CARRY_WHOLE = "insert into registry_record (id, version, subject_id, kind, organ_id, document_key, decided_on,
                          filed_on, status, severity, unsettled, conforming, timely, body_position, position,
                          superseded)
                   select id, $2, subject_id, kind, organ_id, document_key, decided_on, filed_on,
                          status, severity, unsettled, conforming, timely, body_position, $3, null
                   from registry_record where id = $1 and superseded = $3";
}

pub(crate) const RECORD_COLUMNS: &[&str] = &[
    "id",
    "version",
    "subject_id",
    "kind",
    "organ_id",
    "document_key",
    "decided_on",
    "filed_on",
    "status",
    "severity",
    "unsettled",
    "conforming",
    "timely",
    "body_position",
    "position",
    "superseded",
];
pub(crate) const INTERVAL_COLUMNS: &[&str] = &[
    "record_id",
    "position",
    "channel",
    "from_day",
    "until_day",
    "rule",
    "release",
    "provisional",
    "superseded",
];

/// A new record: two inserts and nothing else.
pub(crate) fn filed(rows: &mut Gathered, applied: Applied<'_>, fields: &Fields) -> Res<()> {
    let body = RecordBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    rows.intervals.extend(body.intervals.iter().map(|i| interval_row(applied, i)));
    rows.records.push(record_row(applied, &body));
    Ok(())
}

/// A new version of the content.
pub(crate) async fn amended(
    tx: &mut Tx<'_>,
    rows: &mut Gathered,
    applied: Applied<'_>,
    fields: &Fields,
) -> Res<()> {
    rows.flush(tx).await?;
    supersede(tx, applied).await?;
    review::outdated(tx, applied).await?;
    filed(rows, applied, fields)
}

/// What is lawful changed; the content is carried along.
pub(crate) async fn changed(
    tx: &mut Tx<'_>,
    rows: &mut Gathered,
    applied: Applied<'_>,
    fields: &Fields,
) -> Res<()> {
    let body = ChangeBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    rows.flush(tx).await?;
    supersede(tx, applied).await?;
    let severity = body.severity.map(severity_text);
    let row = values![
        applied.entry.stream.as_str(),
        applied.entry.version,
        body.status.as_str(),
        severity,
        body.unsettled.clone(),
        applied.position,
    ];
    tx.run(CARRY, &row).await?;
    rows.intervals.extend(body.intervals.iter().map(|i| interval_row(applied, i)));
    Ok(())
}

/// An entry on the record's stream that changes neither content nor days; its intervals stay as they are.
pub(crate) async fn carried(tx: &mut Tx<'_>, applied: Applied<'_>) -> Res<()> {
    let (stream, version) = (applied.entry.stream.as_str(), applied.entry.version);
    tx.run(SUPERSEDE_RECORD, &values![stream, applied.position]).await?;
    tx.run(CARRY_WHOLE, &values![stream, version, applied.position]).await.map(|_| ())
}

async fn supersede(tx: &mut Tx<'_>, applied: Applied<'_>) -> Res<()> {
    let row = values![applied.entry.stream.as_str(), applied.position];
    tx.run(SUPERSEDE_RECORD, &row).await?;
    tx.run(SUPERSEDE_INTERVALS, &row).await.map(|_| ())
}

fn record_row(applied: Applied<'_>, body: &RecordBody) -> Vec<Value> {
    values![
        applied.entry.stream.as_str(),
        applied.entry.version,
        body.subject.as_str(),
        body.kind.as_str(),
        applied.entry.organ.as_str(),
        body.document_key.as_str(),
        body.decided_on.as_ref().map(ToString::to_string),
        body.filed_on.to_string(),
        body.status.as_str(),
        body.severity.map(severity_text),
        body.unsettled.clone(),
        i64::from(body.conforming),
        body.timely.map(i64::from),
        applied.position,
        applied.position,
        None::<i64>,
    ]
}

fn interval_row(applied: Applied<'_>, interval: &LawfulInterval) -> Vec<Value> {
    values![
        applied.entry.stream.as_str(),
        applied.position,
        interval.channel.as_str(),
        interval.from.to_string(),
        interval.until.as_ref().map(ToString::to_string),
        interval.rule.as_str(),
        interval.release.as_str(),
        i64::from(interval.provisional),
        None::<i64>,
    ]
}
