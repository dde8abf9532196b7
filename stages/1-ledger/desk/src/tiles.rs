//! Loads the few stored tiles that a computation will ask for, so that the tree code stays free of the database.

use std::collections::BTreeMap;

use xh_db::{Res, Tx};
use xh_ledger::tree::Tile;

/// Stored tiles by place.
pub(crate) type Loaded = BTreeMap<(u8, u64), Vec<u8>>;

/// The stored tiles at these places; a missing one is left out, and the computation names it.
pub(crate) async fn load(tx: &mut Tx<'_>, tiles: &[Tile]) -> Res<Loaded> {
    let mut out = Loaded::new();
    for tile in tiles {
        let index = i64::try_from(tile.index).unwrap_or(i64::MAX);
        if let Some(bytes) = xh_ledger_store::tile(tx, i64::from(tile.level), index).await? {
            out.insert((tile.level, tile.index), bytes);
        }
    }
    Ok(out)
}
