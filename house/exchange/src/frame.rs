//! The wire between the decoding child and its parent: framed batches of rows, then one ending.
//!
//! A frame is a little-endian `u32` length, a kind byte and a payload. Rows are binary, because 300,000
//! of them must pass in about a second; the ending is JSON. The parent trusts nothing of it: lengths,
//! kinds, counts and UTF-8 are checked as if a stranger had written them.

use std::io::{Read, Write};

use serde::{Deserialize, Serialize};

use crate::{Cell, DecodeFault, Decoded, Limits, SheetRow};

/// Rows of one batch at most.
pub(crate) const BATCH_ROWS: u32 = 1_000;
/// A batch is sent once it holds so many bytes.
const BATCH_BYTES: usize = 1 << 20;
const KIND_ROWS: u8 = b'R';
const KIND_END: u8 = b'E';

/// The last frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ending {
    Decoded(Decoded),
    Fault(DecodeFault),
}

/// One frame as the parent sees it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    Rows(Vec<SheetRow>),
    End(Ending),
}

/// Gathers rows and writes them in batches.
pub(crate) struct FrameWriter<W> {
    output: W,
    batch: Vec<u8>,
    rows: u32,
}

impl<W: Write> FrameWriter<W> {
    pub(crate) fn new(output: W) -> Self {
        Self { output, batch: Vec::with_capacity(BATCH_BYTES + BATCH_BYTES / 4), rows: 0 }
    }

    /// Adds a row, and sends the batch when it is full.
    pub(crate) fn row(&mut self, row: &SheetRow) -> std::io::Result<()> {
        if self.rows == 0 {
            self.batch.clear();
            self.batch.extend_from_slice(&[0, 0, 0, 0, KIND_ROWS]);
        }
        put_number(&mut self.batch, u64::from(row.sheet));
        put_number(&mut self.batch, u64::from(row.row));
        put_number(&mut self.batch, row.cells.len() as u64);
        for cell in &row.cells {
            put_cell(&mut self.batch, cell);
        }
        self.rows += 1;
        if self.rows == BATCH_ROWS || self.batch.len() >= BATCH_BYTES { self.send() } else { Ok(()) }
    }

    /// Sends what is left and the ending.
    pub(crate) fn end(mut self, ending: &Ending) -> std::io::Result<()> {
        if self.rows > 0 {
            self.send()?;
        }
        self.batch.clear();
        self.batch.extend_from_slice(&[0, 0, 0, 0, KIND_END]);
        serde_json::to_writer(&mut self.batch, ending).map_err(std::io::Error::other)?;
        self.send()?;
        self.output.flush()
    }

    fn send(&mut self) -> std::io::Result<()> {
        self.rows = 0;
        let length = u32::try_from(self.batch.len() - 4).map_err(std::io::Error::other)?;
        if let Some(place) = self.batch.get_mut(..4) {
            place.copy_from_slice(&length.to_le_bytes());
        }
        self.output.write_all(&self.batch)
    }
}

fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_cell(out: &mut Vec<u8>, cell: &Cell) {
    let (kind, text) = match cell {
        Cell::Empty => (0, None),
        Cell::Text(text) => (1, Some(text)),
        Cell::Number(text) => (2, Some(text)),
        Cell::Day(text) => (3, Some(text)),
        Cell::Flag(true) => (4, None),
        Cell::Flag(false) => (5, None),
    };
    out.push(kind);
    if let Some(text) = text {
        put_number(out, text.len() as u64);
        out.extend_from_slice(text.as_bytes());
    }
}

/// Reads the next frame; `None` when the stream ends between two frames.
pub(crate) fn read_frame<R: Read>(input: &mut R, limits: &Limits) -> std::io::Result<Option<Frame>> {
    let mut length = [0; 4];
    if input.read(&mut length[..1])? == 0 {
        return Ok(None);
    }
    input.read_exact(&mut length[1..])?;
    let length = u32::from_le_bytes(length) as usize;
    // One row more than a full batch may be inside, each of its cells with a kind and a length.
    let length_max = 2 * BATCH_BYTES + limits.row_bytes_max as usize + 64 * limits.columns_max as usize;
    if length == 0 || length > length_max {
        return Err(foul("length"));
    }
    let mut payload = vec![0; length];
    input.read_exact(&mut payload)?;
    match payload.split_first() {
        Some((&KIND_ROWS, rows)) => read_rows(rows, limits).map(|rows| Some(Frame::Rows(rows))),
        Some((&KIND_END, ending)) => {
            let ending = serde_json::from_slice(ending).map_err(|_| foul("ending"))?;
            Ok(Some(Frame::End(ending)))
        }
        _ => Err(foul("kind")),
    }
}

fn read_rows(mut bytes: &[u8], limits: &Limits) -> std::io::Result<Vec<SheetRow>> {
    let mut rows = Vec::with_capacity(BATCH_ROWS as usize);
    while !bytes.is_empty() {
        let mut small = || take_number(&mut bytes).and_then(|number| u32::try_from(number).ok());
        let (Some(sheet), Some(row), Some(count)) = (small(), small(), small()) else {
            return Err(foul("row"));
        };
        if count > limits.columns_max || rows.len() >= BATCH_ROWS as usize {
            return Err(foul("count"));
        }
        let mut cells = Vec::with_capacity(count as usize);
        for _ in 0..count {
            cells.push(take_cell(&mut bytes).ok_or_else(|| foul("cell"))?);
        }
        rows.push(SheetRow { sheet, row, cells });
    }
    Ok(rows)
}

fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn take_cell(bytes: &mut &[u8]) -> Option<Cell> {
    let (kind, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(match kind {
        0 => Cell::Empty,
        1 => Cell::Text(take_text(bytes)?),
        2 => Cell::Number(take_text(bytes)?),
        3 => Cell::Day(take_text(bytes)?),
        4 => Cell::Flag(true),
        5 => Cell::Flag(false),
        _ => return None,
    })
}

fn take_text(bytes: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(take_number(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    std::str::from_utf8(text).ok().map(str::to_owned)
}

fn foul(what: &str) -> std::io::Error {
    std::io::Error::other(format!("frame: {what}"))
}

#[cfg(test)]
mod tests;
