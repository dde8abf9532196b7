//! What a change feed asks of the registry: whose days of being shown began or ended, what had been shown, and many
//! records or subjects at once. It decides nothing; positions and days are arguments.

use std::collections::{BTreeMap, BTreeSet};

use xh_db::{Res, Row, Tx, Value, statements, values};
use xh_kernel::Date;
use xh_registry::Subject;

use crate::find::contents;
use crate::records::{fill_intervals, record};
use crate::shown::ShownRecord;
use crate::subjects::subject;

statements! {
    /// Whose time on a channel is over since a day? In the order of days, behind a place in it.
    ENDED_SINCE = "select until_day as day, record_id from registry_interval
                   where superseded is null and until_day <= $4 and (until_day, record_id) > ($2, $3) and channel = $1
                   order by until_day, record_id limit $5";
    /// Whose time on a channel has begun since a day? Acts may be filed before the day they count from.
    BEGUN_SINCE = "select from_day as day, record_id from registry_interval
                   where superseded is null and from_day <= $4 and (from_day, record_id) > ($2, $3) and channel = $1
                   order by from_day, record_id limit $5";
    /// Which of these did a channel show on a day, as known below a position?
    SHOWN_THEN = "select distinct record_id from registry_interval
                  where record_id in ($keys) and channel = $1 and position < $2
                    and (superseded is null or superseded >= $2)
                    and from_day <= $3 and (until_day is null or until_day > $3) order by record_id";
    /// Which of these had a channel ever leave to show by a day, whatever became of it?
    EVER_SHOWN = "select distinct record_id from registry_interval
                  where record_id in ($keys) and channel = $1 and from_day <= $2 order by record_id";
    /// How many records of a kind did a channel show on a day, as known below a position?
    COUNT_THEN = "select count(distinct i.record_id) as n from registry_interval i
                  join registry_record r on r.id = i.record_id
                  where r.kind = $1 and r.unsettled is null and r.position < $3
                    and (r.superseded is null or r.superseded >= $3)
                    and i.channel = $2 and i.position < $3 and (i.superseded is null or i.superseded >= $3)
                    and i.from_day <= $4 and (i.until_day is null or i.until_day > $4)";
    /// Which of a kind were that, behind an id?
    LISTED_THEN = "select distinct i.record_id from registry_interval i
                   join registry_record r on r.id = i.record_id
                   where r.kind = $1 and r.unsettled is null and r.position < $3
                     and (r.superseded is null or r.superseded >= $3)
                     and i.channel = $2 and i.position < $3 and (i.superseded is null or i.superseded >= $3)
                     and i.from_day <= $4 and (i.until_day is null or i.until_day > $4)
                     and i.record_id > $5 order by i.record_id limit $6";
    /// These records as known below a position, with their subjects as they are now.
    THESE_RECORDS = "select r.id, r.version, r.subject_id, r.kind, r.organ_id, o.name as organ_name, r.decided_on,
                            r.filed_on, r.status, r.severity, r.unsettled, r.body_position,
                            s.uscc as subject_uscc, s.name as subject_name
                     from registry_record r join registry_organ o on o.id = r.organ_id
                     join registry_subject s on s.id = r.subject_id
                     where r.id in ($keys) and r.position < $1 and (r.superseded is null or r.superseded >= $1)
                     order by r.id";
    /// These subjects.
    THESE_SUBJECTS = "select id, uscc, name, state, division, provisional, version, position from registry_subject
                      where id in ($keys) order by id";
    /// Every name of these subjects, in the order they came.
    THESE_NAMES = "select subject_id, name from registry_name where subject_id in ($keys)
                   order by subject_id, position, name_key";
}

/// A day on which a record's time on a channel began or ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Boundary {
    /// The day.
    pub day: String,
    /// The record.
    pub record: String,
}

/// Up to `limit` boundaries of a channel behind a place, up to and including `last`, in the order of days.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn boundaries(
    tx: &mut Tx<'_>,
    channel: &str,
    after: &Boundary,
    last: Date,
    limit: i64,
) -> Res<Vec<Boundary>> {
    let asked = values![channel, after.day.as_str(), after.record.as_str(), last.to_string(), limit];
    let mut found: BTreeSet<Boundary> = BTreeSet::new();
    for statement in [ENDED_SINCE, BEGUN_SINCE] {
        let rows = tx.all(statement, &asked).await?;
        let one = |row: &Row| Ok(Boundary { day: row.text("day")?, record: row.text("record_id")? });
        found.extend(rows.iter().map(one).collect::<Res<Vec<Boundary>>>()?);
    }
    Ok(found.into_iter().take(usize::try_from(limit).unwrap_or(0)).collect())
}

