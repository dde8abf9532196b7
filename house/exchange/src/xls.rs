//! An old workbook (BIFF8 in a compound file) to rows, cell by cell, under the same caps as the new one.
//!
//! Read by this crate and not by calamine, whose reader of this format follows chains without an end and lays every
//! sheet out as a rectangle; it serves the tests as the second opinion (decision 0015). Formulas: the value last
//! computed. Hidden sheets are not read. Workbooks of Excel 5.0/95 and before, with macros, or encrypted: refused.

use std::io::{Read, Seek};

use crate::biff::{Parts, Record, Records, broken, f64_at, kind, u16_at, u32_at};
use crate::biff_globals::{Globals, Meant, Sheet};
use crate::fault::shown;
use crate::ole::{Ole, without_workbook};
use crate::serial::{date_cell, duration_cell, number_text};
use crate::tally::Tally;
use crate::{Cell, DecodeFault, Note, SheetRow};

type Res<T> = Result<T, DecodeFault>;

/// Reads every visible sheet in turn. Returns what the sender should know.
pub(crate) fn read<R: Read + Seek>(source: R, bytes: u64, tally: &mut Tally) -> Res<Vec<Note>> {
    let mut ole = Ole::open(source, bytes)?;
    if ole.has("_VBA_PROJECT_CUR") {
        return Err(DecodeFault::Macros);
    }
    let Some(stream) = ole.stream("Workbook")? else { return Err(without_workbook(&ole)) };
    drop(ole);
    let globals = Globals::read(&stream, tally.limits)?;
    let (mut filled, mut walked) = (0, 0);
    for sheet in &globals.sheets {
        let mut reader = Reader::new(&globals, sheet, filled, tally);
        walked += reader.read(&stream)?;
        filled += u32::from(reader.filled);
        if walked > stream.len() {
            return Err(broken("sheets lie over each other"));
        }
    }
    Ok(globals.notes)
}

/// Reads one sheet as sheet number `row.sheet`.
struct Reader<'g, 't, 'l> {
    globals: &'g Globals,
    name: &'g str,
    at: usize,
    tally: &'t mut Tally<'l>,
    row: SheetRow,
    filled: bool,
    /// Where the string of the last formula belongs.
    awaited: Option<(u32, usize)>,
}

impl<'g, 't, 'l> Reader<'g, 't, 'l> {
    fn new(globals: &'g Globals, sheet: &'g Sheet, number: u32, tally: &'t mut Tally<'l>) -> Self {
        let row = SheetRow { sheet: number, ..SheetRow::default() };
        Self { globals, name: &sheet.name, at: sheet.at, tally, row, filled: false, awaited: None }
    }

    /// Delivers the rows; returns how many bytes the sheet took.
    fn read(&mut self, stream: &[u8]) -> Res<usize> {
        let mut records = Records::new(stream, self.at);
        let first = records.next()?.filter(|record| record.kind == kind::BEGIN);
        let first = first.ok_or_else(|| self.fault("no beginning of the sheet"))?;
        if u16_at(first.bytes(), 0) != Some(0x0600) || u16_at(first.bytes(), 2) != Some(0x0010) {
            return Err(self.fault("no sheet where one was promised"));
        }
        // Charts inside the sheet begin and end like it and hold numbers that are nobody's cells.
        let mut depth = 0_u32;
        loop {
            let record = records.next()?.ok_or_else(|| self.fault("no end of the sheet"))?;
            match record.kind {
                kind::BEGIN => depth += 1,
                kind::END if depth == 0 => break,
                kind::END => depth -= 1,
                _ if depth > 0 => {}
                _ => self.record(&record)?,
            }
        }
        self.flush()?;
        Ok(records.at().saturating_sub(self.at))
    }

    fn record(&mut self, record: &Record) -> Res<()> {
        let bytes = record.bytes();
        match record.kind {
            kind::NUMBER => {
                let number = f64_at(bytes, 6).ok_or_else(|| self.fault("number"))?;
                let cell = self.number(bytes, 4, number)?;
                self.put(bytes, cell)
            }
            kind::RK => {
                let number = rk(u32_at(bytes, 6).ok_or_else(|| self.fault("number"))?);
                let cell = self.number(bytes, 4, number)?;
                self.put(bytes, cell)
            }
            kind::MUL_RK => self.several(bytes),
            kind::LABEL_SST => {
                let text = u32_at(bytes, 6).and_then(|at| self.globals.strings.get(at as usize));
                let cell = text_cell(text.ok_or_else(|| self.fault("shared string"))?);
                self.put(bytes, cell)
            }
            kind::LABEL | kind::RICH_STRING => {
                let cell = text_cell(&plain_string(record, 6)?);
                self.put(bytes, cell)
            }
            kind::BOOL_OR_ERROR => {
                let cell = flag_or_error(bytes.get(6..8)).ok_or_else(|| self.fault("truth value"))?;
                self.put(bytes, cell)
            }
            kind::FORMULA => self.formula(bytes),
            kind::STRING => match self.awaited.take() {
                Some((row, column)) => self.place(row, column, text_cell(&plain_string(record, 0)?)),
                None => Ok(()),
            },
            kind::BLANK => self.tally.count_cells(1),
            kind::MUL_BLANK => self.tally.count_cells(bytes.len() as u64 / 2),
            _ => Ok(()),
        }
    }

