//! Nothing in an export begins like a formula.

use super::{csv_safe, push_csv_row};

fn check(cell: &str, expected: &str) {
    assert_eq!(csv_safe(cell), expected, "{cell:?}");
}

#[test]
fn starters_are_guarded_half_and_full_width() {
    for cell in ["=1+1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "\tx", "\rx", "\nx", "\0x"] {
        check(cell, &format!("'{cell}"));
    }
    for cell in
        [" =1", "\u{a0}=1", "\u{3000}＝1", "\u{200b}=1", "\u{feff}=1", "\u{1}=1", " \t=cmd|' /C calc'!A0"]
    {
        check(cell, &format!("'{cell}"));
    }
}

#[test]
fn other_cells_stay_as_they_are() {
    for cell in ["", "甲公司", "a=b", "京建罚〔2023〕第1号", "'x", "1-2", " x", "（＝）"] {
        check(cell, cell);
    }
}

#[test]
fn rows_are_quoted_throughout() {
    let mut out = String::new();
    push_csv_row(&mut out, &["a\"b", "=1", "", "x\0y,\nz"]);
    assert_eq!(out, "\"a\"\"b\",\"'=1\",\"\",\"xy,\nz\"\r\n");
}
