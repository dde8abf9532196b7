//! Roots and proofs from stored tiles (RFC 6962 sections 2.1, 2.1.1, 2.1.2). Each proof is first a list of
//! leaf ranges, then a hash for each; the same list says which tiles to load, so that a store can fetch them
//! in one go.

use std::collections::BTreeSet;

use super::TreeFault;
use super::hash::{Hash, empty_root, hashes_of, node_hash, subtree_hash};
use super::tile::{HEIGHT, Tile, TileSource, WIDTH};

/// Leaves `from..to` of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    from: u64,
    to: u64,
}

/// A complete subtree: `2^height` leaves, the `nth` of its height.
#[derive(Clone, Copy, Debug)]
struct Node {
    height: u32,
    nth: u64,
}

/// The root over the first `size` leaves.
///
/// # Errors
/// [`TreeFault::Tile`] when a tile is missing or too short.
pub fn root(tiles: &dyn TileSource, size: u64) -> Result<Hash, TreeFault> {
    Range { from: 0, to: size }.hash(tiles)
}

/// The proof that leaf `index` is in the tree of `size` leaves, from the leaf's sibling up.
///
/// # Errors
/// [`TreeFault::Beyond`] when there is no such leaf; [`TreeFault::Tile`] when a tile is missing or too short.
pub fn inclusion_proof(tiles: &dyn TileSource, size: u64, index: u64) -> Result<Vec<Hash>, TreeFault> {
    inclusion_ranges(size, index)?.iter().map(|range| range.hash(tiles)).collect()
}

/// The proof that the tree of `new` leaves begins with the tree of `old` leaves. Empty for an old tree
/// without leaves.
///
/// # Errors
/// [`TreeFault::Beyond`] when `old` is larger; [`TreeFault::Tile`] when a tile is missing or too short.
pub fn consistency_proof(tiles: &dyn TileSource, old: u64, new: u64) -> Result<Vec<Hash>, TreeFault> {
    consistency_ranges(old, new)?.iter().map(|range| range.hash(tiles)).collect()
}

/// The tiles that [`root`] reads.
#[must_use]
pub fn root_tiles(size: u64) -> Vec<Tile> {
    tiles_under(&[Range { from: 0, to: size }], size)
}

/// The tiles that [`inclusion_proof`] reads.
///
/// # Errors
/// [`TreeFault::Beyond`] when there is no such leaf.
pub fn inclusion_tiles(size: u64, index: u64) -> Result<Vec<Tile>, TreeFault> {
    Ok(tiles_under(&inclusion_ranges(size, index)?, size))
}

/// The tiles that [`consistency_proof`] reads.
///
/// # Errors
/// [`TreeFault::Beyond`] when `old` is larger than `new`.
pub fn consistency_tiles(old: u64, new: u64) -> Result<Vec<Tile>, TreeFault> {
    Ok(tiles_under(&consistency_ranges(old, new)?, new))
}

/// The ranges beside the way from the root down to the leaf, deepest first.
fn inclusion_ranges(size: u64, index: u64) -> Result<Vec<Range>, TreeFault> {
    if index >= size {
        return Err(TreeFault::Beyond { asked: index, size });
    }
    let mut beside = Vec::new();
    let mut here = Range { from: 0, to: size };
    while let Some((left, right)) = here.halves() {
        let (kept, other) = if index < left.to { (left, right) } else { (right, left) };
        beside.push(other);
        here = kept;
    }
    beside.reverse();
    Ok(beside)
}

/// The ranges beside the way from the root down to the last node that both trees share, which comes first
/// unless it is the whole old tree.
fn consistency_ranges(old: u64, new: u64) -> Result<Vec<Range>, TreeFault> {
    if old > new {
        return Err(TreeFault::Beyond { asked: old, size: new });
    }
    let mut beside = Vec::new();
    let mut here = Range { from: 0, to: new };
    while old > 0 && here.to != old {
        let Some((left, right)) = here.halves() else { break };
        let (kept, other) = if old <= left.to { (left, right) } else { (right, left) };
        beside.push(other);
        here = kept;
    }
    if old > 0 && here.from > 0 {
        beside.push(here);
    }
    beside.reverse();
    Ok(beside)
}

fn tiles_under(ranges: &[Range], size: u64) -> Vec<Tile> {
    let places: BTreeSet<_> =
        ranges.iter().flat_map(Range::nodes).map(|node| (node.level(), node.tile_index())).collect();
    places.into_iter().filter_map(|(level, index)| Tile::of(size, level, index)).collect()
}

impl Range {
    /// The two children of RFC 6962: the left one has the largest power of two smaller than the whole.
    fn halves(&self) -> Option<(Range, Range)> {
        let leaves = self.to - self.from;
        if leaves < 2 {
            return None;
        }
        let middle = self.from + (1 << (leaves - 1).ilog2());
        Some((Range { from: self.from, to: middle }, Range { from: middle, to: self.to }))
    }

    /// The complete subtrees of the range, left to right: the binary digits of its length.
    fn nodes(&self) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut from = self.from;
        while let Some(height) = (self.to - from).checked_ilog2() {
            nodes.push(Node { height, nth: from >> height });
            from += 1 << height;
        }
        nodes
    }

    fn hash(&self, tiles: &dyn TileSource) -> Result<Hash, TreeFault> {
        let mut hash = None;
        for node in self.nodes().into_iter().rev() {
            let left = node.hash(tiles)?;
            hash = Some(hash.map_or(left, |right| node_hash(&left, &right)));
        }
        Ok(hash.unwrap_or_else(empty_root))
    }
}

impl Node {
    fn level(&self) -> u8 {
        u8::try_from(self.height / HEIGHT).unwrap_or(u8::MAX)
    }

    /// The first hash of the node, counted along its level of tiles.
    fn first(&self) -> u64 {
        self.nth << (self.height % HEIGHT)
    }

    fn tile_index(&self) -> u64 {
        self.first() / u64::from(WIDTH)
    }

    fn hash(&self, tiles: &dyn TileSource) -> Result<Hash, TreeFault> {
        let (level, index) = (self.level(), self.tile_index());
        let missing = TreeFault::Tile { level, index };
        let bytes = tiles.tile(level, index).ok_or(missing.clone())?;
        let from = usize::try_from(self.first() % u64::from(WIDTH)).unwrap_or(usize::MAX);
        let to = from.saturating_add(1 << (self.height % HEIGHT));
        hashes_of(&bytes).get(from..to).and_then(subtree_hash).ok_or(missing)
    }
}
