//! The whole log: every entry against the tiles of level 0, every tile against the tiles below it, the root
//! against the tiles. Bundles are read one at a time; of each full tile only its one hash is kept.

use serde_json::{Map, Value};
use tlog_tiles::{Hash, Tile, record_hash, tree_hash};

use crate::hashes::Hashes;
use crate::log::Log;
use crate::report::Report;

/// What kinds of entries there are, and the first that is of none.
#[derive(Default)]
struct Forms {
    opaque: u64,
    public: u64,
    wrong: Option<String>,
}

/// Walks through the log and reports four checks.
pub fn check(log: &Log, report: &mut Report) {
    let mut forms = Forms::default();
    let leaves = leaves(log, &mut forms);
    let size = log.signed.size();
    report.check(
        "全部条目与第 0 层瓦片",
        leaves.as_ref().map(|_| format!("{size} 条相符")).map_err(Clone::clone),
    );
    report.check("条目形式", forms.verdict());
    let upper = leaves.map_err(|_| "下层不符，无从核对".to_owned()).and_then(|below| upper(log, below));
    report.check("上层瓦片", upper.map(|tiles| format!("{tiles} 个相符")));
    report.check("根", root(log));
}

/// Holds all entries against their tiles; gives the hashes of the full tiles, which are the hashes of level
/// 1.
fn leaves(log: &Log, forms: &mut Forms) -> Result<Vec<Hash>, String> {
    let mut above = Vec::new();
    for tile in tiles(log, 0) {
        let entries = log.site.entries(&tile)?;
        let first = tile.level_index() * 256;
        (first..).zip(&entries).for_each(|(index, entry)| forms.add(index, entry));
        let hashes: Vec<_> = entries.iter().map(|entry| record_hash(entry)).collect();
        let served = log.site.tile(&tile)?;
        if let Some(nth) = served.chunks(32).zip(&hashes).position(|(served, hash)| served != hash.0) {
            return Err(format!("第 {} 号条目与 {} 不符", first + nth as u64, tile.path()));
        }
        above.extend(full_hash(&tile, &served));
    }
    Ok(above)
}

/// Holds the tiles of each level against the hashes of the full tiles below; gives how many tiles that were.
fn upper(log: &Log, mut below: Vec<Hash>) -> Result<u64, String> {
    let mut checked = 0;
    for level in 1.. {
        if below.is_empty() {
            break;
        }
        let mut above = Vec::new();
        let mut expected = below.chunks(256);
        for tile in tiles(log, level) {
            let served = log.site.tile(&tile)?;
            let hashes = expected.next().unwrap_or_default();
            if !served.chunks(32).eq(hashes.iter().map(|hash| hash.0)) {
                return Err(format!("{} 与下层不符", tile.path()));
            }
            checked += 1;
            above.extend(full_hash(&tile, &served));
        }
        below = above;
    }
    Ok(checked)
}

/// Computes the root from the tiles and compares it with the signed one.
fn root(log: &Log) -> Result<String, String> {
    let hashes = Hashes::new(&log.site, log.signed.size());
    let root = tree_hash(log.signed.size(), &hashes).map_err(|fault| fault.to_string())?;
    if root == *log.signed.hash() {
        Ok(root.to_string())
    } else {
        Err(format!("瓦片算出 {root}，与签名的不符"))
    }
}

fn tiles(log: &Log, level: u8) -> impl Iterator<Item = Tile> {
    (0..).map_while(move |index| log.tile(level, index))
}

fn full_hash(tile: &Tile, bytes: &[u8]) -> Option<Hash> {
    (tile.width() == 256).then(|| Tile::subtree_hash(bytes))
}

impl Forms {
    fn add(&mut self, index: u64, entry: &[u8]) {
        match form(entry) {
            Some("o") => self.opaque += 1,
            Some(_) => self.public += 1,
            None => self.wrong = self.wrong.take().or_else(|| Some(format!("第 {index} 号条目不合格式"))),
        }
    }

    fn verdict(self) -> Result<String, String> {
        match self.wrong {
            None => Ok(format!("{} 条只有承诺，{} 条公开", self.opaque, self.public)),
            Some(wrong) => Err(wrong),
        }
    }
}

/// `o` for `{"c":hex,"k":"o","v":1}` and nothing more in clear, `p` when fields are shown too; `None`
/// otherwise.
fn form(entry: &[u8]) -> Option<&'static str> {
    let members: Map<String, Value> = serde_json::from_slice(entry).ok()?;
    let commitment = members.get("c")?.as_str()?;
    let hex =
        commitment.len() == 64 && commitment.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !hex || members.get("v")?.as_i64()? != 1 {
        return None;
    }
    match (members.get("k")?.as_str()?, members.get("p"), members.len()) {
        ("o", None, 3) => Some("o"),
        ("p", Some(Value::Object(_)), 4) => Some("p"),
        _ => None,
    }
}
