//! The writing side of an import: one chunk is decided and written while the next ones are read and checked.
//! Progress and rows that did not pass are saved in the transaction that files the rest.

use std::collections::VecDeque;

use tokio::task::JoinHandle;
use xh_db::Fault as DbFault;
use xh_intake::filing::{Candidate, Outcome};
use xh_intake::{Counts, Fault, RowState};
use xh_intake_store::{Batch, Tally, WaitingRow};
use xh_kernel::Moment;
use xh_policy_store::Office;

use crate::chunk::{Prepared, PreparedRow};
use crate::head::Head;
use crate::save::{Terms, decide, save};
use crate::{ImportFault, original};

/// Chunks being checked while one is written.
const AHEAD: usize = 2;

/// Decides and writes chunks in order.
pub(crate) struct Saver {
    office: Office,
    terms: Terms,
    batch: Batch,
    counts: Counts,
    waiting: VecDeque<(JoinHandle<Vec<PreparedRow>>, i64)>,
    chunk: i64,
    began: i64,
}

impl Saver {
    pub(crate) fn new(office: Office, terms: Terms, batch: &Batch) -> Self {
        let began = office.moment().at().unix_micros();
        let counts = counts(&batch.tally);
        Self {
            office,
            terms,
            batch: batch.clone(),
            counts,
            waiting: VecDeque::new(),
            chunk: batch.next_row,
            began,
        }
    }

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

    /// Queues a chunk that is being checked; writes the oldest when enough are under way.
    pub(crate) async fn chunk(
        &mut self,
        checking: JoinHandle<Vec<PreparedRow>>,
        next_row: i64,
    ) -> Result<(), ImportFault> {
        self.waiting.push_back((checking, next_row));
        if self.waiting.len() > AHEAD { self.write_one().await } else { Ok(()) }
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
        self.progress(&mut tx, next_row, self.counts, &moment).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes all that is queued.
    pub(crate) async fn drain(&mut self) -> Result<Counts, ImportFault> {
        while !self.waiting.is_empty() {
            self.write_one().await?;
        }
        Ok(self.counts)
    }

    async fn write_one(&mut self) -> Result<(), ImportFault> {
        let Some((checking, next_row)) = self.waiting.pop_front() else { return Ok(()) };
        let rows = checking.await.map_err(|e| DbFault::found("行检查任务", e))?;
        let candidates: Vec<Candidate> = rows.iter().filter_map(candidate).collect();
        let mut moment = self.office.moment();
        let decided = decide(&self.office, &self.terms, &candidates, &mut moment).await?;
        let packed = original::pack(&rows).map_err(|e| DbFault::found("留存原件", e))?;
        let mut tx = self.office.db.write().await?;
        let (outcomes, _) = save(&mut tx, decided, &self.terms, &candidates, &mut moment).await?;
        let (counts, kept) = self.settle(&rows, outcomes)?;
        xh_intake_store::put_rows(&mut tx, &kept).await?;
        xh_intake_store::put_original(&mut tx, &self.batch.id, self.chunk, &packed).await?;
        self.progress(&mut tx, next_row, counts, &moment).await?;
        tx.commit().await?;
        (self.counts, self.chunk) = (counts, next_row);
        Ok(())
    }

    fn settle(
        &self,
        rows: &[PreparedRow],
        outcomes: Vec<Outcome>,
    ) -> Result<(Counts, Vec<WaitingRow>), ImportFault> {
        let (mut counts, mut kept) = (self.counts, Vec::new());
        let mut outcomes = outcomes.into_iter();
        for row in rows {
            let (state, faults) = match &row.prepared {
                Prepared::Person(_) => (RowState::RefusedPerson, Some("[]".to_owned())),
                Prepared::Faulty(faults) => (RowState::Rejected, Some(written(faults)?)),
                Prepared::Good(_) => outcome(outcomes.next())?,
            };
            counts.add(state);
            if let Some(faults) = faults {
                kept.push(self.waiting_row(row, state, faults)?);
            }
        }
        Ok((counts, kept))
    }

    fn waiting_row(
        &self,
        row: &PreparedRow,
        state: RowState,
        faults: String,
    ) -> Result<WaitingRow, ImportFault> {
        let cells = serde_json::to_string(&row.cells).map_err(|e| DbFault::found("行内容", e))?;
        Ok(WaitingRow {
            batch: self.batch.id.clone(),
            sheet_row: i64::from(row.sheet_row),
            state: state_word(state).to_owned(),
            cells,
            faults,
            settled_at: None,
            answer: None,
        })
    }

    async fn progress(
        &self,
        tx: &mut xh_db::Tx<'_>,
        next_row: i64,
        counts: Counts,
        moment: &Moment,
    ) -> Result<(), ImportFault> {
        let tally = tally(&counts, self.millis());
        let (id, holder) = (&self.batch.id, &self.batch.holder);
        match xh_intake_store::save_progress(tx, id, holder, next_row, &tally, moment.at().as_str()).await? {
            true => Ok(()),
            false => Err(ImportFault::TakenOver),
        }
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

fn outcome(outcome: Option<Outcome>) -> Result<(RowState, Option<String>), ImportFault> {
    Ok(match outcome {
        Some(Outcome::Filed(_)) => (RowState::Filed, None),
        Some(Outcome::Amended(_)) => (RowState::Amended, None),
        Some(Outcome::Duplicate(_)) => (RowState::Duplicate, None),
        Some(Outcome::Rejected(faults)) => (RowState::Rejected, Some(written(&faults)?)),
        Some(Outcome::Held(reason, candidates)) => (RowState::Held, Some(held(reason, &candidates)?)),
        None => return Err(DbFault::found("行处理结果", "少于行数").into()),
    })
}

/// A held row's question, in the shape of a fault so that sheets and queues show both alike.
pub(crate) fn held(reason: xh_intake::HeldReason, candidates: &[String]) -> Result<String, ImportFault> {
    let fault = Fault {
        field: "subject".to_owned(),
        title: "行政相对人".to_owned(),
        column: None,
        code: reason.code().to_owned(),
        reason: reason.sentence().to_owned(),
        remedy: "由工作人员核对后指定主体,或退回补正".to_owned(),
        found: candidates.join(";"),
    };
    written(&[fault])
}

fn written(faults: &[Fault]) -> Result<String, ImportFault> {
    Ok(serde_json::to_string(faults).map_err(|e| DbFault::found("退回原因", e))?)
}

/// The state's stored word.
pub(crate) const fn state_word(state: RowState) -> &'static str {
    match state {
        RowState::Filed => "filed",
        RowState::Amended => "amended",
        RowState::Duplicate => "duplicate",
        RowState::Rejected => "rejected",
        RowState::Held => "held",
        RowState::RefusedPerson => "refused_person",
    }
}

fn counts(tally: &Tally) -> Counts {
    let n = |number: i64| u64::try_from(number).unwrap_or(0);
    Counts {
        rows: n(tally.rows),
        filed: n(tally.filed),
        amended: n(tally.amended),
        duplicate: n(tally.duplicate),
        rejected: n(tally.rejected),
        held: n(tally.held),
        refused_person: n(tally.refused_person),
    }
}

fn tally(counts: &Counts, millis: i64) -> Tally {
    let n = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    Tally {
        rows: n(counts.rows),
        filed: n(counts.filed),
        amended: n(counts.amended),
        duplicate: n(counts.duplicate),
        rejected: n(counts.rejected),
        held: n(counts.held),
        refused_person: n(counts.refused_person),
        millis,
    }
}