    /// Numbers of neighbouring cells in one record.
    fn several(&mut self, bytes: &[u8]) -> Res<()> {
        let (row, first) = self.position(bytes)?;
        let body = bytes.get(4..bytes.len().saturating_sub(2)).unwrap_or_default();
        for (column, part) in (first..).zip(body.chunks_exact(6)) {
            let number = rk(u32_at(part, 2).unwrap_or_default());
            let cell = self.number(part, 0, number)?;
            self.place(row, column, cell)?;
        }
        Ok(())
    }

    /// A formula's value: a number, or a mark for text that follows, a truth value, an error, nothing.
    fn formula(&mut self, bytes: &[u8]) -> Res<()> {
        let value = bytes.get(6..14).ok_or_else(|| self.fault("formula"))?;
        self.awaited = None;
        let cell = match value {
            [0, .., 0xFF, 0xFF] => {
                self.awaited = Some(self.position(bytes)?);
                return Ok(());
            }
            [1, _, flag, .., 0xFF, 0xFF] => Some(Cell::Flag(*flag != 0)),
            [2, _, error, .., 0xFF, 0xFF] => flag_or_error(Some(&[*error, 1])),
            [3, .., 0xFF, 0xFF] => Some(Cell::Empty),
            _ => Some(self.number(bytes, 4, f64_at(value, 0).unwrap_or_default())?),
        };
        let cell = cell.ok_or_else(|| self.fault("formula"))?;
        self.put(bytes, cell)
    }

    /// The number as its cell format means it; the format stands at `at`.
    fn number(&self, bytes: &[u8], at: usize, number: f64) -> Res<Cell> {
        let format = u16_at(bytes, at).ok_or_else(|| self.fault("cell format"))?;
        if !number.is_finite() {
            return Err(self.fault("not a number"));
        }
        Ok(match self.globals.meant(format) {
            Meant::Number => Cell::Number(number_text(number)),
            Meant::Moment => date_cell(number, self.globals.from_1904),
            Meant::Duration => duration_cell(number),
        })
    }

    fn position(&self, bytes: &[u8]) -> Res<(u32, usize)> {
        match (u16_at(bytes, 0), u16_at(bytes, 2)) {
            (Some(row), Some(column)) => Ok((u32::from(row) + 1, usize::from(column))),
            _ => Err(self.fault("cell")),
        }
    }

    fn put(&mut self, bytes: &[u8], cell: Cell) -> Res<()> {
        let (row, column) = self.position(bytes)?;
        self.place(row, column, cell)
    }

    fn place(&mut self, row: u32, column: usize, cell: Cell) -> Res<()> {
        self.tally.count_cells(1)?;
        if cell.is_blank() {
            return Ok(());
        }
        if row != self.row.row {
            if row < self.row.row {
                return Err(self.fault("row order"));
            }
            self.tally.check_row_number(row.into())?;
            self.flush()?;
            self.row.row = row;
        }
        let columns_max = self.tally.limits.columns_max;
        if column as u64 >= u64::from(columns_max) {
            return Err(DecodeFault::TooWide { row: row.into(), column: column as u64 + 1, columns_max });
        }
        if self.row.cells.len() <= column {
            self.row.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(there) = self.row.cells.get_mut(column) {
            *there = cell;
        }
        Ok(())
    }

    fn flush(&mut self) -> Res<()> {
        let next = SheetRow { sheet: self.row.sheet, row: self.row.row, cells: Vec::new() };
        let row = std::mem::replace(&mut self.row, next);
        let line = u64::from(row.row);
        self.filled |= self.tally.deliver(row, line)?;
        Ok(())
    }

    fn fault(&self, detail: &str) -> DecodeFault {
        DecodeFault::Broken { part: shown(self.name), row: self.row.row.into(), detail: detail.to_owned() }
    }
}

/// A number in 30 bits: whole or the upper part of a floating point, and perhaps hundredths.
fn rk(bits: u32) -> f64 {
    let number = if bits & 2 == 2 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    if bits & 1 == 1 { number / 100.0 } else { number }
}

fn plain_string(record: &Record, skip: usize) -> Res<String> {
    let mut parts = Parts::new(record, skip);
    let (length, flags) = (parts.u16()?, if parts.is_empty() { 0 } else { parts.byte()? });
    parts.characters(usize::from(length), flags & 1 == 1)
}

fn text_cell(text: &str) -> Cell {
    if text.trim().is_empty() {
        return Cell::Empty;
    }
    if text.contains('\r') {
        return Cell::Text(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    Cell::Text(text.to_owned())
}

fn flag_or_error(pair: Option<&[u8]>) -> Option<Cell> {
    let error = match pair? {
        [flag, 0] => return Some(Cell::Flag(*flag != 0)),
        [0x00, 1] => "#NULL!",
        [0x07, 1] => "#DIV/0!",
        [0x0F, 1] => "#VALUE!",
        [0x17, 1] => "#REF!",
        [0x1D, 1] => "#NAME?",
        [0x24, 1] => "#NUM!",
        [0x2A, 1] => "#N/A",
        _ => return None,
    };
    Some(Cell::Text(error.to_owned()))
}
