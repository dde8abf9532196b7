//! Intervals whose end has come and has not been noted yet; the scheduler appends the note, pages never wait for it.

use xh_db::{Res, Tx, statements, values};

statements! {
    /// Current intervals over by a day, without a note.
    ENDING = "select i.record_id, i.channel, i.until_day from registry_interval i
              where i.until_day <= $1 and i.superseded is null
                and not exists (select 1 from registry_ended e where e.record_id = i.record_id
                                and e.channel = i.channel and e.ended_on = i.until_day)
              order by i.record_id, i.channel limit $2";
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

/// Up to `limit` intervals over by `day` and not noted yet.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn ending_by(tx: &mut Tx<'_>, day: &str, limit: i64) -> Res<Vec<EndingInterval>> {
    let rows = tx.all(ENDING, &values![day, limit]).await?;
    let ending = |row: &xh_db::Row| {
        Ok(EndingInterval {
            record: row.text("record_id")?,
            channel: row.text("channel")?,
            until: row.text("until_day")?,
        })
    };
    rows.iter().map(ending).collect()
}
