//! The rows of a file on their way to the saver: each sheet's head is understood first, then its data rows go out in
//! chunks of a thousand. Rows that an earlier attempt has committed are passed over.

use std::sync::Arc;

use xh_exchange::SheetRow;
use xh_intake::{Binding, Help, RowState};
use xh_intake_store::Batch;
use xh_policy_store::Office;

use crate::ImportFault;
use crate::chunk::{PreparedRow, prepare};
use crate::head::{Head, SAMPLE, texts, understand};
use crate::save::Terms;
use crate::saver::Saver;

/// Data rows in a chunk: one transaction, well under 200 ms of lock.
const CHUNK: usize = 1_000;
/// Row numbers of later sheets are shifted by this, so that one number names one row of the file.
const SHEET: u32 = 2_000_000;

/// A row with its place in the file.
type Placed = (i64, u32, Vec<String>);

/// The state of reading.
pub(crate) struct Rows<'a> {
    office: &'a Office,
    terms: &'a Terms,
    batch: &'a Batch,
    source: &'a str,
    sheet: Option<u32>,
    sample: Vec<Placed>,
    head: Option<Arc<Head>>,
    unsettled: Option<Arc<Head>>,
    pending: Vec<Placed>,
    at: i64,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(office: &'a Office, terms: &'a Terms, batch: &'a Batch, source: &'a str) -> Self {
        let (sheet, head, unsettled) = (None, None, None);
        Self {
            office,
            terms,
            batch,
            source,
            sheet,
            sample: Vec::new(),
            head,
            unsettled,
            pending: Vec::new(),
            at: 0,
        }
    }

    /// Takes the next row of the file.
    pub(crate) async fn push(&mut self, row: SheetRow, saver: &mut Saver) -> Result<(), ImportFault> {
        if self.sheet != Some(row.sheet) {
            self.end_sheet(saver).await?;
            self.sheet = Some(row.sheet);
        }
        let placed = (self.at, row.row + row.sheet * SHEET, texts(&row));
        self.at += 1;
        if self.head.is_some() {
            return self.data(placed, saver).await;
        }
        self.sample.push(placed);
        if self.sample.len() == SAMPLE { self.end_sample(saver).await } else { Ok(()) }
    }

    /// The file is at its end.
    pub(crate) async fn finish(&mut self, saver: &mut Saver) -> Result<(), ImportFault> {
        self.end_sheet(saver).await
    }

    /// What a person has to say first, when the columns were not understood.
    pub(crate) fn unsettled(&self) -> (Option<Help>, Vec<String>, String) {
        match self.unsettled.as_ref() {
            Some(head) => (head.help.clone(), head.shape.headings.clone(), head.shape.digest.clone()),
            None => (None, Vec::new(), String::new()),
        }
    }

    async fn end_sheet(&mut self, saver: &mut Saver) -> Result<(), ImportFault> {
        if self.head.is_none() && !self.sample.is_empty() {
            self.end_sample(saver).await?;
        }
        self.send(saver).await?;
        self.head = None;
        Ok(())
    }

    async fn end_sample(&mut self, saver: &mut Saver) -> Result<(), ImportFault> {
        let sample = std::mem::take(&mut self.sample);
        let cells: Vec<Vec<String>> = sample.iter().map(|(_, _, cells)| cells.clone()).collect();
        let head = Arc::new(understand(self.office, self.terms.kind()?, self.source, &cells).await?);
        saver.headings(&head).await?;
        if head.help.is_some() && !head.person {
            self.unsettled = Some(Arc::clone(&head));
        }
        self.head = Some(Arc::clone(&head));
        for placed in sample.into_iter().skip(head.skip) {
            self.data(placed, saver).await?;
        }
        Ok(())
    }

    async fn data(&mut self, placed: Placed, saver: &mut Saver) -> Result<(), ImportFault> {
        if placed.0 >= self.batch.next_row {
            self.pending.push(placed);
        }
        if self.pending.len() >= CHUNK { self.send(saver).await } else { Ok(()) }
    }

    async fn send(&mut self, saver: &mut Saver) -> Result<(), ImportFault> {
        let pending = std::mem::take(&mut self.pending);
        let (Some(last), Some(head)) = (pending.last().map(|p| p.0), self.head.clone()) else {
            return Ok(());
        };
        match (&head.mapping, head.person) {
            (_, true) => saver.count(pending.len() as u64, RowState::RefusedPerson, last + 1).await,
            (None, false) => saver.count(pending.len() as u64, RowState::Held, last + 1).await,
            (Some(_), false) => saver.chunk(self.prepare(pending, head), last + 1).await,
        }
    }

    fn prepare(&self, pending: Vec<Placed>, head: Arc<Head>) -> tokio::task::JoinHandle<Vec<PreparedRow>> {
        let (terms, today) = (self.terms.clone(), self.office.moment().today());
        tokio::task::spawn_blocking(move || {
            let (Some(mapping), Ok(kind)) = (head.mapping.as_ref(), terms.kind()) else { return Vec::new() };
            let mapping = terms.with_authority(mapping);
            let binding = Binding::new(&mapping, kind);
            let rows = pending.into_iter();
            rows.filter_map(|(_, row, cells)| prepare(&binding, &head.shape, row, cells, today)).collect()
        })
    }
}
