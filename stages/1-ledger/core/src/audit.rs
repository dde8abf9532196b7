//! How a changed row is found: entry against leaf, body against digest, positions against each other, and the
//! whole log (bundles, tiles, root) computed afresh from the entries. Reading the tables is the store's work;
//! replaying entries against stage tables is `rebuild --check`.

use crate::bundle::{self, BundleFault};
use crate::checkpoint::Checkpoint;
use crate::digest::{self, Salt};
use crate::entry::{Entry, Fields};
use crate::jcs;
use crate::tree::{self, Growth, Hash, Tile};

/// Table of the envelopes.
pub const ENTRY: &str = "ledger_entry";
/// Table of salts and payloads.
pub const BODY: &str = "ledger_body";
/// Where published tiles and bundles are kept.
pub const TILE: &str = "ledger_tile";
/// Where signed checkpoints are kept.
pub const CHECKPOINT: &str = "ledger_checkpoint";

/// Missing entries for which places are kept; a gap beyond it is told as one row in the wrong place.
const GAP_MAX: i64 = 1 << 20;

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Position of the entry, or the first position under a tile, or the size of a checkpoint.
    pub position: i64,
    /// Table in which the wrong row is.
    pub table: &'static str,
    /// The row, by the columns of its key.
    pub row: String,
    /// What is wrong, for people.
    pub what: String,
}

/// A row of `ledger_body`.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'r> {
    /// Salt as stored.
    pub salt: &'r [u8],
    /// Payload as stored.
    pub payload: &'r str,
}

/// The log computed afresh, entry by entry from position 0 (or from where tiles are trusted).
#[derive(Debug, Default)]
pub struct Recount {
    growth: Growth,
    bundle: Vec<u8>,
    bundles: Vec<(Tile, Vec<u8>)>,
    findings: Vec<Finding>,
}

/// Checks an envelope against its leaf.
#[must_use]
pub fn entry(position: i64, entry: &Entry) -> Option<Finding> {
    let same = digest::leaf_digest(entry) == entry.leaf;
    (!same).then(|| found(position, ENTRY, "条目与其承诺（leaf）不符：信封内容或承诺被改动过"))
}

/// Checks salt and payload against the body digest of the entry, or their absence against an `erased` entry.
#[must_use]
pub fn body(position: i64, entry: &Entry, kept: Option<Kept<'_>>, erased: bool) -> Option<Finding> {
    let what = match (kept, erased) {
        (None, true) => return None,
        (None, false) => "正文缺失，却没有对应的删除（erased）条目",
        (Some(_), true) => "账本记载正文已删除，正文却仍在",
        (Some(kept), false) => kept_fault(entry, kept)?,
    };
    Some(found(position, BODY, what))
}

/// Checks a stored tile, or a stored bundle of entries, against the one computed afresh.
#[must_use]
pub fn tile(tile: &Tile, computed: &[u8], stored: Option<&[u8]>) -> Option<Finding> {
    let what = match stored {
        None => format!("瓦片 {} 缺失", tile.path()),
        // A stored tile may be wider by now; it then begins with this one.
        Some(bytes) if bytes.get(..computed.len()) == Some(computed) => return None,
        Some(bytes) => {
            let nth = computed.chunks(32).zip(bytes.chunks(32)).take_while(|(a, b)| a == b).count();
            format!("瓦片 {} 与条目不符（自第 {} 个哈希起）", tile.path(), nth + 1)
        }
    };
    let leaves = 1_u64.checked_shl(8 * (u32::from(tile.level) + 1)).unwrap_or_default();
    let position = i64::try_from(tile.index.saturating_mul(leaves)).unwrap_or(i64::MAX);
    Some(Finding { position, table: TILE, row: tile_row(tile.level.into(), tile.index), what })
}

/// A tile's row by its key.
#[must_use]
pub fn tile_row(level: i64, n: u64) -> String {
    format!("level={level}, n={n}")
}

/// Checks a signed checkpoint against the root of the tree of the same size.
#[must_use]
pub fn checkpoint(checkpoint: &Checkpoint, root: &Hash) -> Option<Finding> {
    let position = i64::try_from(checkpoint.size).unwrap_or(i64::MAX);
    let same = checkpoint.root == *root;
    (!same).then(|| found(position, CHECKPOINT, "已签名检查点的根与条目算出的根不符"))
}

impl Recount {
    /// A log without entries.
    #[must_use]
    pub fn new() -> Recount {
        Recount::default()
    }

