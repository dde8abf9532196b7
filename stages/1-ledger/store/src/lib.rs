//! SQL of the ledger: append, read, erase, tiles, checkpoints, leases.
//! Nothing here decides; hashing and trees are `xh_ledger`.

mod append;
mod erase;
mod lease;
mod read;
mod tiles;

pub use append::{Placed, append, lock_head};
pub use erase::erase_bodies;
pub use lease::{release_lease, take_lease};
pub use read::{Stored, entries, entries_of_kind, head, latest_of_stream, leaf_page, stream};
pub use tiles::{
    Checkpointed, StoredTile, checkpoint, checkpoints, grow, newest_checkpoint, tile, tile_page,
};

/// Every statement of this crate by name, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[(&str, &str)]] = &[append::ALL, erase::ALL, lease::ALL, read::ALL, tiles::ALL];
