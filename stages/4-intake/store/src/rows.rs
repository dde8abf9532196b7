//! Rows that did not pass: rejected with reasons, held for a person, refused (row number only, no content).

use xh_db::{Res, Row, Tx, Value, statements, values};

statements! {
    /// A batch's rows in one state, in sheet order.
    OF_BATCH = "select batch_id, sheet_row, state, cells, faults, settled_at, answer from intake_row
                where batch_id = $1 and sheet_row > $2 and (state = $3 or $3 = '') order by sheet_row limit $4";
    /// One row.
    ONE = "select batch_id, sheet_row, state, cells, faults, settled_at, answer from intake_row
           where batch_id = $1 and sheet_row = $2";
    /// Rows held and not yet settled, oldest batch first.
    WAITING = "select batch_id, sheet_row, state, cells, faults, settled_at, answer from intake_row
               where state = 'held' and settled_at is null and (batch_id, sheet_row) > ($1, $2)
               order by batch_id, sheet_row limit $3";
    /// The same, of the batches that one organ sent.
    WAITING_OF = "select r.batch_id, r.sheet_row, r.state, r.cells, r.faults, r.settled_at, r.answer
                  from intake_row r join intake_batch b on b.id = r.batch_id
                  where r.state = 'held' and r.settled_at is null and (r.batch_id, r.sheet_row) > ($1, $2)
                        and b.organ_id = $4
                  order by r.batch_id, r.sheet_row limit $3";
    /// Rows of which content is kept, settled or not.
    KEPT = "select batch_id, sheet_row, state, cells, faults, settled_at, answer from intake_row
            where cells <> '[]' and (batch_id, sheet_row) > ($1, $2) order by batch_id, sheet_row limit $3";
    /// Empties a row whose record was erased; nobody has to settle it any more.
    EMPTY = "update intake_row set cells = '[]', faults = '[]', settled_at = coalesce(settled_at, $3),
                    settled_by = coalesce(settled_by, $4), answer = coalesce(answer, 'erased')
             where batch_id = $1 and sheet_row = $2";
    /// A person's answer, once.
    SETTLE = "update intake_row set settled_at = $3, settled_by = $4, answer = $5
              where batch_id = $1 and sheet_row = $2 and settled_at is null";
}

const COLUMNS: &[&str] =
    &["batch_id", "sheet_row", "state", "cells", "faults", "settled_at", "settled_by", "answer"];

/// A row that waits or was turned away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRow {
    /// Its batch.
    pub batch: String,
    /// Its row number in the sheet, from 1.
    pub sheet_row: i64,
    /// `rejected`, `held` or `refused_person`.
    pub state: String,
    /// Screened cells, JSON array; empty array when refused.
    pub cells: String,
    /// Faults, JSON array.
    pub faults: String,
    /// When a person settled it.
    pub settled_at: Option<String>,
    /// What the person said.
    pub answer: Option<String>,
}

/// Writes rows of one chunk.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn put_rows(tx: &mut Tx<'_>, rows: &[WaitingRow]) -> Res<()> {
    if rows.is_empty() {
        return Ok(());
    }
    tx.insert_many("intake_row", COLUMNS, rows.iter().map(row_values).collect()).await
}

/// Rows of a batch behind `after`; `state` empty means every state.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn rows_of(
    tx: &mut Tx<'_>,
    batch: &str,
    after: i64,
    state: &str,
    limit: i64,
) -> Res<Vec<WaitingRow>> {
    tx.all(OF_BATCH, &values![batch, after, state, limit]).await?.iter().map(stored).collect()
}

/// One row.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn row_of(tx: &mut Tx<'_>, batch: &str, sheet_row: i64) -> Res<Option<WaitingRow>> {
    tx.one(ONE, &values![batch, sheet_row]).await?.as_ref().map(stored).transpose()
}

/// Held rows behind `(batch, row)`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn waiting(tx: &mut Tx<'_>, batch: &str, sheet_row: i64, limit: i64) -> Res<Vec<WaitingRow>> {
    tx.all(WAITING, &values![batch, sheet_row, limit]).await?.iter().map(stored).collect()
}

/// The same, of the batches that this organ sent; of all when `organ` is empty.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn waiting_for(
    tx: &mut Tx<'_>,
    organ: &str,
    batch: &str,
    sheet_row: i64,
    limit: i64,
) -> Res<Vec<WaitingRow>> {
    if organ.is_empty() {
        return waiting(tx, batch, sheet_row, limit).await;
    }
    tx.all(WAITING_OF, &values![batch, sheet_row, limit, organ]).await?.iter().map(stored).collect()
}

/// Rows with content behind `(batch, row)`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn kept_rows(tx: &mut Tx<'_>, batch: &str, sheet_row: i64, limit: i64) -> Res<Vec<WaitingRow>> {
    tx.all(KEPT, &values![batch, sheet_row, limit]).await?.iter().map(stored).collect()
}

/// Empties a row whose record was erased.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn empty_row(tx: &mut Tx<'_>, row: &WaitingRow, now: &str, by: &str) -> Res<()> {
    tx.run(EMPTY, &values![row.batch.as_str(), row.sheet_row, now, by]).await.map(|_| ())
}

/// Notes a person's answer; `false` when it was settled before.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn settle_row(
    tx: &mut Tx<'_>,
    batch: &str,
    sheet_row: i64,
    now: &str,
    by: &str,
    answer: &str,
) -> Res<bool> {
    Ok(tx.run(SETTLE, &values![batch, sheet_row, now, by, answer]).await? == 1)
}

fn row_values(row: &WaitingRow) -> Vec<Value> {
    values![
        row.batch.as_str(),
        row.sheet_row,
        row.state.as_str(),
        row.cells.as_str(),
        row.faults.as_str(),
        None::<String>,
        None::<String>,
        None::<String>,
    ]
}

fn stored(row: &Row) -> Res<WaitingRow> {
    Ok(WaitingRow {
        batch: row.text("batch_id")?,
        sheet_row: row.int("sheet_row")?,
        state: row.text("state")?,
        cells: row.text("cells")?,
        faults: row.text("faults")?,
        settled_at: row.text_opt("settled_at")?,
        answer: row.text_opt("answer")?,
    })
}
