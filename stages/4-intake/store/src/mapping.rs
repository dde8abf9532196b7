//! What a person settled once about a source's headings; a changed shape is asked again, never guessed.

use xh_db::{Res, Row, Tx, statements, values};

statements! {
    /// The mapping settled for a source, shape and kind; a source of '' serves every source.
    ONE = "select source, shape, kind, mapping, settled_at, settled_by from intake_mapping
           where shape = $2 and kind = $3 and (source = $1 or source = '') order by source desc limit 1";
    /// Every settled mapping.
    MAPPINGS = "select source, shape, kind, mapping, settled_at, settled_by from intake_mapping
                order by kind, source, shape";
    /// A person settles (or settles again).
    SETTLE = "insert into intake_mapping (source, shape, kind, mapping, settled_at, settled_by)
              values ($1, $2, $3, $4, $5, $6)
              on conflict (source, shape, kind) do update set mapping = excluded.mapping,
              settled_at = excluded.settled_at, settled_by = excluded.settled_by";
}

/// A settled mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledMapping {
    /// The source's organ id; empty for every source.
    pub source: String,
    /// Digest of the headings.
    pub shape: String,
    /// Record kind.
    pub kind: String,
    /// The mapping, JSON.
    pub mapping: String,
    /// When.
    pub settled_at: String,
    /// Who (account id).
    pub settled_by: String,
}

/// The mapping settled for this source and shape.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn mapping(tx: &mut Tx<'_>, source: &str, shape: &str, kind: &str) -> Res<Option<SettledMapping>> {
    tx.one(ONE, &values![source, shape, kind]).await?.as_ref().map(stored).transpose()
}

/// Every settled mapping.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn mappings(tx: &mut Tx<'_>) -> Res<Vec<SettledMapping>> {
    tx.all(MAPPINGS, &[]).await?.iter().map(stored).collect()
}

/// Stores what a person settled.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn settle_mapping(tx: &mut Tx<'_>, settled: &SettledMapping) -> Res<()> {
    let row = values![
        settled.source.as_str(),
        settled.shape.as_str(),
        settled.kind.as_str(),
        settled.mapping.as_str(),
        settled.settled_at.as_str(),
        settled.settled_by.as_str(),
    ];
    tx.run(SETTLE, &row).await.map(|_| ())
}

fn stored(row: &Row) -> Res<SettledMapping> {
    Ok(SettledMapping {
        source: row.text("source")?,
        shape: row.text("shape")?,
        kind: row.text("kind")?,
        mapping: row.text("mapping")?,
        settled_at: row.text("settled_at")?,
        settled_by: row.text("settled_by")?,
    })
}
