//! SQL of the ledger: append, read, erase, tiles, checkpoints, leases.
//! Nothing here decides; hashing and trees are `xh_ledger`.

mod append;
mod clock;
mod counts;
mod erase;
mod lease;
mod read;
mod restore;
mod tiles;
mod touched;

pub use append::{Placed, append, lock_head};
pub use clock::{CLOCK_MAY_LAG, accept_clock, newest_instant};
pub use counts::{HourCount, counts_since, position_at};
pub use erase::erase_bodies;
pub use lease::{release_lease, take_lease};
pub use read::{
    Spoiled, Stored, bodies, entries, entries_after, entries_of_kind, erased_streams, head, latest_of_stream,
    leaf_page, stream,
};
pub use restore::restore;
pub use tiles::{
    Checkpointed, StoredTile, checkpoint, checkpoints, grow, newest_checkpoint, tile, tile_page,
};
pub use touched::{Touched, begun_below, touched};

/// Every statement of this crate by name, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[(&str, &str)]] = &[
    append::ALL,
    clock::ALL,
    counts::ALL,
    erase::ALL,
    lease::ALL,
    read::ALL,
    restore::ALL,
    tiles::ALL,
    touched::ALL,
];

#[cfg(test)]
mod tests;
