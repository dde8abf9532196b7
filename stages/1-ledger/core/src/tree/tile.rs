//! Where a tile lies and what it is called (C2SP tlog-tiles: `tile/<L>/<N>[.p/<W>]`,
//! `tile/entries/<N>[.p/<W>]`). A tile that has grown begins with all its narrower selves, so one stored row
//! per place serves every width.

use std::collections::BTreeMap;

use super::hash::Hash;

/// Hashes in a full tile.
pub const WIDTH: u16 = 256;
/// Levels of the tree within one tile.
pub const HEIGHT: u32 = 8;
/// Highest level that a path may name.
const LEVEL_MAX: u8 = 63;

/// The coordinates of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// 0 for leaf hashes; each level up is 256 times coarser.
    pub level: u8,
    /// Number of the tile within its level.
    pub index: u64,
    /// Hashes (or log entries) in it, 1 to 256.
    pub width: u16,
}

/// Where stored tiles come from. Whole stored bytes are given, however wide the tile has become by now.
pub trait TileSource {
    /// The bytes of the tile at this place, 32 for each hash; `None` when there is none.
    fn tile(&self, level: u8, index: u64) -> Option<Vec<u8>>;
}

impl TileSource for BTreeMap<(u8, u64), Vec<u8>> {
    fn tile(&self, level: u8, index: u64) -> Option<Vec<u8>> {
        self.get(&(level, index)).cloned()
    }
}

impl Tile {
    /// The tile that a tree of `size` leaves has at this place, full or partial; `None` when it has none.
    #[must_use]
    pub fn of(size: u64, level: u8, index: u64) -> Option<Tile> {
        let first = index.checked_mul(u64::from(WIDTH))?;
        let beyond = count(size, level).checked_sub(first)?;
        let width = u16::try_from(beyond.min(u64::from(WIDTH))).ok()?;
        (width > 0).then_some(Tile { level, index, width })
    }

    /// Whether the tile has all its 256 hashes and will never change again.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.width == WIDTH
    }

    /// Bytes of the tile of hashes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        usize::from(self.width) * size_of::<Hash>()
    }

    /// `tile/0/x001/x234/067`, or with `.p/<W>` when partial; no leading slash.
    #[must_use]
    pub fn path(&self) -> String {
        format!("tile/{}/{}", self.level, tile_index_path(self.index, self.width))
    }

    /// `tile/entries/x001/x234/067`, or with `.p/<W>` when partial: the log entries under a tile of level 0.
    #[must_use]
    pub fn entries_path(&self) -> String {
        format!("tile/entries/{}", tile_index_path(self.index, self.width))
    }

    /// Reads what [`Tile::path`] writes; any other spelling gives `None`.
    #[must_use]
    pub fn parse(path: &str) -> Option<Tile> {
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        Tile::parse_parts(level, rest)
    }

    /// Reads the two parts of a route, `<L>` and `<N>[.p/<W>]`; any spelling but the canonical one gives
    /// `None`.
    #[must_use]
    pub fn parse_parts(level: &str, rest: &str) -> Option<Tile> {
        let number: u8 = level.parse().ok().filter(|&number| number <= LEVEL_MAX)?;
        let (index, width) = parse_tile_index(rest)?;
        (number.to_string() == level).then_some(Tile { level: number, index, width })
    }
}

/// `x001/x234/067[.p/W]`: the index in groups of three digits, the width when the tile is partial.
#[must_use]
pub fn tile_index_path(index: u64, width: u16) -> String {
    let mut path = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    if width < WIDTH {
        path.push_str(&format!(".p/{width}"));
    }
    path
}

/// Index and width from `x001/x234/067[.p/W]`; any spelling but the canonical one gives `None`.
#[must_use]
pub fn parse_tile_index(path: &str) -> Option<(u64, u16)> {
    let (groups, width) = match path.split_once(".p/") {
        Some((groups, width)) => (groups, width.parse().ok().filter(|width| (1..WIDTH).contains(width))?),
        None => (path, WIDTH),
    };
    let mut index: u64 = 0;
    for group in groups.split('/') {
        let digits: u64 = group.strip_prefix('x').unwrap_or(group).parse().ok()?;
        index = index.checked_mul(1000)?.checked_add(digits)?;
    }
    (tile_index_path(index, width) == path).then_some((index, width))
}

/// Every tile of a tree of `size` leaves, lowest level first, left to right: what a mirror or an audit walks
/// through.
pub fn tiles_of(size: u64) -> impl Iterator<Item = Tile> {
    (0..LEVEL_MAX)
        .take_while(move |&level| count(size, level) > 0)
        .flat_map(move |level| (0..).map_while(move |index| Tile::of(size, level, index)))
}

/// Complete nodes that a tree of `size` leaves has at a level of tiles.
pub(super) fn count(size: u64, level: u8) -> u64 {
    size.checked_shr(u32::from(level) * HEIGHT).unwrap_or_default()
}
