//! Promises that are checked before anyone acts on them.

use super::{Rules, attributes, is_binary, position};
use crate::Limits;

fn check(tag: &str, expected: bool) {
    let limits = Limits::default();
    assert_eq!(Rules::new(&limits).tag("part", tag.as_bytes()).is_ok(), expected, "{tag}");
}

#[test]
fn references_stay_within_the_grid() {
    assert_eq!(position(b"A1"), Some((1, 1)));
    assert_eq!(position(b"xfd1048576"), Some((1_048_576, 16_384)));
    assert_eq!(position(b"12"), Some((12, 0)));
    for wrong in ["", "A", "A0", "XFE1", "AAAA1", "A1048577", "A00000001", "1A", "A-1", "甲1"] {
        assert_eq!(position(wrong.as_bytes()), None, "{wrong}");
    }
    check("c r=\"B2\" s=\"1\"", true);
    check("x:c  s='1' r = 'B99999999999'", false);
    check("c r=\"B2\" r=\"B99999999999\"", false);
    check("dimension ref=\"A1\"", true);
    check("dimension ref=\"A2:A1\"", false);
}

#[test]
fn counts_are_believed_only_within_the_caps() {
    check("sst count=\"99999999999\" uniqueCount=\"3000000\"", true);
    check("sst uniqueCount=\"3000001\"", false);
    check("sst uniqueCount=\"-1\"", false);
}

#[test]
fn attributes_read_as_the_parser_reads_them() {
    let found: Vec<_> = attributes(b"a b=\"1\" c = '2\"' d").collect();
    assert_eq!(found, [(&b"b"[..], &b"1"[..]), (b"c", b"2\"")]);
}

#[test]
fn pictures_are_not_scanned() {
    assert!(is_binary("xl/media/a.PNG") && is_binary("a.bin"));
    assert!(!is_binary("xl/worksheets/sheet1.xml"));
}
