//! One chunk on its way into the database: decided outside the lock, then written with its progress in one transaction.

use std::sync::Arc;

use xh_db::{Fault as DbFault, Tx};
use xh_intake::Counts;
use xh_intake::filing::Candidate;
use xh_intake_store::{Batch, Tally};
use xh_kernel::Moment;
use xh_policy_store::Office;

use crate::chunk::{Prepared, PreparedRow};
use crate::save::{Ahead, Decided, Terms, decide, save};
use crate::settle::{settle, tally};
use crate::{ImportFault, original};

/// A chunk of checked rows.
pub(crate) struct Chunk {
    rows: Vec<PreparedRow>,
    candidates: Vec<Candidate>,
    packed: Vec<u8>,
    first: i64,
    next_row: i64,
    decided: Option<Decided>,
}

/// A chunk that is committed.
pub(crate) struct Landed {
    /// Counts of the batch now.
    pub counts: Counts,
    /// It was written as it had been decided ahead.
    pub as_decided: bool,
}

impl Chunk {
    /// Rows from place `first` of the file to before `next_row`.
    pub(crate) fn new(rows: Vec<PreparedRow>, first: i64, next_row: i64) -> Result<Self, ImportFault> {
        let candidates = rows.iter().filter_map(candidate).collect();
        let packed = original::pack(&rows).map_err(|e| DbFault::found("留存原件", e))?;
        Ok(Self { rows, candidates, packed, first, next_row, decided: None })
    }
}

/// Decides a chunk, counting on the one before, if any, to be written as `ahead` says.
pub(crate) async fn decide_chunk(
    office: Office,
    terms: Arc<Terms>,
    mut chunk: Chunk,
    ahead: Option<Ahead>,
) -> Result<(Chunk, Ahead), ImportFault> {
    let mut moment = office.moment();
    let (decided, ahead) = decide(&office, &terms, &chunk.candidates, ahead, &mut moment).await?;
    chunk.decided = Some(decided);
    Ok((chunk, ahead))
}

/// Writes a decided chunk, its rows for a person, its screened original and the batch's progress: one commit.
pub(crate) async fn write_chunk(
    office: Office,
    terms: Arc<Terms>,
    batch: Arc<Batch>,
    chunk: Chunk,
    counts: Counts,
    millis: i64,
) -> Result<Landed, ImportFault> {
    let Some(decided) = chunk.decided else {
        return Err(DbFault::found("行处理结果", "尚未处理").into());
    };
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    let (outcomes, as_decided) = save(&mut tx, decided, &terms, &chunk.candidates, &mut moment).await?;
    let (counts, kept) = settle(&batch.id, counts, &chunk.rows, outcomes)?;
    xh_intake_store::put_rows(&mut tx, &kept).await?;
    xh_intake_store::put_original(&mut tx, &batch.id, chunk.first, &chunk.packed).await?;
    save_progress(&mut tx, &batch, chunk.next_row, &tally(&counts, millis), &moment).await?;
    tx.commit().await?;
    Ok(Landed { counts, as_decided })
}

/// Notes how far the batch is; fails when another worker has taken it over.
pub(crate) async fn save_progress(
    tx: &mut Tx<'_>,
    batch: &Batch,
    next_row: i64,
    tally: &Tally,
    moment: &Moment,
) -> Result<(), ImportFault> {
    let (id, holder, at) = (&batch.id, &batch.holder, moment.at().as_str());
    match xh_intake_store::save_progress(tx, id, holder, next_row, tally, at).await? {
        true => Ok(()),
        false => Err(ImportFault::TakenOver),
    }
}

fn candidate(row: &PreparedRow) -> Option<Candidate> {
    match &row.prepared {
        Prepared::Good(checked) => {
            Some(Candidate { sheet_row: row.sheet_row, checked: (**checked).clone(), settled_subject: None })
        }
        _ => None,
    }
}
