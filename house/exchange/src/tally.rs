//! The last gate before a row leaves: trims it, counts it, and keeps the caps that all shapes share.

use crate::{Cell, DecodeFault, Limits, SheetRow};

/// Receives one row; an error stops the decoding.
pub(crate) type Sink<'a> = dyn FnMut(SheetRow) -> Result<(), crate::Stop> + 'a;

/// Running totals of one file.
pub(crate) struct Tally<'a> {
    pub limits: &'a Limits,
    sink: &'a mut Sink<'a>,
    /// Rows delivered.
    pub rows: u64,
    cells: u64,
    text: u64,
}

impl<'a> Tally<'a> {
    pub(crate) fn new(limits: &'a Limits, sink: &'a mut Sink<'a>) -> Self {
        Self { limits, sink, rows: 0, cells: 0, text: 0 }
    }

    /// Counts cells that a workbook writes down, filled or not.
    pub(crate) fn count_cells(&mut self, more: u64) -> Result<(), DecodeFault> {
        self.cells += more;
        let cells_max = self.limits.cells_max;
        if self.cells > cells_max { Err(DecodeFault::TooManyCells { cells_max }) } else { Ok(()) }
    }

    /// Refuses a row number beyond the grid, even when the rows before it are blank.
    pub(crate) fn check_row_number(&self, row: u64) -> Result<(), DecodeFault> {
        let rows_max = self.limits.rows_max;
        if row > u64::from(rows_max) { Err(DecodeFault::TooManyRows { rows_max }) } else { Ok(()) }
    }

    /// Delivers the row, without its trailing blanks, unless nothing is left of it. `line` is where the
    /// person finds it in the file.
    pub(crate) fn deliver(&mut self, mut row: SheetRow, line: u64) -> Result<bool, DecodeFault> {
        let used = row.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
        if used == 0 {
            return Ok(false);
        }
        row.cells.truncate(used);
        let limits = self.limits;
        if used as u64 > u64::from(limits.columns_max) {
            return Err(DecodeFault::TooWide {
                row: line,
                column: used as u64,
                columns_max: limits.columns_max,
            });
        }
        let text = self.measure(&row, line)?;
        self.text += text;
        if self.text > limits.text_bytes_max {
            return Err(DecodeFault::TooMuchText { bytes_max: limits.text_bytes_max });
        }
        self.rows += 1;
        self.check_row_number(self.rows)?;
        (self.sink)(row).map_err(|crate::Stop| DecodeFault::Stopped)?;
        Ok(true)
    }

    fn measure(&self, row: &SheetRow, line: u64) -> Result<u64, DecodeFault> {
        let chars_max = self.limits.cell_chars_max;
        let mut text = 0;
        for (column, cell) in (1..).zip(&row.cells) {
            if let Cell::Text(value) = cell {
                text += value.len() as u64;
                if value.len() > chars_max as usize && value.chars().count() > chars_max as usize {
                    return Err(DecodeFault::CellTooLong { row: line, column, chars_max });
                }
                if value.contains('\0') {
                    return Err(DecodeFault::Nul { line, byte: column });
                }
            }
        }
        if text > u64::from(self.limits.row_bytes_max) {
            return Err(DecodeFault::RowTooLong { line, bytes_max: self.limits.row_bytes_max });
        }
        Ok(text)
    }
}
