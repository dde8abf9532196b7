//! What organs owe on a day, and what they answered: read in four questions, put together by the core.

use std::collections::BTreeMap;

use xh_db::{Fault, Res, Row, Tx, statements, values};
use xh_kernel::{Date, Instant, WorkCalendar};
use xh_registry::{InForce, NothingSaid, Owed, ReportedDay, Supplier, obligations, standing};

use crate::organs::organs;

statements! {
    /// Acts by organ, kind and day, and when the first of each was filed. An undated act belongs to the day it came.
    REPORTED_DAYS = "with acts as (
                         select id, organ_id, kind, decided_on as day from registry_record
                         where superseded is null and decided_on >= $1 and decided_on <= $2
                         union all
                         select id, organ_id, kind, filed_on as day from registry_record
                         where superseded is null and decided_on is null and filed_on >= $1 and filed_on <= $2)
                     select acts.organ_id, acts.kind, acts.day, min(first.filed_on) as first_on, count(*) as many
                     from acts join registry_record first on first.id = acts.id and first.version = 1
                     group by acts.organ_id, acts.kind, acts.day order by acts.organ_id, acts.kind, acts.day";
    /// Periods of which an organ said that they brought nothing.
    NOTHING_SAID = "select organ_id, entry, from_day, said_on from registry_nothing where to_day >= $1
                    order by organ_id, entry, from_day";
    /// Where each organ first stands in the ledger: its first name came with its first entry.
    FIRST_NAMED = "select organ_id, min(position) as position from registry_organ_name group by organ_id
                   order by organ_id";
}

/// Everything owed of periods that have begun by `on` and end on or after `since`, with how it stands.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn owed<'c>(
    tx: &mut Tx<'_>,
    turns: &'c [InForce],
    calendar: &WorkCalendar,
    since: Date,
    on: Date,
) -> Res<Vec<Owed<'c>>> {
    let Some(adopted) = turns.iter().map(|turn| turn.position).min() else { return Ok(Vec::new()) };
    let owed = obligations(turns, &suppliers(tx, adopted).await?, calendar, since, on);
    let Some(first) = owed.iter().map(|it| it.period.from).min() else { return Ok(Vec::new()) };
    let days = values![first.to_string(), on.to_string()];
    let reported: Res<Vec<_>> = tx.all(REPORTED_DAYS, &days).await?.iter().map(reported).collect();
    let said = tx.all(NOTHING_SAID, &values![since.to_string()]).await?;
    let said: Res<Vec<_>> = said.iter().map(nothing).collect();
    Ok(standing(owed, &reported?, &said?, calendar, on))
}

/// Every organ with its first entry. Its day is only asked of those that came after the first adoption.
async fn suppliers(tx: &mut Tx<'_>, adopted: i64) -> Res<Vec<Supplier>> {
    let named = |row: &Row| Ok((row.text("organ_id")?, row.int("position")?));
    let first: Res<BTreeMap<String, i64>> = tx.all(FIRST_NAMED, &[]).await?.iter().map(named).collect();
    let first = first?;
    let mut out = Vec::new();
    for organ in organs(tx).await? {
        let position = first.get(organ.id.as_str()).copied().unwrap_or(0);
        let since = if position < adopted { Date::MIN } else { entered_on(tx, position).await? };
        out.push(Supplier { organ, position, since });
    }
    Ok(out)
}

/// The legal day of an entry.
async fn entered_on(tx: &mut Tx<'_>, position: i64) -> Res<Date> {
    let entry = xh_ledger_store::entries(tx, position, position.saturating_add(1)).await?.pop();
    let entry = entry.ok_or_else(|| Fault::found("单位的首次登记", position))?;
    let at = Instant::parse(&entry.entry.at).map_err(|e| Fault::found("ledger_entry.at", e))?;
    Ok(at.legal_day())
}

fn reported(row: &Row) -> Res<ReportedDay> {
    Ok(ReportedDay {
        organ: row.text("organ_id")?,
        kind: row.text("kind")?,
        day: day(row, "day")?,
        first_on: day(row, "first_on")?,
        many: row.int("many")?,
    })
}

fn nothing(row: &Row) -> Res<NothingSaid> {
    Ok(NothingSaid {
        organ: row.text("organ_id")?,
        entry: row.text("entry")?,
        from: day(row, "from_day")?,
        said_on: day(row, "said_on")?,
    })
}

fn day(row: &Row, column: &str) -> Res<Date> {
    Date::parse(&row.text(column)?).map_err(|e| Fault::found(column.to_owned(), e))
}
