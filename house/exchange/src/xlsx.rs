//! Workbook to rows, through calamine's cell reader only. The range reader is never called: it reserves
//! the rectangle between the first and the last cell, and one far cell ends the process (`trust.md` §0.5).
//!
//! Not the gate (`zip_gate.rs`), which must have let the file through. Merged cells: the value stands in
//! the first cell only, as stored. Formulas: the value last computed. Hidden sheets are not read.

use std::collections::HashSet;
use std::io::{Read, Seek};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::fault::shown;
use crate::serial::{date_cell, duration_cell, number_text};
use crate::tally::Tally;
use crate::{Cell, DecodeFault, Note, SheetRow};

/// Reads every visible sheet in turn. Returns what the sender should know.
pub(crate) fn read<R: Read + Seek>(source: R, tally: &mut Tally) -> Result<Vec<Note>, DecodeFault> {
    let mut book: Xlsx<R> = Xlsx::new(source).map_err(|error| in_words("workbook", 0, &error))?;
    let mut notes = Vec::new();
    let mut names = Vec::new();
    for sheet in book.sheets_metadata() {
        match (sheet.typ, sheet.visible) {
            (SheetType::WorkSheet, SheetVisible::Visible) => names.push(sheet.name.clone()),
            (SheetType::WorkSheet, _) => notes.push(Note::HiddenSheet { name: shown(&sheet.name) }),
            _ => {}
        }
    }
    let distinct: HashSet<&String> = names.iter().collect();
    if distinct.len() < names.len() {
        return Err(DecodeFault::broken("workbook", "two sheets of one name"));
    }
    let mut filled = 0;
    for name in names {
        filled += u32::from(read_sheet(&mut book, &name, filled, tally)?);
    }
    Ok(notes)
}

/// Reads one sheet as sheet number `sheet`; false when nothing stood in it.
fn read_sheet<R: Read + Seek>(
    book: &mut Xlsx<R>,
    name: &str,
    sheet: u32,
    tally: &mut Tally,
) -> Result<bool, DecodeFault> {
    let from_1904 = book.has_1904_epoch();
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| in_words(name, 0, &error))?;
    let columns_max = tally.limits.columns_max;
    let mut row = SheetRow { sheet, ..SheetRow::default() };
    let mut filled = false;
    while let Some(cell) = reader.next_cell().map_err(|error| in_words(name, row.row, &error))? {
        tally.count_cells(1)?;
        let (at, column) = cell.get_position();
        let number = at.saturating_add(1);
        let Some(value) = value(cell.get_value(), from_1904) else { continue };
        if number != row.row {
            if number < row.row {
                return Err(DecodeFault::Broken {
                    part: shown(name),
                    row: row.row.into(),
                    detail: "row order".into(),
                });
            }
            tally.check_row_number(number.into())?;
            let next = SheetRow { sheet, row: number, cells: Vec::with_capacity(row.cells.len()) };
            filled |= flush(std::mem::replace(&mut row, next), tally)?;
        }
        if column >= columns_max {
            return Err(DecodeFault::TooWide {
                row: number.into(),
                column: u64::from(column) + 1,
                columns_max,
            });
        }
        put(&mut row.cells, column as usize, value);
    }
    filled |= flush(row, tally)?;
    Ok(filled)
}

fn flush(row: SheetRow, tally: &mut Tally) -> Result<bool, DecodeFault> {
    let line = u64::from(row.row);
    tally.deliver(row, line)
}

fn put(cells: &mut Vec<Cell>, column: usize, value: Cell) {
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    if let Some(cell) = cells.get_mut(column) {
        *cell = value;
    }
}

/// The cell as ours; `None` for an empty one and for white space, which fills no far column.
fn value(value: &DataRef, from_1904: bool) -> Option<Cell> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) => return text_cell(text),
        DataRef::SharedString(text) => return text_cell(text),
        DataRef::DateTimeIso(text) => iso_cell(text),
        DataRef::DurationIso(text) => return text_cell(text),
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(number_text(*number)),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::Error(error) => Cell::Text(error.to_string()),
        DataRef::DateTime(moment) if moment.is_duration() => duration_cell(moment.as_f64()),
        DataRef::DateTime(moment) => date_cell(moment.as_f64(), from_1904),
    })
}

fn text_cell(text: &str) -> Option<Cell> {
    if text.trim().is_empty() {
        return None;
    }
    Some(Cell::Text(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }))
}

/// `t="d"` cells hold ISO 8601 text; midnight is a whole day.
fn iso_cell(text: &str) -> Cell {
    let day = text.split_once('T').map_or(text, |(day, clock)| {
        if clock.trim_end_matches('Z').chars().all(|c| matches!(c, '0' | ':' | '.')) { day } else { text }
    });
    let shape = |(at, c): (usize, char)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() };
    if day.len() == 10 && day.chars().enumerate().all(shape) {
        Cell::Day(day.to_owned())
    } else {
        Cell::Text(text.replace('T', " ").trim_end_matches('Z').to_owned())
    }
}

fn in_words(part: &str, row: u32, error: &XlsxError) -> DecodeFault {
    if matches!(error, XlsxError::Password) {
        return DecodeFault::Encrypted;
    }
    DecodeFault::Broken { part: shown(part), row: row.into(), detail: error.to_string() }
}

#[cfg(test)]
mod tests;