    /// Takes the next row: checks it, and adds the log entry it must have made.
    pub fn row(&mut self, position: i64, row: &Entry, kept: Option<Kept<'_>>, erased: bool) {
        self.findings.extend(entry(position, row));
        self.findings.extend(body(position, row, kept, erased));
        if !self.takes_place(position) {
            return;
        }
        match log_entry(row, kept) {
            Ok(bytes) => self.add(&bytes),
            Err(fault) => {
                self.findings.push(found(position, BODY, &fault));
                // The row keeps its place, so that what follows is still compared leaf by leaf.
                self.add(&[]);
            }
        }
    }

    /// Takes a row that cannot even be read as an entry.
    pub fn spoiled(&mut self, position: i64, what: &str) {
        self.findings.push(found(position, ENTRY, what));
        if self.takes_place(position) {
            self.add(&[]);
        }
    }

    /// Says which positions before this one are missing, and keeps their places, so that what follows is still
    /// compared leaf by leaf. A row that belongs nowhere takes no place.
    fn takes_place(&mut self, position: i64) -> bool {
        let expected = i64::try_from(self.growth.size()).unwrap_or(i64::MAX);
        let missing = position.saturating_sub(expected);
        if !(0..=GAP_MAX).contains(&missing) {
            let what = format!("位置不连续：应为 {expected}，实为 {position}");
            self.findings.push(found(position, ENTRY, &what));
            return false;
        }
        if missing > 0 {
            self.findings.push(lost(expected, position));
            (0..missing).for_each(|_| self.add(&[]));
        }
        true
    }

    /// Tiles of hashes that are new or wider since the last call.
    pub fn tiles(&mut self) -> Vec<(Tile, Vec<u8>)> {
        self.growth.drain()
    }

    /// Full bundles of entries since the last call, named by the level 0 tile above them.
    pub fn bundles(&mut self) -> Vec<(Tile, Vec<u8>)> {
        std::mem::take(&mut self.bundles)
    }

    /// The unfinished bundle at the right edge.
    #[must_use]
    pub fn last_bundle(&self) -> Option<(Tile, &[u8])> {
        let size = self.growth.size();
        Tile::of(size, 0, size / 256).map(|tile| (tile, self.bundle.as_slice()))
    }

    /// Rows so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.growth.size()
    }

    /// Root over the rows so far, to hold against checkpoints of this size.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.growth.root()
    }

    /// What was found since the last call.
    pub fn findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    fn add(&mut self, bytes: &[u8]) {
        self.growth.push(tree::leaf_hash(bytes));
        // INVARIANT: `log_entry` gives no entry that is too long for a bundle.
        let _fits = bundle::append(&mut self.bundle, bytes);
        let size = self.growth.size();
        if size.is_multiple_of(256) {
            let tile = Tile { level: 0, index: size / 256 - 1, width: 256 };
            self.bundles.push((tile, std::mem::take(&mut self.bundle)));
        }
    }
}

/// What is wrong with a body that is there.
fn kept_fault(entry: &Entry, kept: Kept<'_>) -> Option<&'static str> {
    let Ok(salt) = Salt::try_from(kept.salt) else { return Some("盐长度不是 16 字节") };
    let Ok(fields) = serde_json::from_str::<Fields>(kept.payload) else {
        return Some("正文不是有效的 JSON");
    };
    if jcs::fields_to_string(&fields).as_deref() != Ok(kept.payload) {
        return Some("正文不是规范形式（JCS）：被改写过");
    }
    let same = digest::body_digest(&salt, &fields) == Ok(entry.body);
    (!same).then_some("正文与其摘要（body）不符：正文或盐被改动过")
}

/// The log entry of a row; a public one needs its payload.
fn log_entry(row: &Entry, kept: Option<Kept<'_>>) -> Result<Vec<u8>, String> {
    let public = if bundle::is_public_kind(&row.kind) {
        let payload = kept.ok_or("公开条目缺少正文，无法核对账本")?.payload;
        Some(serde_json::from_str::<Fields>(payload).map_err(|_| "公开条目的正文不是有效的 JSON")?)
    } else {
        None
    };
    bundle::bundle_entry(row, public.as_ref()).map_err(|fault: BundleFault| fault.to_string())
}

/// Entries `from..to` are not there.
#[must_use]
pub fn lost(from: i64, to: i64) -> Finding {
    let what = match to - from {
        1 => "条目缺失".to_owned(),
        many => format!("自此起 {many} 个条目缺失"),
    };
    found(from, ENTRY, &what)
}

/// A finding about the row of an entry, a body or a checkpoint.
#[must_use]
pub fn found(position: i64, table: &'static str, what: &str) -> Finding {
    let key = if table == CHECKPOINT { "size" } else { "position" };
    Finding { position, table, row: format!("{key}={position}"), what: what.to_owned() }
}

#[cfg(test)]
mod tests;
