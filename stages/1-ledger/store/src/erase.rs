//! Erasure: the bodies of a stream go, the `erased` entry appended just before stays (design: Erasure).

use xh_db::{Res, Tx, statements, values};
use xh_kernel::Id;

statements! {
    /// Deletes the bodies of a stream below the entry that says so; the triggers demand that entry.
    ERASE = "delete from ledger_body where position in
             (select position from ledger_entry where stream = $1 and position < $2 and kind <> 'erased')";
}

/// Deletes every body of `stream` older than the `erased` entry at `erased_at`; the answer is how many went.
///
/// # Errors
/// `Fault` when the database fails or no `erased` entry stands behind the bodies.
pub async fn erase_bodies(tx: &mut Tx<'_>, stream: &Id, erased_at: i64) -> Res<u64> {
    tx.run(ERASE, &values![stream.as_str(), erased_at]).await
}
