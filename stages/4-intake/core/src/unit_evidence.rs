//! Whether an amount column without a stated unit holds yuan or 万元: asked of the rows themselves.
//!
//! Evidence is an amount written out with its unit in the same row (罚款人民币伍仟元). Rows that disagree, or that
//! say nothing, settle nothing.

use xh_kernel::{Fen, is_placeholder};
use xh_policy::{FieldType, Kind};

use crate::mapping::Ambiguous;
use crate::{amounts, text};

/// The field that the sample's rows speak for; the plainest one when the whole column is empty.
#[must_use]
pub fn field_for(question: &Ambiguous, rows: &[&Vec<String>], kind: &Kind) -> Option<String> {
    let wan = field_with(question, kind, FieldType::MoneyWan)?;
    let yuan = field_with(question, kind, FieldType::MoneyYuan)?;
    let filled: Vec<&Vec<String>> =
        rows.iter().copied().filter(|row| value(row, question.column).is_some()).collect();
    if filled.iter().all(|row| states_its_unit(row, question.column)) {
        return Some(yuan);
    }
    let agreeing = |read: Read| filled.iter().filter(|row| agrees(row, question.column, read)).count();
    match (agreeing(Fen::from_wan_yuan_text), agreeing(Fen::from_yuan_text)) {
        (1.., 0) => Some(wan),
        (0, 1..) => Some(yuan),
        _ => None,
    }
}

type Read = fn(&str) -> Result<Fen, xh_kernel::FenFault>;

fn field_with(question: &Ambiguous, kind: &Kind, unit: FieldType) -> Option<String> {
    let is_it = |id: &&String| kind.field(id).is_some_and(|field| field.kind == unit);
    question.fields.iter().find(is_it).cloned()
}

fn value(row: &[String], column: usize) -> Option<String> {
    let cell = text::dense(row.get(column)?);
    (!is_placeholder(&cell) && cell != "0").then_some(cell)
}

fn states_its_unit(row: &[String], column: usize) -> bool {
    value(row, column).is_some_and(|cell| cell.contains(['元', '圆', '万', '角']))
}

/// Is the cell, read in this unit, an amount that another cell of the row writes out?
fn agrees(row: &[String], column: usize, read: Read) -> bool {
    let Some(Ok(amount)) = value(row, column).map(|cell| read(&cell)) else { return false };
    let others = row.iter().enumerate().filter(|(at, _)| *at != column);
    others.flat_map(|(_, cell)| amounts::in_text(cell)).any(|written| written == amount)
}
