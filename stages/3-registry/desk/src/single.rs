//! The frame of a single act: lock, then load and decide under the lock, then append and project.

use xh_db::{Res, Tx};
use xh_kernel::Moment;
use xh_ledger::Draft;
use xh_registry_store::{ready, write};

/// Seals and writes drafts in this transaction (the head must not be locked by anyone else); answers the new head.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn commit(tx: &mut Tx<'_>, drafts: Vec<Draft>, moment: &mut Moment) -> Res<i64> {
    let sealed = ready(drafts, moment)?;
    let head = xh_ledger_store::lock_head(tx).await?;
    write(tx, head, sealed).await
}
