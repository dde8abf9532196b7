//! Fetching over HTTP: the checkpoint, tiles and bundles by their paths. Every answer is limited in size and
//! time; nothing that comes back is trusted here.

use std::time::Duration;

use tlog_tiles::Tile;
use ureq::Agent;

/// Height of the tiles of C2SP tlog-tiles: 256 hashes.
pub const HEIGHT: u8 = 8;
/// Hashes or entries in a full tile.
pub const WIDTH: u32 = 256;
/// Longest checkpoint that is read, in bytes.
const NOTE_MAX: u64 = 1_000_000;
/// Longest bundle: 256 entries of 65,535 bytes with their lengths.
const BUNDLE_MAX: u64 = 256 * 65_537;

/// A log at an address.
pub struct Site {
    base: String,
    agent: Agent,
}

impl Site {
    /// The log at `base`, an address without a slash at its end.
    pub fn new(base: &str) -> Site {
        let config = Agent::config_builder().timeout_global(Some(Duration::from_secs(30))).build();
        Site { base: base.to_owned(), agent: config.into() }
    }

    /// The signed checkpoint of this moment.
    pub fn checkpoint(&self) -> Result<String, String> {
        let bytes = self.get("checkpoint", NOTE_MAX)?;
        String::from_utf8(bytes).map_err(|_| "检查点不是文本".to_owned())
    }

    /// The bytes of a tile of hashes, exactly as many as its width.
    pub fn tile(&self, tile: &Tile) -> Result<Vec<u8>, String> {
        let mut bytes = self.get_wide(tile, "")?;
        let length = usize::try_from(tile.width()).unwrap_or(usize::MAX).saturating_mul(32);
        if bytes.len() < length {
            return Err(format!("{} 只有 {} 字节", path_of(tile, ""), bytes.len()));
        }
        bytes.truncate(length);
        Ok(bytes)
    }

    /// The log entries under a tile of level 0, exactly as many as its width.
    pub fn entries(&self, tile: &Tile) -> Result<Vec<Vec<u8>>, String> {
        let bytes = self.get_wide(tile, "entries")?;
        let broken = || format!("{} 不是完整的条目包", path_of(tile, "entries"));
        let mut entries = split(&bytes).ok_or_else(broken)?;
        let wanted = usize::try_from(tile.width()).unwrap_or(usize::MAX);
        if entries.len() < wanted {
            return Err(broken());
        }
        entries.truncate(wanted);
        Ok(entries)
    }

    /// The tile at its own width, or else the full one it has become since (tlog-tiles, "Partial Tiles").
    fn get_wide(&self, tile: &Tile, entries: &str) -> Result<Vec<u8>, String> {
        let answer = self.get(&path_of(tile, entries), BUNDLE_MAX);
        if answer.is_ok() || tile.width() == WIDTH {
            return answer;
        }
        let full = Tile::new(HEIGHT, tile.level(), tile.level_index(), WIDTH, false);
        self.get(&path_of(&full, entries), BUNDLE_MAX).or(answer)
    }

    fn get(&self, path: &str, limit: u64) -> Result<Vec<u8>, String> {
        let fault = |fault: ureq::Error| format!("取不到 {path}（{fault}）");
        let mut answer = self.agent.get(format!("{}/{path}", self.base)).call().map_err(fault)?;
        answer.body_mut().with_config().limit(limit).read_to_vec().map_err(fault)
    }
}

/// `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`; the crate writes the height into its paths, the
/// standard not.
fn path_of(tile: &Tile, entries: &str) -> String {
    let path = tile.path();
    let short = path.strip_prefix("tile/8/").unwrap_or(&path);
    if entries.is_empty() {
        return format!("tile/{short}");
    }
    let (_, place) = short.split_once('/').unwrap_or_default();
    format!("tile/{entries}/{place}")
}

/// Entries of a bundle: length in two bytes, big-endian, then the entry.
fn split(mut bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut entries = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
        let (entry, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
        entries.push(entry.to_vec());
        bytes = rest;
    }
    bytes.is_empty().then_some(entries)
}
