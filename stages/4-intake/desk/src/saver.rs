//! The writing side of an import: while one chunk is written, the next is decided and the ones after are read and
//! checked. Progress and rows that did not pass are saved in the transaction that files the rest.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::task::JoinHandle;
use xh_db::Fault as DbFault;
use xh_intake::{Counts, RowState};
use xh_intake_store::Batch;
use xh_policy_store::Office;

use crate::ImportFault;
use crate::chunk::PreparedRow;
use crate::head::Head;
use crate::save::{Ahead, Terms};
use crate::settle::{counts, tally};
use crate::writing::{Chunk, Landed, decide_chunk, save_progress, write_chunk};

/// Chunks being checked while one is written.
const AHEAD: usize = 2;

/// Decides and writes chunks in order.
pub(crate) struct Saver {
    office: Office,
    terms: Arc<Terms>,
    batch: Arc<Batch>,
    counts: Counts,
    waiting: VecDeque<(JoinHandle<Vec<PreparedRow>>, i64)>,
    ahead: Option<Ahead>,
    writing: Option<JoinHandle<Result<Landed, ImportFault>>>,
    landed: u32,
    chunk: i64,
    began: i64,
}

impl Saver {
    pub(crate) fn new(office: Office, terms: Terms, batch: &Batch) -> Self {
        Self {
            began: office.moment().at().unix_micros(),
            office,
            terms: Arc::new(terms),
            batch: Arc::new(batch.clone()),
            counts: counts(&batch.tally),
            waiting: VecDeque::new(),
            ahead: None,
            writing: None,
            landed: 0,
            chunk: batch.next_row,
        }
    }

    /// Counts of what is committed.
    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// Working time of all attempts, milliseconds.
    pub(crate) fn millis(&self) -> i64 {
        self.batch.tally.millis + (self.office.moment().at().unix_micros() - self.began) / 1_000
    }

    /// Notes what was understood of a sheet's head.
    pub(crate) async fn headings(&mut self, head: &Head) -> Result<(), ImportFault> {
        let text = |value: serde_json::Result<String>| value.map_err(|e| DbFault::found("列对应关系", e));
        let headings = text(serde_json::to_string(&head.shape.headings))?;
        let mapping = match (&head.mapping, &head.help) {
            (Some(mapping), _) => text(serde_json::to_string(mapping))?,
            (None, Some(help)) => text(serde_json::to_string(&help.proposal))?,
            (None, None) => String::new(),
        };
        let mut tx = self.office.db.write().await?;
        xh_intake_store::mark_headings(&mut tx, &self.batch.id, &head.shape.digest, &headings, &mapping)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Queues a chunk that is being checked; decides and writes the oldest when enough are under way.
    pub(crate) async fn chunk(
        &mut self,
        checking: JoinHandle<Vec<PreparedRow>>,
        next_row: i64,
    ) -> Result<(), ImportFault> {
        self.waiting.push_back((checking, next_row));
        if self.waiting.len() > AHEAD { self.begin_one().await } else { Ok(()) }
    }

    /// Counts rows of which nothing is kept.
    pub(crate) async fn count(
        &mut self,
        rows: u64,
        state: RowState,
        next_row: i64,
    ) -> Result<(), ImportFault> {
        self.drain().await?;
        (0..rows).for_each(|_| self.counts.add(state));
        let mut tx = self.office.db.write().await?;
        let moment = self.office.moment();
        let tally = tally(&self.counts, self.millis());
        save_progress(&mut tx, &self.batch, next_row, &tally, &moment).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes all that is queued.
    pub(crate) async fn drain(&mut self) -> Result<Counts, ImportFault> {
        while !self.waiting.is_empty() {
            self.begin_one().await?;
        }
        self.landed().await?;
        Ok(self.counts)
    }

    /// Decides the oldest chunk beside the writing of the one before, then begins to write it.
    async fn begin_one(&mut self) -> Result<(), ImportFault> {
        let Some((checking, next_row)) = self.waiting.pop_front() else { return Ok(()) };
        let rows = checking.await.map_err(|e| DbFault::found("行检查任务", e))?;
        let chunk = Chunk::new(rows, self.chunk, next_row)?;
        let (office, terms) = (self.office.clone(), Arc::clone(&self.terms));
        let deciding =
            tokio::spawn(decide_chunk(office.clone(), Arc::clone(&terms), chunk, self.ahead.take()));
        let as_decided = self.landed().await?;
        let (mut chunk, mut ahead) = deciding.await.map_err(|e| DbFault::found("行处理任务", e))??;
        if !as_decided || ahead.is_moot() {
            (chunk, ahead) = decide_chunk(office, terms, chunk, None).await?;
        }
        self.ahead = Some(ahead);
        self.chunk = next_row;
        let (office, terms, batch) = (self.office.clone(), Arc::clone(&self.terms), Arc::clone(&self.batch));
        self.writing =
            Some(tokio::spawn(write_chunk(office, terms, batch, chunk, self.counts, self.millis())));
        Ok(())
    }

    /// Waits for the chunk being written; `false` when it went differently than was decided ahead.
    async fn landed(&mut self) -> Result<bool, ImportFault> {
        let Some(writing) = self.writing.take() else { return Ok(true) };
        let landed = writing.await.map_err(|e| DbFault::found("写入任务", e))??;
        self.counts = landed.counts;
        self.landed += 1;
        if self.landed > 1 && self.landed.is_power_of_two() {
            let db = self.office.db.clone();
            tokio::spawn(async move {
                if let Err(fault) = db.count_anew().await {
                    tracing::warn!(%fault, "statistics not renewed; the import goes on, slower");
                }
            });
        }
        Ok(landed.as_decided)
    }
}
