//! Delimited text (RFC 4180, read leniently): records to rows. Not the decoding (`text.rs`), not the
//! choice of the delimiter (`delimiter.rs`).
//!
//! Row numbers are those a spreadsheet program shows: blank lines count, a line end inside quotes does
//! not. Ragged rows are fine.

use std::cell::Cell as Shared;
use std::io::Read;
use std::rc::Rc;

use ::csv::{Reader, ReaderBuilder, StringRecord, Terminator};

use crate::tally::Tally;
use crate::{Cell, DecodeFault, SheetRow};

/// Added after the last byte. The text before it holds no NUL, so the last record is exactly this one
/// unless a quote was left open.
const END: &[u8] = b"\n\0\n";
const BUFFER: usize = 64 << 10;

/// Reads all records of the decoded text and gives the text stream back.
pub(crate) fn read<T: Read>(text: T, delimiter: u8, tally: &mut Tally) -> Result<T, DecodeFault> {
    let allowance = Allowance::new(u64::from(tally.limits.row_bytes_max));
    let source = Rationed { inner: text.chain(END), allowance: Rc::clone(&allowance.0) };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .terminator(Terminator::Any(b'\n'))
        .buffer_capacity(BUFFER)
        .from_reader(source);
    read_records(&mut reader, &allowance, tally)?;
    Ok(reader.into_inner().inner.into_inner().0)
}

fn read_records<R: Read>(
    reader: &mut Reader<R>,
    allowance: &Allowance,
    tally: &mut Tally,
) -> Result<(), DecodeFault> {
    let mut record = StringRecord::new();
    let (mut row, mut line, mut closed) = (0, 1, false);
    loop {
        let more = reader.read_record(&mut record).map_err(|error| in_words(error, line, tally))?;
        if !more {
            return if closed { Ok(()) } else { Err(DecodeFault::UnclosedQuote { line }) };
        }
        allowance.renew();
        closed = record.len() == 1 && record.get(0) == Some("\0");
        if closed {
            continue;
        }
        let after = reader.position().line();
        let inside = record.as_slice().bytes().filter(|byte| *byte == b'\n').count() as u64;
        let passed = (after - line).saturating_sub(inside);
        row += passed;
        if record.as_slice().contains('\0') {
            // An open quote has swallowed the end: `passed` counts only the blank lines before.
            return Err(DecodeFault::UnclosedQuote { line: line + passed });
        }
        // INVARIANT: `passed` counts the blank lines before the record and its own line end.
        deliver(&record, row, line + passed.saturating_sub(1), tally)?;
        line = after;
    }
}

fn deliver(record: &StringRecord, row: u64, line: u64, tally: &mut Tally) -> Result<(), DecodeFault> {
    tally.check_row_number(row)?;
    // 16,000 empty columns are cut off here, before a cell is made for any of them.
    let used = (0..record.len()).rfind(|at| record.get(*at).is_some_and(|field| !field.trim().is_empty()));
    let Some(last) = used else { return Ok(()) };
    let columns_max = tally.limits.columns_max;
    if last as u64 >= u64::from(columns_max) {
        return Err(DecodeFault::TooWide { row: line, column: last as u64 + 1, columns_max });
    }
    tally.count_cells(last as u64 + 1)?;
    let cell = |field: &str| if field.is_empty() { Cell::Empty } else { Cell::Text(field.to_owned()) };
    let cells = record.iter().take(last + 1).map(cell).collect();
    let row = u32::try_from(row).unwrap_or(u32::MAX);
    tally.deliver(SheetRow { sheet: 0, row, cells }, line)?;
    Ok(())
}

fn in_words(error: ::csv::Error, line: u64, tally: &Tally) -> DecodeFault {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => match error.downcast::<Spent>() {
            Ok(Spent) => DecodeFault::RowTooLong { line, bytes_max: tally.limits.row_bytes_max },
            Err(error) => error.into(),
        },
        other => DecodeFault::Io { detail: format!("csv: {other:?}") },
    }
}

/// How many bytes the parser may still read before it must finish a record: an open quote would
/// otherwise gather the whole file in memory.
struct Allowance(Rc<Shared<u64>>, u64);

impl Allowance {
    fn new(bytes: u64) -> Self {
        let bytes = bytes + 2 * BUFFER as u64;
        Self(Rc::new(Shared::new(bytes)), bytes)
    }

    fn renew(&self) {
        self.0.set(self.1);
    }
}

#[derive(Debug, thiserror::Error)]
#[error("record allowance spent")]
struct Spent;

struct Rationed<R> {
    inner: R,
    allowance: Rc<Shared<u64>>,
}

impl<R: Read> Read for Rationed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.allowance.get().checked_sub(read as u64);
        self.allowance.set(left.ok_or_else(|| std::io::Error::other(Spent))?);
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
