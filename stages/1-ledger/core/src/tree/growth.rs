//! How the tree grows: leaf hashes in, tiles to store out. Only the right edge is held, at most 255 hashes a
//! level, whatever the size of the log. Storing the tiles and signing the root are the follower's work.

use super::TreeFault;
use super::hash::{Hash, empty_root, hashes_of, node_hash, subtree_hash};
use super::tile::{Tile, TileSource, WIDTH, count};

/// A tree at its right edge.
#[derive(Clone, Debug, Default)]
pub struct Growth {
    size: u64,
    levels: Vec<Edge>,
    done: Vec<(Tile, Vec<u8>)>,
}

/// The unfinished tile of one level.
#[derive(Clone, Debug, Default)]
struct Edge {
    index: u64,
    hashes: Vec<Hash>,
    changed: bool,
}

impl Growth {
    /// A tree without leaves.
    #[must_use]
    pub fn new() -> Growth {
        Growth::default()
    }

    /// The tiles that [`Growth::resume`] will ask for, so that they can be loaded together.
    #[must_use]
    pub fn edge_tiles(size: u64) -> Vec<Tile> {
        levels(size)
            .filter_map(|level| Tile::of(size, level, count(size, level) / u64::from(WIDTH)))
            .collect()
    }

    /// Takes up a tree of `size` leaves where it was left.
    ///
    /// # Errors
    /// [`TreeFault::Tile`] when an unfinished tile is missing or too short.
    pub fn resume(size: u64, tiles: &dyn TileSource) -> Result<Growth, TreeFault> {
        let levels = levels(size).map(|level| Edge::load(size, level, tiles)).collect::<Result<_, _>>()?;
        Ok(Growth { size, levels, done: Vec::new() })
    }

    /// Leaves in the tree.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds one leaf, by the hash of its log entry.
    pub fn push(&mut self, leaf: Hash) {
        self.size += 1;
        let mut carried = Some(leaf);
        for level in 0..=u8::MAX {
            let Some(hash) = carried else { return };
            carried = self.push_at(level, hash);
        }
    }

    /// The tiles that are new or wider since the last call: full ones, then the unfinished ones. Write them
    /// all.
    pub fn drain(&mut self) -> Vec<(Tile, Vec<u8>)> {
        let mut tiles = std::mem::take(&mut self.done);
        for (level, edge) in (0_u8..).zip(&mut self.levels) {
            if std::mem::take(&mut edge.changed) && !edge.hashes.is_empty() {
                tiles.push(edge.tile(level));
            }
        }
        tiles
    }

    /// The root over all leaves so far.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut root = None;
        for edge in &self.levels {
            let mut rest = edge.hashes.as_slice();
            // From the right: the complete subtrees of an unfinished tile are the binary digits of its width.
            while !rest.is_empty() {
                let (left, subtree) = rest.split_at(rest.len() & (rest.len() - 1));
                rest = left;
                let node = subtree_hash(subtree).unwrap_or_else(empty_root);
                root = Some(root.map_or(node, |right| node_hash(&node, &right)));
            }
        }
        root.unwrap_or_else(empty_root)
    }

    /// Adds a hash at a level; gives the hash of the whole tile when that completed it.
    fn push_at(&mut self, level: u8, hash: Hash) -> Option<Hash> {
        if self.levels.len() <= usize::from(level) {
            self.levels.push(Edge::default());
        }
        let edge = self.levels.get_mut(usize::from(level))?;
        edge.hashes.push(hash);
        edge.changed = true;
        if edge.hashes.len() < usize::from(WIDTH) {
            return None;
        }
        self.done.push(edge.tile(level));
        edge.index += 1;
        edge.changed = false;
        subtree_hash(&std::mem::take(&mut edge.hashes))
    }
}

impl Edge {
    fn load(size: u64, level: u8, tiles: &dyn TileSource) -> Result<Edge, TreeFault> {
        let index = count(size, level) / u64::from(WIDTH);
        let Some(tile) = Tile::of(size, level, index) else {
            return Ok(Edge { index, ..Edge::default() });
        };
        let bytes = tiles.tile(level, index).unwrap_or_default();
        let stored = bytes.get(..tile.bytes()).ok_or(TreeFault::Tile { level, index })?;
        Ok(Edge { index, hashes: hashes_of(stored).to_vec(), changed: false })
    }

    fn tile(&self, level: u8) -> (Tile, Vec<u8>) {
        let width = u16::try_from(self.hashes.len()).unwrap_or(WIDTH);
        (Tile { level, index: self.index, width }, self.hashes.concat())
    }
}

/// The levels at which a tree of this size has nodes.
fn levels(size: u64) -> impl Iterator<Item = u8> {
    (0_u8..).take_while(move |&level| count(size, level) > 0)
}
