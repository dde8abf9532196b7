//! The one way an act becomes durable: seal (before the lock), append, project; all in the caller's transaction.

use xh_db::{Fault, Res, Tx};
use xh_kernel::Moment;
use xh_ledger::{Draft, Fields, Sealed, seal};

use crate::project::{Applied, project};

/// A draft that has been sealed: nothing left to compute under the lock.
#[derive(Debug, Clone)]
pub struct Ready {
    /// Envelope, salt, payload.
    pub sealed: Sealed,
    /// The payload's fields, so that nothing is parsed again.
    pub fields: Fields,
}

/// Seals drafts in order.
///
/// # Errors
/// `Fault` when a payload cannot be sealed (a value canonical JSON cannot hold, an entry too large for the log).
pub fn ready(drafts: Vec<Draft>, moment: &mut Moment) -> Res<Vec<Ready>> {
    let seal_one = |draft: Draft| {
        let (id, salt) = (moment.id(), moment.salt());
        let sealed = seal(&draft, id, moment.at(), salt).map_err(|e| Fault::found("待写入的条目", e))?;
        Ok(Ready { sealed, fields: draft.fields })
    };
    drafts.into_iter().map(seal_one).collect()
}

/// Appends sealed drafts behind `head` (locked by this transaction) and projects them; answers the new head.
///
/// # Errors
/// `Fault` when the database fails; a unique violation when a stream already has that version.
pub async fn write(tx: &mut Tx<'_>, head: i64, ready: Vec<Ready>) -> Res<i64> {
    let (sealed, fields): (Vec<Sealed>, Vec<Fields>) =
        ready.into_iter().map(|r| (r.sealed, r.fields)).unzip();
    let placed = xh_ledger_store::append(tx, head, sealed).await?;
    let applied: Vec<Applied<'_>> = placed
        .iter()
        .zip(&fields)
        .map(|(p, fields)| Applied { position: p.position, entry: &p.sealed.entry, fields: Some(fields) })
        .collect();
    project(tx, &applied).await?;
    Ok(placed.last().map_or(head, |p| p.position + 1))
}
