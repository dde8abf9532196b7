//! Entries put back as an export tells them, positions and erasures included: the one way in besides `append`.
//! For a rebuild into an empty ledger, never for one that is in use.

use xh_db::{Res, Tx, statements, values};

use crate::append::{BODY_COLUMNS, ENTRY_COLUMNS, entry_values};
use crate::read::Stored;

statements! {
    /// The head behind the entries put back so far.
    PUT_HEAD = "update ledger_head set position = $1 where one = 1";
}

/// Puts entries back at their positions and moves the head behind the last; a body is left out where it was
/// erased.
///
/// # Errors
/// `Fault` when the database fails; a unique violation when a position or a stream's version is taken.
pub async fn restore(tx: &mut Tx<'_>, entries: &[Stored]) -> Res<()> {
    let Some(last) = entries.last() else { return Ok(()) };
    let rows = entries.iter().map(|stored| entry_values(stored.position, &stored.entry)).collect();
    tx.insert_many("ledger_entry", ENTRY_COLUMNS, rows).await?;
    let body = |stored: &Stored| {
        let (salt, payload) = stored.salt.as_ref().zip(stored.payload.as_deref())?;
        Some(values![stored.position, salt, payload])
    };
    tx.insert_many("ledger_body", BODY_COLUMNS, entries.iter().filter_map(body).collect()).await?;
    tx.run(PUT_HEAD, &values![last.position + 1]).await.map(|_| ())
}
