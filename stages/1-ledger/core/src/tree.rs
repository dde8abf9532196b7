//! The Merkle tree of the log (RFC 6962) in tiles of 256 hashes (C2SP tlog-tiles): how it grows, and how
//! anyone checks that a leaf is in it and that nothing before was changed. It stores nothing: tiles come from
//! a
//! [`TileSource`] and go back to the caller.

mod growth;
mod hash;
mod proof;
mod tile;
mod verify;

pub use growth::Growth;
pub use hash::{Hash, empty_root, leaf_hash, node_hash, subtree_hash};
pub use proof::{consistency_proof, consistency_tiles, inclusion_proof, inclusion_tiles, root, root_tiles};
pub use tile::{Tile, TileSource, parse_tile_index, tile_index_path, tiles_of};
pub use verify::{verify_consistency, verify_inclusion};

/// Why a root or a proof could not be computed from the tiles at hand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeFault {
    /// A tile is missing, or shorter than a tree of this size needs.
    #[error("缺少账本瓦片 {level}/{index}，或其长度不足；请运行 ledger audit 重建瓦片")]
    Tile {
        /// Level of the tile, 0 for leaf hashes.
        level: u8,
        /// Index of the tile within its level.
        index: u64,
    },
    /// The leaf or the older tree lies beyond the tree.
    #[error("账本只有 {size} 条，没有第「{asked}」号位置")]
    Beyond {
        /// Index or older size that was asked for.
        asked: u64,
        /// Size of the tree in leaves.
        size: u64,
    },
}

#[cfg(test)]
mod tests;
