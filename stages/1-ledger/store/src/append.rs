//! One writer at a time: the head row is locked first, so commit order is position order and positions are dense.

use xh_db::{Fault, Res, Tx, Value, statements, values};
use xh_ledger::{Entry, Sealed};

statements! {
    /// Locks the head and tells the position the next entry gets.
    LOCK_HEAD = "update ledger_head set position = position where one = 1 returning position";
    /// Moves the head behind the entries just appended.
    MOVE_HEAD = "update ledger_head set position = $1 where one = 1";
}

pub(crate) const ENTRY_COLUMNS: &[&str] =
    &["position", "id", "stream", "version", "kind", "at", "actor", "organ", "release", "body", "leaf"];
pub(crate) const BODY_COLUMNS: &[&str] = &["position", "salt", "payload"];

/// A sealed entry with the position it got.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Dense, counted from 0.
    pub position: i64,
    /// Envelope, salt and payload.
    pub sealed: Sealed,
}

/// Locks the ledger for this transaction; the answer is the next free position.
///
/// # Errors
/// `Fault` when the database fails or the head row is missing.
pub async fn lock_head(tx: &mut Tx<'_>) -> Res<i64> {
    match tx.one(LOCK_HEAD, &[]).await? {
        Some(row) => row.int("position"),
        None => Err(Fault::found("ledger_head", "没有行")),
    }
}

/// Appends entries behind `head` (the answer of [`lock_head`] in this transaction) and moves the head.
///
/// # Errors
/// `Fault` when the database fails; a unique violation when a stream already has that version; `Held` while the clock
/// lies behind the ledger.
pub async fn append(tx: &mut Tx<'_>, head: i64, sealed: Vec<Sealed>) -> Res<Vec<Placed>> {
    crate::clock::not_backwards(tx, head, &sealed).await?;
    let placed: Vec<Placed> =
        (head..).zip(sealed).map(|(position, sealed)| Placed { position, sealed }).collect();
    let Some(last) = placed.last() else { return Ok(placed) };
    let next = last.position + 1;
    tx.insert_many("ledger_entry", ENTRY_COLUMNS, placed.iter().map(entry_row).collect()).await?;
    tx.insert_many("ledger_body", BODY_COLUMNS, placed.iter().map(body_row).collect()).await?;
    tx.run(MOVE_HEAD, &values![next]).await?;
    Ok(placed)
}

fn entry_row(placed: &Placed) -> Vec<Value> {
    entry_values(placed.position, &placed.sealed.entry)
}

/// An envelope at its position, as [`ENTRY_COLUMNS`] lists it.
pub(crate) fn entry_values(position: i64, entry: &Entry) -> Vec<Value> {
    values![
        position,
        entry.id.as_str(),
        entry.stream.as_str(),
        entry.version,
        entry.kind.as_str(),
        entry.at.as_str(),
        entry.actor.as_str(),
        entry.organ.as_str(),
        entry.release.as_str(),
        entry.body.as_slice(),
        entry.leaf.as_slice(),
    ]
}

fn body_row(placed: &Placed) -> Vec<Value> {
    values![placed.position, placed.sealed.salt.as_slice(), placed.sealed.payload.as_str()]
}
