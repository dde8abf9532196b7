//! Days and blanks of workbook cells; whole workbooks are in `tests/hostile`.

use super::{iso_cell, text_cell};
use crate::Cell;

#[test]
fn iso_text_becomes_a_day_when_it_is_one() {
    let day = |text: &str| Cell::Day(text.to_owned());
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(iso_cell("2024-05-29"), day("2024-05-29"));
    assert_eq!(iso_cell("2024-05-29T00:00:00.000Z"), day("2024-05-29"));
    assert_eq!(iso_cell("2024-05-29T01:00:00Z"), text("2024-05-29 01:00:00"));
    assert_eq!(iso_cell("x"), text("x"));
    assert_eq!(iso_cell("２０２４-05-29"), text("２０２４-05-29"));
}

#[test]
fn white_space_alone_is_no_cell() {
    assert_eq!(text_cell(" \u{a0}\n"), None);
    assert_eq!(text_cell("a\r\nb\rc"), Some(Cell::Text("a\nb\nc".to_owned())));
}
