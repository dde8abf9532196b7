//! Records a channel may show on a day, newest decision first: the front page and the board.
//! It reads stored intervals as they are known now; it decides no period.

use xh_db::{Res, Row, Tx, statements, values};
use xh_kernel::Date;

use crate::find::{Contents, contents};
use crate::records::{RecordRow, fill_intervals, record};

statements! {
    /// A page of records on the shelf of a channel, newest decision first, behind a place in that order.
    SHOWN = "select r.id, r.version, r.subject_id, r.kind, r.organ_id, o.name as organ_name, r.decided_on,
                    r.filed_on, r.status, r.severity, r.unsettled, r.body_position,
                    s.uscc as subject_uscc, s.name as subject_name
             from registry_record r
             join registry_interval i on i.record_id = r.id and i.superseded is null and i.channel = $1
             join registry_organ o on o.id = r.organ_id
             join registry_subject s on s.id = r.subject_id
             where r.superseded is null and i.from_day <= $2 and (i.until_day is null or i.until_day > $2)
               and ($3 = '' or r.kind = $3) and (r.decided_on, r.id) < ($4, $5)
             order by r.decided_on desc, r.id desc limit $6";
    /// How many records are on the shelf of a channel?
    COUNT_SHOWN = "select count(*) as n from registry_interval
                   where channel = $1 and superseded is null and from_day <= $2
                     and (until_day is null or until_day > $2)";
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
    let row = values![page.channel, page.day.to_string(), page.kind, day, id, page.limit];
    let rows = tx.all(SHOWN, &row).await?;
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
