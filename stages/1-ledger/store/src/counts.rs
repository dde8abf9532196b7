//! What was entered when: counts for the ledger page, and the position an instant stands for.

use xh_db::{Res, Row, Tx, statements, values};
use xh_kernel::Instant;

statements! {
    /// Entries by kind and hour (UTC, `2026-11-23T17`) since an instant.
    SINCE = "select substr(at, 1, 13) as hour, kind, count(*) as n from ledger_entry where at >= $1
             group by substr(at, 1, 13), kind order by substr(at, 1, 13), kind";
    /// The number of entries made up to an instant.
    POSITION_AT = "select coalesce(max(position) + 1, 0) as n from ledger_entry where at <= $1";
}

/// Entries of one kind in one hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourCount {
    /// The hour, UTC: `2026-11-23T17`.
    pub hour: String,
    /// Entry kind.
    pub kind: String,
    /// How many.
    pub entries: i64,
}

/// Entries by hour and kind since an instant, oldest first.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn counts_since(tx: &mut Tx<'_>, since: &Instant) -> Res<Vec<HourCount>> {
    let count = |row: &Row| {
        Ok(HourCount { hour: row.text("hour")?, kind: row.text("kind")?, entries: row.int("n")? })
    };
    tx.all(SINCE, &values![since.as_str()]).await?.iter().map(count).collect()
}

/// The ledger position that was known at an instant: entries below it had been made.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn position_at(tx: &mut Tx<'_>, at: &Instant) -> Res<i64> {
    tx.one(POSITION_AT, &values![at.as_str()]).await?.map_or(Ok(0), |row| row.int("n"))
}
