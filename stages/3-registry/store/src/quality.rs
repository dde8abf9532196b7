//! What was reported of a month, and what organs said they produced. An act belongs to the month it was decided in;
//! one without that day, to the month it was first filed in.

use xh_db::{Res, Row, Tx, statements, values};
use xh_registry::{Month, ProducedCount, ReportedCount};

statements! {
    /// Records of a month by organ and kind. Conforming as it stands now; timely as it was first filed.
    REPORTED = "with acts as (
                    select id, organ_id, kind, conforming from registry_record
                    where superseded is null and decided_on >= $1 and decided_on < $2
                    union all
                    select id, organ_id, kind, conforming from registry_record
                    where superseded is null and decided_on is null and filed_on >= $1 and filed_on < $2)
                select acts.organ_id, acts.kind, count(*) as reported,
                       cast(sum(acts.conforming) as bigint) as conforming,
                       cast(coalesce(sum(first.timely), 0) as bigint) as timely, count(first.timely) as timed
                from acts join registry_record first on first.id = acts.id and first.version = 1
                group by acts.organ_id, acts.kind order by acts.organ_id, acts.kind";
    /// What organs said they produced in a month.
    PRODUCED = "select organ_id, kind, produced from registry_produced where month = $1 order by organ_id, kind";
    /// What one organ said of one kind.
    PRODUCED_OF = "select produced from registry_produced where month = $1 and organ_id = $2 and kind = $3";
    /// The newest count stands.
    PUT_PRODUCED = "insert into registry_produced (month, organ_id, kind, produced, position)
                    values ($1, $2, $3, $4, $5)
                    on conflict (month, organ_id, kind) do update
                    set produced = excluded.produced, position = excluded.position";
}

/// What was reported of a month's acts.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn reported(tx: &mut Tx<'_>, month: Month) -> Res<Vec<ReportedCount>> {
    let days = values![month.first_day().to_string(), month.end().to_string()];
    tx.all(REPORTED, &days).await?.iter().map(reported_row).collect()
}

/// What organs said they produced in a month.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn produced(tx: &mut Tx<'_>, month: Month) -> Res<Vec<ProducedCount>> {
    let said = |row: &Row| {
        Ok(ProducedCount {
            organ: row.text("organ_id")?,
            kind: row.text("kind")?,
            produced: row.int("produced")?,
        })
    };
    tx.all(PRODUCED, &values![month.to_string()]).await?.iter().map(said).collect()
}

/// What one organ said it produced of one kind in a month.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn produced_of(tx: &mut Tx<'_>, month: Month, organ: &str, kind: &str) -> Res<Option<i64>> {
    let found = tx.one(PRODUCED_OF, &values![month.to_string(), organ, kind]).await?;
    found.map(|row| row.int("produced")).transpose()
}

fn reported_row(row: &Row) -> Res<ReportedCount> {
    Ok(ReportedCount {
        organ: row.text("organ_id")?,
        kind: row.text("kind")?,
        reported: row.int("reported")?,
        conforming: row.int("conforming")?,
        timely: row.int("timely")?,
        timed: row.int("timed")?,
    })
}
