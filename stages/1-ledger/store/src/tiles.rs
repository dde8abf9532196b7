//! Tiles and checkpoints as rows: a row holds the whole tile so far, a partial tile is its prefix (C2SP tlog-tiles).

use xh_db::{Fault, Res, Row, Tx, statements, values};

statements! {
    /// One tile.
    TILE = "select hashes from ledger_tile where level = $1 and n = $2";
    /// Writes a tile, or its longer form.
    PUT_TILE = "insert into ledger_tile (level, n, hashes) values ($1, $2, $3)
                on conflict (level, n) do update set hashes = excluded.hashes";
    /// All tiles in order, a page at a time (audit).
    TILE_PAGE = "select level, n, hashes from ledger_tile where (level, n) > ($1, $2) order by level, n limit 512";
    /// The newest signed checkpoint.
    NEWEST = "select size, root, note, at from ledger_checkpoint order by size desc limit 1";
    /// Every signed checkpoint, smallest first (audit).
    ALL_SIGNED = "select size, root, note, at from ledger_checkpoint order by size";
    /// The signed checkpoint of one size.
    OF_SIZE = "select size, root, note, at from ledger_checkpoint where size = $1";
    /// Writes a checkpoint; a size is signed once.
    PUT_CHECKPOINT = "insert into ledger_checkpoint (size, root, note, at) values ($1, $2, $3, $4)";
}

/// A tile as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTile {
    /// 0 holds leaf hashes.
    pub level: i64,
    /// Index within the level.
    pub n: i64,
    /// 1 to 256 hashes of 32 bytes.
    pub hashes: Vec<u8>,
}

/// A signed checkpoint as stored.
#[derive(Debug, Clone)]
pub struct Checkpointed {
    /// Number of leaves.
    pub size: i64,
    /// The tree's root.
    pub root: Vec<u8>,
    /// The signed note.
    pub note: String,
    /// When it was signed.
    pub at: String,
}

/// One tile, whole as stored.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn tile(tx: &mut Tx<'_>, level: i64, n: i64) -> Res<Option<Vec<u8>>> {
    tx.one(TILE, &values![level, n]).await?.map(|row| row.bytes("hashes")).transpose()
}

/// The page of tiles behind `(level, n)`; start with `(i64::MIN, i64::MIN)`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn tile_page(tx: &mut Tx<'_>, level: i64, n: i64) -> Res<Vec<StoredTile>> {
    tx.all(TILE_PAGE, &values![level, n]).await?.iter().map(stored_tile).collect()
}

fn stored_tile(row: &Row) -> Res<StoredTile> {
    Ok(StoredTile { level: row.int("level")?, n: row.int("n")?, hashes: row.bytes("hashes")? })
}

/// The newest checkpoint.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn newest_checkpoint(tx: &mut Tx<'_>) -> Res<Option<Checkpointed>> {
    tx.one(NEWEST, &[]).await?.as_ref().map(checkpointed).transpose()
}

/// Every checkpoint, smallest first.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn checkpoints(tx: &mut Tx<'_>) -> Res<Vec<Checkpointed>> {
    tx.all(ALL_SIGNED, &[]).await?.iter().map(checkpointed).collect()
}

/// The checkpoint signed over exactly `size` leaves.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn checkpoint(tx: &mut Tx<'_>, size: i64) -> Res<Option<Checkpointed>> {
    tx.one(OF_SIZE, &values![size]).await?.as_ref().map(checkpointed).transpose()
}

fn checkpointed(row: &Row) -> Res<Checkpointed> {
    Ok(Checkpointed {
        size: row.int("size")?,
        root: row.bytes("root")?,
        note: row.text("note")?,
        at: row.text("at")?,
    })
}

/// Stores grown tiles and the checkpoint over them, in the caller's transaction.
///
/// # Errors
/// `Fault` when the database fails; a unique violation when that size is already signed.
pub async fn grow(tx: &mut Tx<'_>, tiles: &[StoredTile], signed: &Checkpointed) -> Res<()> {
    for tile in tiles {
        tx.run(PUT_TILE, &values![tile.level, tile.n, tile.hashes.as_slice()]).await?;
    }
    let row = values![signed.size, signed.root.as_slice(), signed.note.as_str(), signed.at.as_str()];
    match tx.run(PUT_CHECKPOINT, &row).await? {
        1 => Ok(()),
        other => Err(Fault::found("ledger_checkpoint", format!("规模 {} 写入了 {other} 行", signed.size))),
    }
}
