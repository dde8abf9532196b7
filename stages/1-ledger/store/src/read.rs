//! Reading entries back, with their bodies where these still exist.

use std::collections::BTreeMap;

use xh_db::{Fault, Res, Row, Tx, Value, statements, values};
use xh_kernel::Id;
use xh_ledger::{Entry, Fields};

statements! {
    /// How many entries are there?
    HEAD = "select position from ledger_head where one = 1";
    /// Entries from a position on, in order, with their bodies.
    ENTRIES = "select e.position, e.id, e.stream, e.version, e.kind, e.at, e.actor, e.organ, e.release, e.body,
                      e.leaf, b.salt, b.payload
               from ledger_entry e left join ledger_body b on b.position = e.position
               where e.position >= $1 and e.position < $2 order by e.position";
    /// One stream up to a position, oldest first.
    STREAM = "select e.position, e.id, e.stream, e.version, e.kind, e.at, e.actor, e.organ, e.release, e.body,
                     e.leaf, b.salt, b.payload
              from ledger_entry e left join ledger_body b on b.position = e.position
              where e.stream = $1 and e.position < $2 order by e.version";
    /// The newest entry of a stream.
    LATEST = "select e.position, e.id, e.stream, e.version, e.kind, e.at, e.actor, e.organ, e.release, e.body,
                     e.leaf, b.salt, b.payload
              from ledger_entry e left join ledger_body b on b.position = e.position
              where e.stream = $1 order by e.version desc limit 1";
    /// Entries of one kind, oldest first (few: releases, keys).
    OF_KIND = "select e.position, e.id, e.stream, e.version, e.kind, e.at, e.actor, e.organ, e.release, e.body,
                      e.leaf, b.salt, b.payload
               from ledger_entry e left join ledger_body b on b.position = e.position
               where e.kind = $1 order by e.position";
    /// Entries behind a position, whatever their positions are (audit, export).
    AFTER = "select e.position, e.id, e.stream, e.version, e.kind, e.at, e.actor, e.organ, e.release, e.body,
                    e.leaf, b.salt, b.payload
             from ledger_entry e left join ledger_body b on b.position = e.position
             where e.position > $1 order by e.position limit $2";
    /// Streams whose bodies were erased, and by which entry.
    ERASED = "select stream, position from ledger_entry where kind = 'erased' order by position";
    /// What a tile needs: leaves in order, and payloads (used for public kinds only).
    LEAVES = "select e.position, e.kind, e.leaf, case when e.kind in ('policy.release', 'ledger.key')
                     or e.kind like 'draw.%' or e.kind like 'count.%' then b.payload end as payload
              from ledger_entry e left join ledger_body b on b.position = e.position
              where e.position >= $1 and e.position < $2 order by e.position";
    /// Payloads at these positions.
    BODIES = "select position, payload from ledger_body where position in ($keys)";
}

/// An entry as stored; salt and payload are gone once erased.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its index in the log.
    pub position: i64,
    /// The envelope.
    pub entry: Entry,
    /// The body's salt, unless erased.
    pub salt: Option<Vec<u8>>,
    /// Canonical JSON of the fields, unless erased.
    pub payload: Option<String>,
}

impl Stored {
    /// The fields, `None` when the body was erased.
    ///
    /// # Errors
    /// `Fault` when the payload is not the JSON object it was written as.
    pub fn fields(&self) -> Res<Option<Fields>> {
        self.payload.as_deref().map(|text| parse_fields(self.position, text)).transpose()
    }
}

fn parse_fields(position: i64, text: &str) -> Res<Fields> {
    serde_json::from_str(text).map_err(|e| Fault::found(format!("条目 {position} 的内容"), e))
}

/// The number of entries, which is the next position.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn head(tx: &mut Tx<'_>) -> Res<i64> {
    let row = tx.one(HEAD, &[]).await?;
    row.map_or_else(|| Err(Fault::found("ledger_head", "没有行")), |row| row.int("position"))
}

/// Entries of positions `from..to`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn entries(tx: &mut Tx<'_>, from: i64, to: i64) -> Res<Vec<Stored>> {
    tx.all(ENTRIES, &values![from, to]).await?.iter().map(stored).collect()
}

