//! Content, not names.

use super::{Shape, sniff};

fn check(head: &[u8], expected: &str) {
    let found = sniff(head).map_or_else(|fault| format!("{fault:?}"), |shape: Shape| shape.name().to_owned());
    assert!(found.contains(expected), "{:?}: {found}", String::from_utf8_lossy(head));
}

#[test]
fn shapes_are_told_apart() {
    check(b"PK\x03\x04rest", "xlsx");
    check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest", "xls");
    check("名称,代码\n".as_bytes(), "csv");
    check(b"{\"a\":1}\n", "ndjson");
    check(b"\xEF\xBB\xBF \n{ \"a\":1}\n", "ndjson");
    check(b"{}", "ndjson");
    check(b"[ {", "json");
}

#[test]
fn lookalikes_stay_csv() {
    check("{名称},代码\n".as_bytes(), "csv");
    check("[1]".as_bytes(), "csv");
    check("<<关于>>的通知,1\n".as_bytes(), "csv");
    check(b"PKU,1\n", "csv");
    check(b"a\0b", "csv");
}

#[test]
fn foreign_formats_are_named() {
    check(b"\x09\x08\x08\x00\x00\x05", "Xls");
    check(b"<?xml?><Workbook>", "SpreadsheetMl");
    check(b"\n\n<TABLE>", "Html");
    check(b"<a>", "Xml");
    check(b"a\0,\0b\0\n\0", "Utf16");
    check(b"\0a\0,\0b\0\n", "Utf16");
}
