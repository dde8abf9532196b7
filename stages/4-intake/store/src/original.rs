//! The screened original of a batch in packed chunks: the sheet as sent, with what must never be kept left out.

use xh_db::{Res, Tx, statements, values};

statements! {
    /// The packed chunk behind another.
    NEXT = "select chunk, packed from intake_original where batch_id = $1 and chunk > $2 order by chunk limit 1";
    /// The packed chunk behind another, of all batches.
    NEXT_OF_ALL = "select batch_id, chunk, packed from intake_original where (batch_id, chunk) > ($1, $2)
                   order by batch_id, chunk limit 1";
    /// Keeps a chunk; a resumed batch may send the same chunk again.
    PUT = "insert into intake_original (batch_id, chunk, packed) values ($1, $2, $3)
           on conflict (batch_id, chunk) do update set packed = excluded.packed";
}

/// Keeps one packed chunk.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn put_original(tx: &mut Tx<'_>, batch: &str, chunk: i64, packed: &[u8]) -> Res<()> {
    tx.run(PUT, &values![batch, chunk, packed]).await.map(|_| ())
}

/// The packed chunk behind `after`, with its number; start with -1.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn next_original(tx: &mut Tx<'_>, batch: &str, after: i64) -> Res<Option<(i64, Vec<u8>)>> {
    let row = tx.one(NEXT, &values![batch, after]).await?;
    row.map(|row| Ok((row.int("chunk")?, row.bytes("packed")?))).transpose()
}

/// The packed chunk behind `(batch, chunk)` of all batches; start with an empty id and -1.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn next_original_of_all(
    tx: &mut Tx<'_>,
    batch: &str,
    after: i64,
) -> Res<Option<(String, i64, Vec<u8>)>> {
    let row = tx.one(NEXT_OF_ALL, &values![batch, after]).await?;
    row.map(|row| Ok((row.text("batch_id")?, row.int("chunk")?, row.bytes("packed")?))).transpose()
}
