//! Reading single hashes out of served tiles, for the proofs of `tlog_tiles`. Its own `TileHashReader` is not
//! used: version 0.2.0 leaves some full tiles unchecked when two parts of the root lie in one tile. Nothing
//! is lost by that: the walk compares every tile, and a proof is checked against the signed root whatever it
//! was made from.

use std::cell::RefCell;
use std::collections::HashMap;

use tlog_tiles::{Error, Hash, HashReader, Tile};

use crate::site::{HEIGHT, Site};

/// The hashes of a tree of a given size.
pub struct Hashes<'s> {
    site: &'s Site,
    size: u64,
    tiles: RefCell<HashMap<Tile, Vec<u8>>>,
}

impl<'s> Hashes<'s> {
    /// The hashes of the tree of `size` leaves.
    pub fn new(site: &'s Site, size: u64) -> Hashes<'s> {
        Hashes { site, size, tiles: RefCell::default() }
    }

    fn read(&self, index: u64) -> Result<Hash, Error> {
        let tile = Tile::from_index(HEIGHT, index).parent(0, self.size).ok_or(Error::IndexesNotInTree)?;
        let mut tiles = self.tiles.borrow_mut();
        if let Some(bytes) = tiles.get(&tile) {
            return tile.hash_at_index(bytes, index);
        }
        let bytes = self.site.tile(&tile).map_err(Error::InvalidInput)?;
        let hash = tile.hash_at_index(&bytes, index);
        tiles.insert(tile, bytes);
        hash
    }
}

impl HashReader for Hashes<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        indexes.iter().map(|&index| self.read(index)).collect()
    }
}
