//! The computing part of a chunk of rows: screen first, then check. No database, so it runs beside the writing.

use xh_intake::{Binding, Checked, Fault, Screen, Shape, blank_never, check, is_blank_row, screen};
use xh_kernel::Date;

/// What the checks made of a row.
#[derive(Debug, Clone)]
pub enum Prepared {
    /// About a natural person: counted, nothing kept.
    Person(&'static str),
    /// Not acceptable, with every fault.
    Faulty(Vec<Fault>),
    /// Ready to be resolved and filed.
    Good(Box<Checked>),
}

/// A row ready for the database part.
#[derive(Debug, Clone)]
pub struct PreparedRow {
    /// Row number in the sheet, from 1.
    pub sheet_row: u32,
    /// Screened cells; empty for a refused row.
    pub cells: Vec<String>,
    /// What the checks made of it.
    pub prepared: Prepared,
}

/// Screens and checks one row; `None` for a blank row or the headings once more.
#[must_use]
pub fn prepare(
    binding: &Binding<'_>,
    shape: &Shape,
    sheet_row: u32,
    mut cells: Vec<String>,
    today: Date,
) -> Option<PreparedRow> {
    if is_blank_row(&cells) || shape.repeated_by(&cells) {
        return None;
    }
    if let Screen::RefusedPerson(code) = screen(&binding.row(&cells)) {
        return Some(PreparedRow { sheet_row, cells: Vec::new(), prepared: Prepared::Person(code) });
    }
    blank_never(&mut cells, binding);
    let prepared = match check(&binding.row(&cells), today) {
        Ok(checked) => Prepared::Good(Box::new(checked)),
        Err(faults) => Prepared::Faulty(faults),
    };
    Some(PreparedRow { sheet_row, cells, prepared })
}