/// Those of the records that the channel showed on a day, as known below a position.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn shown_then(
    tx: &mut Tx<'_>,
    records: &[String],
    channel: &str,
    below: i64,
    day: Date,
) -> Res<BTreeSet<String>> {
    ids(tx, SHOWN_THEN, &values![channel, below, day.to_string()], records).await
}

/// Those of the records that the channel could ever show up to a day.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn ever_shown(
    tx: &mut Tx<'_>,
    records: &[String],
    channel: &str,
    day: Date,
) -> Res<BTreeSet<String>> {
    ids(tx, EVER_SHOWN, &values![channel, day.to_string()], records).await
}

/// Which page of the ids that stood on a list.
#[derive(Debug, Clone, Copy)]
pub struct ListPage<'a> {
    /// Record kind.
    pub kind: &'a str,
    /// Channel id.
    pub channel: &'a str,
    /// Entries below this position were known.
    pub below: i64,
    /// The day of the list.
    pub day: Date,
    /// The last id of the page before; empty for the first.
    pub after: &'a str,
    /// At most so many.
    pub limit: i64,
}

/// Ids of the records of a kind that the channel showed on a day, as known below a position, in their order.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn listed_then(tx: &mut Tx<'_>, page: ListPage<'_>) -> Res<Vec<String>> {
    let ListPage { kind, channel, below, day, after, limit } = page;
    let asked = values![kind, channel, below, day.to_string(), after, limit];
    tx.all(LISTED_THEN, &asked).await?.iter().map(|row| row.text("record_id")).collect()
}

/// How many records of a kind the channel showed on a day, as known below a position.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn count_shown_then(tx: &mut Tx<'_>, kind: &str, channel: &str, below: i64, day: Date) -> Res<i64> {
    let asked = values![kind, channel, below, day.to_string()];
    tx.one(COUNT_THEN, &asked).await?.map_or(Ok(0), |row| row.int("n"))
}

async fn ids(
    tx: &mut Tx<'_>,
    statement: &'static str,
    lead: &[Value],
    records: &[String],
) -> Res<BTreeSet<String>> {
    tx.all_in(statement, lead, keys(records)).await?.iter().map(|row| row.text("record_id")).collect()
}

/// These records by id as known below a position, with content and all intervals.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn records_by_id(
    tx: &mut Tx<'_>,
    records: &[String],
    below: i64,
) -> Res<BTreeMap<String, ShownRecord>> {
    let rows = tx.all_in(THESE_RECORDS, &values![below], keys(records)).await?;
    let contents = contents(tx, &rows).await?;
    let one = |row: &Row| {
        let (uscc, name) = (row.text("subject_uscc")?, row.text("subject_name")?);
        Ok(ShownRecord { row: record(row, &contents)?, uscc, name })
    };
    let mut found = rows.iter().map(one).collect::<Res<Vec<ShownRecord>>>()?;
    let mut known: Vec<_> = found.iter().map(|one| one.row.record.clone()).collect();
    fill_intervals(tx, &mut known, below).await?;
    for (one, filled) in found.iter_mut().zip(known) {
        one.row.record = filled;
    }
    Ok(found.into_iter().map(|one| (one.row.record.id.clone(), one)).collect())
}

/// These subjects by id, each with every name it was ever known by.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn subjects_by_id(
    tx: &mut Tx<'_>,
    subjects: &[String],
) -> Res<BTreeMap<String, (Subject, Vec<String>)>> {
    let mut out = BTreeMap::new();
    for row in tx.all_in(THESE_SUBJECTS, &[], keys(subjects)).await? {
        out.insert(row.text("id")?, (subject(&row)?, Vec::new()));
    }
    for row in tx.all_in(THESE_NAMES, &[], keys(subjects)).await? {
        if let Some((_, names)) = out.get_mut(&row.text("subject_id")?) {
            names.push(row.text("name")?);
        }
    }
    Ok(out)
}

fn keys(texts: &[String]) -> Vec<Value> {
    texts.iter().map(|text| Value::from(text.as_str())).collect()
}
