//! Records of a subject at a state of knowledge, with intervals and content.

use std::collections::{BTreeMap, BTreeSet};

use xh_db::{Fault, Res, Row, Tx, Value, statements, values};
use xh_kernel::{Date, Severity};
use xh_policy::LawfulInterval;
use xh_registry::{KnownRecord, own_fields};

use crate::find::{Contents, content, contents};
use crate::review::fill_texts;

statements! {
    /// A subject's records as known below a position, newest decision first.
    OF_SUBJECT = "select r.id, r.version, r.subject_id, r.kind, r.organ_id, o.name as organ_name, r.decided_on,
                         r.filed_on, r.status, r.severity, r.unsettled, r.body_position
                  from registry_record r join registry_organ o on o.id = r.organ_id
                  where r.subject_id = $1 and r.position < $2 and (r.superseded is null or r.superseded >= $2)
                  order by r.decided_on desc, r.id desc";
    /// One record as known below a position.
    ONE = "select r.id, r.version, r.subject_id, r.kind, r.organ_id, o.name as organ_name, r.decided_on,
                  r.filed_on, r.status, r.severity, r.unsettled, r.body_position
           from registry_record r join registry_organ o on o.id = r.organ_id
           where r.id = $1 and r.position < $2 and (r.superseded is null or r.superseded >= $2)";
    /// Intervals of these records as known below a position.
    INTERVALS = "select record_id, channel, from_day, until_day, rule, release, provisional from registry_interval
                 where record_id in ($keys) and position < $1 and (superseded is null or superseded >= $1)
                 order by record_id, channel";
    /// Every version of a record, oldest first.
    HISTORY = "select version, status, severity, unsettled, position, superseded, body_position
               from registry_record where id = $1 order by version";
    /// Kinds somebody has supplied by a position.
    SUPPLIED = "select distinct kind from registry_supply where position < $1 order by kind";
    /// (kind, organ) of every supply.
    SUPPLIES = "select kind, organ_id from registry_supply order by kind, organ_id";
    /// A page of current records in the order of their ids.
    CURRENT_AFTER = "select id from registry_record where id > $1 and superseded is null order by id limit $2";
    /// How many records are current?
    COUNT = "select count(*) as n from registry_record where superseded is null";
}

/// A record with its subject's id.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordRow {
    /// The subject's id.
    pub subject: String,
    /// The record.
    pub record: KnownRecord,
}

/// One version in a record's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Stream version.
    pub version: i64,
    /// Status it brought.
    pub status: String,
    /// Severity it brought.
    pub severity: Option<String>,
    /// Position of its entry.
    pub position: i64,
    /// Position that superseded it.
    pub superseded: Option<i64>,
}

/// All records of a subject known below `below`.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn records_of(tx: &mut Tx<'_>, subject: &str, below: i64) -> Res<Vec<KnownRecord>> {
    let rows = tx.all(OF_SUBJECT, &values![subject, below]).await?;
    let contents = contents(tx, &rows).await?;
    let records: Res<Vec<RecordRow>> = rows.iter().map(|row| record(row, &contents)).collect();
    let mut records: Vec<KnownRecord> = records?.into_iter().map(|r| r.record).collect();
    fill_intervals(tx, &mut records, below).await?;
    Ok(records)
}

/// One record known below `below`.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn record_of(tx: &mut Tx<'_>, id: &str, below: i64) -> Res<Option<RecordRow>> {
    let Some(row) = tx.one(ONE, &values![id, below]).await? else { return Ok(None) };
    let contents = contents(tx, std::slice::from_ref(&row)).await?;
    let mut found = record(&row, &contents)?;
    fill_intervals(tx, std::slice::from_mut(&mut found.record), below).await?;
    Ok(Some(found))
}

/// Every version of a record, oldest first.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn record_history(tx: &mut Tx<'_>, id: &str) -> Res<Vec<Version>> {
    tx.all(HISTORY, &values![id]).await?.iter().map(version).collect()
}

