//! The clock against the ledger. Time in the log does not go back unseen: an entry far older than the newest one is
//! refused, until the clock is right again or the operator has said that the newest one's clock was wrong.

use xh_db::{Fault, Res, Tx, statements, values};
use xh_kernel::Instant;
use xh_ledger::Sealed;

/// How far a clock may lie behind the newest entry, in microseconds: what waiting for the lock, and nodes whose clocks
/// are kept by NTP, amount to, many times over.
pub const CLOCK_MAY_LAG: i64 = 300_000_000;

statements! {
    /// When was the newest entry below a head made, unless its clock was found wrong?
    NEWEST_AT = "select at from ledger_entry where position = $1
                 and position >= (select coalesce(max(accepted), 0) from ledger_clock)";
    /// From here on the clock is believed, whatever entries before say.
    ACCEPT = "insert into ledger_clock (one, accepted) values (1, $1)
              on conflict (one) do update set accepted = excluded.accepted";
}

/// When the newest entry was made; none in an empty ledger, or when its clock was found wrong.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn newest_instant(tx: &mut Tx<'_>) -> Res<Option<Instant>> {
    let head = crate::head(tx).await?;
    newest_below(tx, head).await
}

async fn newest_below(tx: &mut Tx<'_>, head: i64) -> Res<Option<Instant>> {
    let Some(row) = tx.one(NEWEST_AT, &values![head - 1]).await? else { return Ok(None) };
    let at = Instant::parse(&row.text("at")?).map_err(|e| Fault::found("ledger_entry.at", e))?;
    Ok(Some(at))
}

/// Refuses entries whose clock lies too far behind the ledger.
pub(crate) async fn not_backwards(tx: &mut Tx<'_>, head: i64, sealed: &[Sealed]) -> Res<()> {
    let Some(earliest) = sealed.iter().map(|one| one.entry.at.as_str()).min() else { return Ok(()) };
    let Some(newest) = newest_below(tx, head).await? else { return Ok(()) };
    let least = Instant::from_unix_micros(newest.unix_micros() - CLOCK_MAY_LAG);
    if earliest >= least.as_str() {
        return Ok(());
    }
    let newest = newest.as_str();
    Err(Fault::Held {
        why: format!(
            "本机时钟({earliest})落后于账本最新一条({newest})。请校时;若是先前的时钟走快了,请运行 xinheng ledger clock --accept"
        ),
    })
}

/// The clock as it is now is right, and the newest entries' was not; answers from which position on.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn accept_clock(tx: &mut Tx<'_>) -> Res<i64> {
    let head = crate::lock_head(tx).await?;
    tx.run(ACCEPT, &values![head]).await?;
    Ok(head)
}