/// A row that cannot be read as an entry: no program of ours has written it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoiled {
    /// Its position.
    pub position: i64,
    /// What cannot be read.
    pub what: String,
}

/// Up to `limit` entries behind the position `after`; start with `i64::MIN`. A row that someone has spoiled
/// comes as such, so that an audit can name it and go on.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn entries_after(
    tx: &mut Tx<'_>,
    after: i64,
    limit: i64,
) -> Res<Vec<std::result::Result<Stored, Spoiled>>> {
    let rows = tx.all(AFTER, &values![after, limit]).await?;
    let read = |row: &Row| {
        let position = row.int("position")?;
        Ok(stored(row).map_err(|fault| Spoiled { position, what: fault.to_string() }))
    };
    rows.iter().map(read).collect()
}

/// Erased streams, each with the position of its `erased` entry.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn erased_streams(tx: &mut Tx<'_>) -> Res<Vec<(String, i64)>> {
    tx.all(ERASED, &[]).await?.iter().map(|row| Ok((row.text("stream")?, row.int("position")?))).collect()
}

/// One stream below a position, oldest version first.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn stream(tx: &mut Tx<'_>, id: &Id, below: i64) -> Res<Vec<Stored>> {
    tx.all(STREAM, &values![id.as_str(), below]).await?.iter().map(stored).collect()
}

/// The newest entry of a stream.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn latest_of_stream(tx: &mut Tx<'_>, id: &Id) -> Res<Option<Stored>> {
    tx.one(LATEST, &values![id.as_str()]).await?.as_ref().map(stored).transpose()
}

/// Fields by position; erased ones are absent.
///
/// # Errors
/// `Fault` when the database fails or a payload is not the JSON object it was written as.
pub async fn bodies(tx: &mut Tx<'_>, positions: &[i64]) -> Res<BTreeMap<i64, Fields>> {
    if positions.is_empty() {
        return Ok(BTreeMap::new());
    }
    let keys = positions.iter().map(|position| Value::from(*position)).collect();
    let rows = tx.all_in(BODIES, &[], keys).await?;
    let body = |row: &Row| {
        let position = row.int("position")?;
        Ok((position, parse_fields(position, &row.text("payload")?)?))
    };
    rows.iter().map(body).collect()
}

/// All entries of one (rare) kind.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn entries_of_kind(tx: &mut Tx<'_>, kind: &str) -> Res<Vec<Stored>> {
    tx.all(OF_KIND, &values![kind]).await?.iter().map(stored).collect()
}

/// Bundle entries (the bytes a tile hashes) of positions `from..to`.
///
/// # Errors
/// `Fault` when the database fails or a public leaf has lost its payload.
pub async fn leaf_page(tx: &mut Tx<'_>, from: i64, to: i64) -> Res<Vec<Vec<u8>>> {
    tx.all(LEAVES, &values![from, to]).await?.iter().map(bundle_bytes).collect()
}

fn bundle_bytes(row: &Row) -> Res<Vec<u8>> {
    let leaf = fixed(row, "leaf")?;
    let public = match row.text_opt("payload")? {
        Some(text) => Some(parse_fields(row.int("position")?, &text)?),
        None => None,
    };
    xh_ledger::leaf_entry(&leaf, public.as_ref()).map_err(|e| Fault::found("公开条目", e))
}

fn stored(row: &Row) -> Res<Stored> {
    Ok(Stored {
        position: row.int("position")?,
        entry: Entry {
            id: id(row, "id")?,
            stream: id(row, "stream")?,
            version: row.int("version")?,
            kind: row.text("kind")?,
            at: row.text("at")?,
            actor: row.text("actor")?,
            organ: row.text("organ")?,
            release: row.text("release")?,
            body: fixed(row, "body")?,
            leaf: fixed(row, "leaf")?,
        },
        salt: row.bytes_opt("salt")?,
        payload: row.text_opt("payload")?,
    })
}

fn id(row: &Row, column: &str) -> Res<Id> {
    Id::parse(&row.text(column)?).map_err(|e| Fault::found(format!("ledger_entry.{column}"), e))
}

fn fixed(row: &Row, column: &str) -> Res<[u8; 32]> {
    let bytes = row.bytes(column)?;
    bytes.as_slice().try_into().map_err(|_| Fault::found(format!("ledger_entry.{column}"), "不是 32 字节"))
}
