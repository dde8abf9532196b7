//! The marked-up sheet that goes back to the sender: the same rows as text, fill and note on each
//! faulty cell, and two columns at the end. Corrected, it can be sent in again as it is.
//!
//! Every cell is a string formatted as text, so nothing in it is ever computed (T12) or reshaped by the
//! program that opens it. Written in constant memory. It does not decide what is a fault.

use std::io::Write;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError,
};

/// Heading of the last column but one: what became of the row.
pub const MARKED_STATE: &str = "处理结果";
/// Heading of the last column: why, and what to do.
pub const MARKED_REASON: &str = "原因与办法";
/// Notes on one sheet by default; more make spreadsheet programs slow, and the last column says it too.
pub const NOTES_MAX: u32 = 10_000;

/// Excel counts UTF-16 units; a note keeps some for its author.
const CELL_UNITS_MAX: usize = 32_767;
const NOTE_UNITS_MAX: usize = 2_000;
const GRID_ROWS: u32 = 1_048_576;

/// One fault of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedFault {
    /// Column of the faulty cell, from 0; `None` when the row as a whole is at fault.
    pub column: Option<usize>,
    /// What, why and remedy, in Chinese.
    pub text: String,
}

/// One row as received, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MarkedRow {
    /// The cells as received.
    pub cells: Vec<String>,
    /// Its faults; none for a row that was filed.
    pub faults: Vec<MarkedFault>,
    /// 已入库, 退回, …
    pub state: String,
}

/// A whole sheet in memory, for small ones and tests; large ones use [`MarkedWriter`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MarkedSheet {
    /// The headings as received, without the two of ours.
    pub header: Vec<String>,
    /// The rows in the order received.
    pub rows: Vec<MarkedRow>,
}

/// The sheet could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    /// More columns in a row than in the header, or more rows than a sheet can hold.
    #[error("标注表超出表格范围（第 {row} 行，{columns} 列）")]
    Grid {
        /// Row, from 1 with the header as row 1.
        row: u32,
        /// Columns asked for.
        columns: usize,
    },
    /// The writer failed, commonly for want of disk space.
    #[error("标注表写入失败")]
    Write(#[from] XlsxError),
}

/// Where the two columns of ours begin in a header that came back, so that the mapping can leave them
/// out; `None` for a header that is not from a marked-up sheet.
#[must_use]
pub fn marked_columns<S: AsRef<str>>(header: &[S]) -> Option<usize> {
    let ours = |pair: &[S]| {
        let heads = pair.iter().map(|cell| cell.as_ref().trim());
        heads.eq([MARKED_STATE, MARKED_REASON])
    };
    header.windows(2).position(ours)
}

/// Writes a whole sheet.
///
/// # Errors
/// [`WriteFault`] when it does not fit a sheet or cannot be written.
pub fn write_marked(out: impl Write + Send, sheet: &MarkedSheet) -> Result<(), WriteFault> {
    let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let mut header = sheet.header.clone();
    header.resize(width.max(header.len()), String::new());
    let mut writer = MarkedWriter::new(&header, NOTES_MAX)?;
    for row in &sheet.rows {
        writer.row(row)?;
    }
    writer.finish(out)
}

/// Writes a sheet row by row; rows pass through a temporary file, not through memory.
pub struct MarkedWriter {
    book: Workbook,
    header: Vec<String>,
    notes_left: u32,
    next: u32,
    plain: Format,
    faulty: Format,
}

