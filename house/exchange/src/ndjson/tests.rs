//! Keys become the header; a fault anywhere stops before the first row.

use crate::{Limits, SheetRow, decode};

fn read(text: &str) -> (Vec<SheetRow>, Result<crate::Decoded, crate::DecodeFault>) {
    let mut rows = Vec::new();
    let mut keep = |row| {
        rows.push(row);
        Ok(())
    };
    let outcome = decode(std::io::Cursor::new(text), &Limits::default(), &mut keep);
    (rows, outcome)
}

#[test]
fn rows_carry_their_line_and_the_header_is_row_zero() {
    let (rows, outcome) = read("{\"b\":1}\n\n{\"a\":\"x\",\"b\":null}\n");
    let shown: Vec<_> = rows
        .iter()
        .map(|row| {
            (row.row, row.cells.iter().map(|cell| cell.text().into_owned()).collect::<Vec<_>>().join("|"))
        })
        .collect();
    assert_eq!(shown, [(0, "b|a".to_owned()), (1, "1".to_owned()), (3, "|x".to_owned())]);
    assert_eq!(outcome.unwrap().rows, 3);
}

#[test]
fn nothing_is_delivered_before_a_fault() {
    let (rows, outcome) = read("{\"a\":1}\n{\"a\":[]}\n");
    assert!(rows.is_empty());
    assert_eq!(outcome.unwrap_err().code(), "json_nested");
}
