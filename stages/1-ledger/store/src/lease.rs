//! Follower leases: one node signs, indexes or sends at a time; a lease that ran out may be taken.

use xh_db::{Res, Tx, statements, values};

statements! {
    /// Takes or renews a lease when it is free, ours, or over.
    TAKE = "insert into ledger_lease (name, holder, until) values ($1, $2, $3)
            on conflict (name) do update set holder = excluded.holder, until = excluded.until
            where ledger_lease.holder = excluded.holder or ledger_lease.until < $4";
    /// Gives a lease back.
    RELEASE = "delete from ledger_lease where name = $1 and holder = $2";
}

/// Takes the lease `name` for `holder` until `until` (both instants as fixed-width text); `false` when held by another.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn take_lease(tx: &mut Tx<'_>, name: &str, holder: &str, now: &str, until: &str) -> Res<bool> {
    Ok(tx.run(TAKE, &values![name, holder, until, now]).await? > 0)
}

/// Gives the lease back so that the next holder need not wait.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn release_lease(tx: &mut Tx<'_>, name: &str, holder: &str) -> Res<()> {
    tx.run(RELEASE, &values![name, holder]).await.map(|_| ())
}
