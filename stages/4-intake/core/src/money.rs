//! Amount cells: the unit of the column, or the one written in the cell, to fen.
//!
//! Figures and words are read by the kernel's [`Fen`]; this file decides what a blank is and which unit counts.

use xh_kernel::{Fen, FenFault, is_placeholder};
use xh_policy::FieldType;

use crate::text;

/// Reads a cell of a column in this unit; `None` when the cell says nothing.
///
/// A unit in the cell counts before the column's: `3000元` in a column of 万元 is 3,000 yuan.
///
/// # Errors
/// The kernel's [`FenFault`], with a Chinese sentence.
pub fn read(cell: &str, unit: FieldType) -> Result<Option<Fen>, FenFault> {
    let dense = plain_number(&text::dense(cell));
    if dense.is_empty() || (!is_zero(&dense) && is_placeholder(&dense)) {
        return Ok(None);
    }
    let body = dense.trim_end_matches(['。', '.', ';', ',']);
    match unit {
        FieldType::MoneyWan => Fen::from_wan_yuan_text(body),
        _ => Fen::from_yuan_text(body),
    }
    .map(Some)
}

fn is_zero(dense: &str) -> bool {
    dense.contains('0') && dense.chars().all(|letter| matches!(letter, '0' | '.'))
}

/// `5E-2` and `1.2E+5`, as spreadsheets write small and large numbers, digit by digit; anything else unchanged.
fn plain_number(dense: &str) -> String {
    exponent(dense).unwrap_or_else(|| dense.to_owned())
}

fn exponent(dense: &str) -> Option<String> {
    let (mantissa, power) = dense.split_once(['E', 'e'])?;
    let power: i32 = power.parse().ok().filter(|power| (-12..=12).contains(power))?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.chars().all(|letter| letter.is_ascii_digit()) {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()? + power;
    Some(with_point(&digits, point))
}

/// Sets the decimal point before the digit at `point`, adding zeros on either side.
fn with_point(digits: &str, point: i32) -> String {
    let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    match usize::try_from(point) {
        Ok(0) | Err(_) => format!("0.{}{digits}", zeros(-point)),
        Ok(_) if point >= length => format!("{digits}{}", zeros(point - length)),
        Ok(at) => {
            let (whole, fraction) = digits.split_at_checked(at).unwrap_or((digits, ""));
            format!("{whole}.{fraction}")
        }
    }
}
