//! Follower leases: one node signs, indexes or sends at a time; a lease that ran out may be taken.

use xh_db::{Fault, Res, Tx, statements, values};
use xh_kernel::Instant;

/// A lease that ends later than this behind one taken now was taken by a clock that was wrong; in microseconds.
const LONGEST: i64 = 3_600_000_000;

statements! {
    /// Takes or renews a lease when it is free, ours, over, or held longer than anybody asks for.
    TAKE = "insert into ledger_lease (name, holder, until) values ($1, $2, $3)
            on conflict (name) do update set holder = excluded.holder, until = excluded.until
            where ledger_lease.holder = excluded.holder or ledger_lease.until < $4 or ledger_lease.until > $5";
    /// Gives a lease back.
    RELEASE = "delete from ledger_lease where name = $1 and holder = $2";
}

/// Takes the lease `name` for `holder` until `until` (both instants as fixed-width text); `false` when held by another.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn take_lease(tx: &mut Tx<'_>, name: &str, holder: &str, now: &str, until: &str) -> Res<bool> {
    let far = Instant::parse(until).map_err(|e| Fault::found("租约", e))?;
    let far = Instant::from_unix_micros(far.unix_micros() + LONGEST);
    Ok(tx.run(TAKE, &values![name, holder, until, now, far.as_str()]).await? > 0)
}

/// Gives the lease back so that the next holder need not wait.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn release_lease(tx: &mut Tx<'_>, name: &str, holder: &str) -> Res<()> {
    tx.run(RELEASE, &values![name, holder]).await.map(|_| ())
}