/// Kinds that some organ had supplied below a position.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn supplied_kinds(tx: &mut Tx<'_>, below: i64) -> Res<BTreeSet<String>> {
    tx.all(SUPPLIED, &values![below]).await?.iter().map(|row| row.text("kind")).collect()
}

/// (kind, organ id) of every supply that has begun.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn supplies(tx: &mut Tx<'_>) -> Res<Vec<(String, String)>> {
    tx.all(SUPPLIES, &[]).await?.iter().map(|row| Ok((row.text("kind")?, row.text("organ_id")?))).collect()
}

/// Ids of current records behind `after`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn current_records_after(tx: &mut Tx<'_>, after: &str, limit: i64) -> Res<Vec<String>> {
    tx.all(CURRENT_AFTER, &values![after, limit]).await?.iter().map(|row| row.text("id")).collect()
}

/// How many records are current.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn count_records(tx: &mut Tx<'_>) -> Res<i64> {
    tx.one(COUNT, &[]).await?.map_or(Ok(0), |row| row.int("n"))
}

/// Puts to the records what stands beside them: their intervals, and the text that was released.
pub(crate) async fn fill_intervals(tx: &mut Tx<'_>, records: &mut [KnownRecord], below: i64) -> Res<()> {
    if records.is_empty() {
        return Ok(());
    }
    let ids = records.iter().map(|r| Value::from(r.id.as_str())).collect();
    let mut by_record: BTreeMap<String, Vec<LawfulInterval>> = BTreeMap::new();
    for row in tx.all_in(INTERVALS, &values![below], ids).await? {
        by_record.entry(row.text("record_id")?).or_default().push(interval(&row)?);
    }
    for record in &mut *records {
        record.intervals = by_record.remove(&record.id).unwrap_or_default();
    }
    fill_texts(tx, records, below).await
}

pub(crate) fn interval(row: &Row) -> Res<LawfulInterval> {
    Ok(LawfulInterval {
        channel: row.text("channel")?,
        from: day(row, "from_day")?,
        until: opt_day(row, "until_day")?,
        rule: row.text("rule")?,
        release: row.text("release")?,
        provisional: row.int("provisional")? == 1,
    })
}

pub(crate) fn record(row: &Row, contents: &Contents) -> Res<RecordRow> {
    let record = KnownRecord {
        id: row.text("id")?,
        kind: row.text("kind")?,
        organ: row.text("organ_id")?,
        organ_name: row.text("organ_name")?,
        decided_on: opt_day(row, "decided_on")?,
        filed_on: day(row, "filed_on")?,
        status: row.text("status")?,
        severity: severity(row)?,
        unsettled: row.text_opt("unsettled")?,
        body_position: row.int("body_position")?,
        version: row.int("version")?,
        intervals: Vec::new(),
        fields: own_fields(&content(row, contents)?),
        texts: BTreeMap::new(),
    };
    Ok(RecordRow { subject: row.text("subject_id")?, record })
}

fn version(row: &Row) -> Res<Version> {
    Ok(Version {
        version: row.int("version")?,
        status: row.text("status")?,
        severity: row.text_opt("severity")?,
        position: row.int("position")?,
        superseded: row.int_opt("superseded")?,
    })
}

fn severity(row: &Row) -> Res<Option<Severity>> {
    let parse =
        |text: String| Severity::parse(&text).map_err(|e| Fault::found("registry_record.severity", e));
    row.text_opt("severity")?.map(parse).transpose()
}

fn day(row: &Row, column: &str) -> Res<Date> {
    Date::parse(&row.text(column)?).map_err(|e| Fault::found(column.to_owned(), e))
}

pub(crate) fn opt_day(row: &Row, column: &str) -> Res<Option<Date>> {
    let parse = |text: String| Date::parse(&text).map_err(|e| Fault::found(column.to_owned(), e));
    row.text_opt(column)?.map(parse).transpose()
}
