//! Does the ledger still begin with a tree that was signed before? Asked before anything more is signed: a database
//! that was put back to an earlier moment would otherwise grow another tree of a size already published (C2SP
//! tlog-checkpoint: never sign an inconsistent one). It signs nothing.

use xh_db::{Fault, Res, Tx};
use xh_ledger::Checkpoint;
use xh_ledger::tree::{Growth, Hash, leaf_hash, root, root_tiles};

use crate::tiles;

const PAGE: i64 = 16_384;

/// How the ledger stands to a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It begins with that tree.
    Begins,
    /// It has fewer entries than were signed.
    Shorter {
        /// Entries there are.
        entries: i64,
    },
    /// It has other entries than were signed.
    Differs,
}

/// Holds the ledger against a checkpoint.
///
/// # Errors
/// `Fault` when the database fails or its tiles do not continue.
pub async fn standing(tx: &mut Tx<'_>, known: &Checkpoint) -> Res<Standing> {
    let entries = xh_ledger_store::head(tx).await?;
    let size = i64::try_from(known.size).map_err(|e| Fault::found("检查点的规模", e))?;
    if entries < size {
        return Ok(Standing::Shorter { entries });
    }
    let signed = xh_ledger_store::checkpoint(tx, size).await?;
    if signed.is_some_and(|signed| signed.root == known.root) || root_of(tx, size).await? == known.root {
        return Ok(Standing::Begins);
    }
    Ok(Standing::Differs)
}

/// The root over the first `size` entries: from the tiles, and beyond these from the entries themselves.
async fn root_of(tx: &mut Tx<'_>, size: i64) -> Res<Hash> {
    let done = xh_ledger_store::newest_checkpoint(tx).await?.map_or(0, |c| c.size);
    if size <= done {
        let size = unsigned(size)?;
        let loaded = tiles::load(tx, &root_tiles(size)).await?;
        return root(&loaded, size).map_err(|e| Fault::found("ledger_tile", e));
    }
    let (mut at, start) = (done, unsigned(done)?);
    let edge = tiles::load(tx, &Growth::edge_tiles(start)).await?;
    let mut growth = Growth::resume(start, &edge).map_err(|e| Fault::found("ledger_tile", e))?;
    while at < size {
        let upto = size.min(at + PAGE);
        for entry in xh_ledger_store::leaf_page(tx, at, upto).await? {
            growth.push(leaf_hash(&entry));
        }
        growth.drain();
        at = upto;
    }
    Ok(growth.root())
}

fn unsigned(number: i64) -> Res<u64> {
    u64::try_from(number).map_err(|e| Fault::found("账本位置", e))
}
