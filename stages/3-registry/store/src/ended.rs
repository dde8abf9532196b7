//! Intervals whose end has come and has not been noted yet; the scheduler appends the note, pages never wait for it.

use xh_db::{Res, Row, Tx, Value, statements, values};

statements! {
    /// Current intervals over by a day, without a note, behind a place in the order of their ends.
    ENDING = "select i.until_day, i.record_id, i.channel from registry_interval i
              where i.superseded is null and i.until_day <= $1
                and (i.until_day, i.record_id, i.channel) > ($2, $3, $4)
                and not exists (select 1 from registry_ended e where e.record_id = i.record_id
                                and e.channel = i.channel and e.ended_on = i.until_day)
              order by i.until_day, i.record_id, i.channel limit $5";
    /// The same of these records only.
    ENDING_OF = "select i.until_day, i.record_id, i.channel from registry_interval i
                 where i.record_id in ($keys) and i.superseded is null and i.until_day <= $1
                   and not exists (select 1 from registry_ended e where e.record_id = i.record_id
                                   and e.channel = i.channel and e.ended_on = i.until_day)
                 order by i.until_day, i.record_id, i.channel";
}

/// An interval that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingInterval {
    /// The record.
    pub record: String,
    /// The channel.
    pub channel: String,
    /// First day not shown.
    pub until: String,
}

/// Up to `limit` intervals over by `day` and not noted yet, behind one of them in the order of their ends.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn ending_by(
    tx: &mut Tx<'_>,
    day: &str,
    after: Option<&EndingInterval>,
    limit: i64,
) -> Res<Vec<EndingInterval>> {
    let (until, record, channel) =
        after.map_or(("", "", ""), |last| (last.until.as_str(), last.record.as_str(), last.channel.as_str()));
    tx.all(ENDING, &values![day, until, record, channel, limit]).await?.iter().map(ending).collect()
}

/// Which of these are still not noted? For the moment when nobody else can write.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn still_ending(tx: &mut Tx<'_>, day: &str, these: &[EndingInterval]) -> Res<Vec<EndingInterval>> {
    let mut records: Vec<&str> = these.iter().map(|one| one.record.as_str()).collect();
    records.dedup();
    let keys = records.into_iter().map(Value::from).collect();
    let found: Res<Vec<EndingInterval>> =
        tx.all_in(ENDING_OF, &values![day], keys).await?.iter().map(ending).collect();
    Ok(found?.into_iter().filter(|one| these.contains(one)).collect())
}

fn ending(row: &Row) -> Res<EndingInterval> {
    Ok(EndingInterval {
        record: row.text("record_id")?,
        channel: row.text("channel")?,
        until: row.text("until_day")?,
    })
}
