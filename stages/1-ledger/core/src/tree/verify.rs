//! Checking proofs without the tree (RFC 9162 sections 2.1.3.2 and 2.1.4.2). Written apart from the making of
//! proofs: no range, no tile, only the bits of index and size. Any input gives yes or no, never a panic.

use super::hash::{Hash, empty_root, node_hash};

/// Whether the leaf with this hash is number `index` of the tree of `size` leaves that has this root.
#[must_use]
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let mut way = Way { here: index, last: size - 1 };
    let mut hash = *leaf;
    for beside in proof {
        match way.climb() {
            Some(Side::Left) => hash = node_hash(beside, &hash),
            Some(Side::Right) => hash = node_hash(&hash, beside),
            None => return false,
        }
    }
    way.last == 0 && hash == *root
}

/// Whether the tree of `new` leaves with root `new_root` begins with the tree of `old` leaves with root
/// `old_root`.
#[must_use]
pub fn verify_consistency(old: u64, old_root: &Hash, new: u64, new_root: &Hash, proof: &[Hash]) -> bool {
    if old == 0 || old >= new {
        let same = if old == 0 { *old_root == empty_root() } else { old == new && old_root == new_root };
        return same && proof.is_empty();
    }
    // When the old tree is complete, its root is the first node and the proof leaves it out.
    let first = if old.is_power_of_two() { Some((old_root, proof)) } else { proof.split_first() };
    let Some((first, rest)) = first else { return false };
    let mut way = Way { here: old - 1, last: new - 1 };
    way.rise(way.here.trailing_ones());
    let (mut before, mut after) = (*first, *first);
    for beside in rest {
        match way.climb() {
            Some(Side::Left) => {
                before = node_hash(beside, &before);
                after = node_hash(beside, &after);
            }
            Some(Side::Right) => after = node_hash(&after, beside),
            None => return false,
        }
    }
    way.last == 0 && before == *old_root && after == *new_root
}

/// A node on the way to the root, and the last node of its level.
struct Way {
    here: u64,
    last: u64,
}

/// On which side of the way the next hash of the proof lies.
enum Side {
    Left,
    Right,
}

impl Way {
    /// Goes up by one hash of the proof; `None` when the root was already reached.
    fn climb(&mut self) -> Option<Side> {
        if self.last == 0 {
            return None;
        }
        let side = if self.here % 2 == 1 || self.here == self.last { Side::Left } else { Side::Right };
        if matches!(side, Side::Left) && self.here.is_multiple_of(2) {
            // The last node of its level has no sibling here: it rises alone until it is a right child.
            self.rise(self.here.trailing_zeros());
        }
        self.rise(1);
        Some(side)
    }

    fn rise(&mut self, levels: u32) {
        self.here = self.here.checked_shr(levels).unwrap_or_default();
        self.last = self.last.checked_shr(levels).unwrap_or_default();
    }
}