impl MarkedWriter {
    /// Starts a sheet. The header must be as wide as the widest row to come; pad it with empty texts.
    ///
    /// # Errors
    /// [`WriteFault`] when the header is too wide or no temporary file can be made.
    pub fn new(header: &[String], notes_max: u32) -> Result<Self, WriteFault> {
        if header.len() + 2 > 16_384 {
            return Err(WriteFault::Grid { row: 1, columns: header.len() + 2 });
        }
        let mut book = Workbook::new();
        // A fixed day: the same rows give the same file, and no clock is read here.
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_author("信衡").set_creation_datetime(&day));
        let plain = Format::new().set_num_format("@").set_align(FormatAlign::Top);
        let faulty = plain.clone().set_background_color(Color::RGB(0xFF_E1_9C));
        let sheet = book.add_worksheet_with_constant_memory()?;
        write_header(sheet, header, &plain)?;
        Ok(Self { book, header: header.to_vec(), notes_left: notes_max, next: 1, plain, faulty })
    }

    /// Adds one row.
    ///
    /// # Errors
    /// [`WriteFault`] when the row is wider than the header or the sheet is full.
    pub fn row(&mut self, row: &MarkedRow) -> Result<(), WriteFault> {
        let width = self.header.len();
        if row.cells.len() > width || self.next >= GRID_ROWS {
            return Err(WriteFault::Grid { row: self.next.saturating_add(1), columns: row.cells.len() });
        }
        let sheet = self.book.worksheet_from_index(0)?;
        let empty = String::new();
        for (column, index) in (0..width).zip(0_u16..) {
            let cell = row.cells.get(column).unwrap_or(&empty);
            let note = note_of(row, column);
            let format = if note.is_empty() { &self.plain } else { &self.faulty };
            write_text(sheet, self.next, index, cell, format)?;
            if !note.is_empty() && self.notes_left > 0 {
                self.notes_left -= 1;
                sheet.insert_note(self.next, index, &note_box(&note))?;
            }
        }
        let last = u16::try_from(width).unwrap_or(u16::MAX);
        write_text(sheet, self.next, last, &row.state, &self.plain)?;
        write_text(sheet, self.next, last + 1, &reasons(&self.header, row), &self.plain)?;
        self.next += 1;
        Ok(())
    }

    /// Assembles the workbook.
    ///
    /// # Errors
    /// [`WriteFault::Write`] when `out` cannot take it.
    pub fn finish(mut self, out: impl Write + Send) -> Result<(), WriteFault> {
        self.book.save_to_writer(out)?;
        Ok(())
    }
}

fn write_header(sheet: &mut Worksheet, header: &[String], plain: &Format) -> Result<(), WriteFault> {
    let bold = plain.clone().set_bold().set_background_color(Color::RGB(0xE7_E6_E6));
    sheet.set_name(MARKED_STATE)?;
    sheet.set_freeze_panes(1, 0)?;
    let ours = [MARKED_STATE, MARKED_REASON];
    let headings = header.iter().map(String::as_str).chain(ours);
    for (heading, column) in headings.zip(0_u16..) {
        write_text(sheet, 0, column, heading, &bold)?;
        sheet.set_column_width(column, if heading == MARKED_REASON { 60 } else { 18 })?;
    }
    Ok(())
}

fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), WriteFault> {
    if text.is_empty() {
        sheet.write_blank(row, column, format)?;
    } else {
        sheet.write_string_with_format(row, column, fit(text, CELL_UNITS_MAX), format)?;
    }
    Ok(())
}

fn note_of(row: &MarkedRow, column: usize) -> String {
    let here = row.faults.iter().filter(|fault| fault.column == Some(column));
    here.map(|fault| fault.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn note_box(text: &str) -> Note {
    Note::new(fit(text, NOTE_UNITS_MAX)).set_author("信衡").add_author_prefix(false).set_width(260)
}

/// All faults of the row in words, each with the heading of its column.
fn reasons(header: &[String], row: &MarkedRow) -> String {
    let one = |fault: &MarkedFault| match fault.column.and_then(|column| header.get(column)) {
        Some(heading) if !heading.trim().is_empty() => format!("「{}」{}", heading.trim(), fault.text),
        _ => fault.text.clone(),
    };
    row.faults.iter().map(one).collect::<Vec<_>>().join("；")
}

/// At most so many UTF-16 units, the last character an ellipsis when something was cut.
fn fit(text: &str, units_max: usize) -> String {
    if text.len() <= units_max || text.encode_utf16().count() <= units_max {
        return text.to_owned();
    }
    let mut units = 1;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= units_max
    });
    let mut short: String = kept.collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests;
