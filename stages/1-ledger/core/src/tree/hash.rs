//! The two hashes of RFC 6962 section 2.1. The first byte keeps a leaf from being passed off as a node.
//! Not the commitment of an act: that is `digest::leaf_digest`, and it lies inside the bytes hashed here.

use sha2::{Digest, Sha256};

/// A node of the tree.
pub type Hash = [u8; 32];

/// The hash of one log entry (the bytes of its bundle entry): SHA-256(0x00 ‖ bytes).
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// The hash over two nodes: SHA-256(0x01 ‖ left ‖ right).
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of a tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Hash {
    Sha256::new().finalize().into()
}

/// The hash over neighbouring nodes of one level, a power of two of them; `None` for any other number.
#[must_use]
pub fn subtree_hash(nodes: &[Hash]) -> Option<Hash> {
    if !nodes.len().is_power_of_two() {
        return None;
    }
    let mut level = nodes.to_vec();
    while level.len() > 1 {
        level = level.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    level.first().copied()
}

/// Whole hashes at the front of the bytes of a tile.
pub(crate) fn hashes_of(bytes: &[u8]) -> &[Hash] {
    bytes.as_chunks::<32>().0
}
