//! Records a channel may show on a day, newest decision first: the front page and the board.
//! It reads stored intervals as they are known now; it decides no period.
//!
//! A page is read along the index of the newest records, so the first one costs as little as any: `cross join` is a
//! join whose order SQLite keeps, and on an empty or never analysed database it would otherwise sort the whole shelf.

use xh_db::{Res, Row, Tx, statements, values};
use xh_kernel::Date;

use crate::find::{Contents, contents};
use crate::records::{RecordRow, fill_intervals, record};

statements! {
    /// A page of records on the shelf of a channel, newest decision first, behind a place in that order.
    SHOWN = "select r.id, r.version, r.subject_id, r.kind, r.organ_id, o.name as organ_name, r.decided_on,
                    r.filed_on, r.status, r.severity, r.unsettled, r.body_position,
                    s.uscc as subject_uscc, s.name as subject_name
             from registry_record r cross join registry_interval i
             cross join registry_organ o cross join registry_subject s
             where r.superseded is null and (r.decided_on, r.id) < ($3, $4)
               and i.record_id = r.id and i.superseded is null and i.channel = $1
               and i.from_day <= $2 and (i.until_day is null or i.until_day > $2)
               and o.id = r.organ_id and s.id = r.subject_id
             order by r.decided_on desc, r.id desc limit $5";
    /// The same of one kind.
    SHOWN_OF_KIND = "select r.id, r.version, r.subject_id, r.kind, r.organ_id, o.name as organ_name, r.decided_on,
                            r.filed_on, r.status, r.severity, r.unsettled, r.body_position,
                            s.uscc as subject_uscc, s.name as subject_name
                     from registry_record r cross join registry_interval i
                     cross join registry_organ o cross join registry_subject s
                     where r.superseded is null and r.kind = $6 and (r.decided_on, r.id) < ($3, $4)
                       and i.record_id = r.id and i.superseded is null and i.channel = $1
                       and i.from_day <= $2 and (i.until_day is null or i.until_day > $2)
                       and o.id = r.organ_id and s.id = r.subject_id
                     order by r.decided_on desc, r.id desc limit $5";
    /// How many records are on the shelf of a channel? Those with an end, and those without.
    COUNT_SHOWN = "select (select count(*) from registry_interval
                           where superseded is null and until_day > $2 and channel = $1 and from_day <= $2)
                        + (select count(*) from registry_interval
                           where superseded is null and until_day is null and channel = $1 and from_day <= $2) as n";
    /// How many streams were erased under law?
    COUNT_ERASED = "select count(*) as n from registry_tombstone";
}

/// Which shown records, and from where on.
#[derive(Debug, Clone, Copy)]
pub struct ShownPage<'a> {
    /// Channel id.
    pub channel: &'a str,
    /// The legal day.
    pub day: Date,
    /// Only this kind; empty = all.
    pub kind: &'a str,
    /// (day of the decision, record id) of the last record of the page before.
    pub after: Option<(&'a str, &'a str)>,
    /// At most so many.
    pub limit: i64,
}

/// A shown record with its subject.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownRecord {
    /// The record, with all its intervals.
    pub row: RecordRow,
    /// The subject's code.
    pub uscc: String,
    /// The subject's name now.
    pub name: String,
}

/// A page of records that the channel may show on the day.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn shown_records(tx: &mut Tx<'_>, page: ShownPage<'_>) -> Res<Vec<ShownRecord>> {
    // Behind every day and id there is.
    let (day, id) = page.after.unwrap_or(("9999-12-31", "~"));
    let mut asked = values![page.channel, page.day.to_string(), day, id, page.limit];
    let rows = if page.kind.is_empty() {
        tx.all(SHOWN, &asked).await?
    } else {
        asked.push(page.kind.into());
        tx.all(SHOWN_OF_KIND, &asked).await?
    };
    let contents = contents(tx, &rows).await?;
    let mut shown = rows.iter().map(|row| one(row, &contents)).collect::<Res<Vec<ShownRecord>>>()?;
    let mut records: Vec<_> = shown.iter().map(|one| one.row.record.clone()).collect();
    fill_intervals(tx, &mut records, i64::MAX).await?;
    for (one, filled) in shown.iter_mut().zip(records) {
        one.row.record = filled;
    }
    Ok(shown)
}

/// How many records the channel may show on the day.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn count_shown(tx: &mut Tx<'_>, channel: &str, day: Date) -> Res<i64> {
    tx.one(COUNT_SHOWN, &values![channel, day.to_string()]).await?.map_or(Ok(0), |row| row.int("n"))
}

/// How many streams were erased under law.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn count_erased(tx: &mut Tx<'_>) -> Res<i64> {
    tx.one(COUNT_ERASED, &[]).await?.map_or(Ok(0), |row| row.int("n"))
}

fn one(row: &Row, contents: &Contents) -> Res<ShownRecord> {
    let (uscc, name) = (row.text("subject_uscc")?, row.text("subject_name")?);
    Ok(ShownRecord { row: record(row, contents)?, uscc, name })
}
