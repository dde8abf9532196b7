//! The scanner accepts honest parts however they are cut, and refuses what could be read in two ways.

use super::{XmlScan, local_name};
use crate::parts::Rules;
use crate::{DecodeFault, Limits};

fn scan(text: &[u8], step: usize) -> Result<(), DecodeFault> {
    let limits = Limits::default();
    let mut rules = Rules::new(&limits);
    let mut scan = XmlScan::new("part", &mut rules);
    for chunk in text.chunks(step) {
        scan.take(chunk)?;
    }
    scan.finish()
}

fn check(text: &str, code: &str) {
    for step in [1, 2, 3, 7, 1000] {
        let found = scan(text.as_bytes(), step).map_or_else(|fault| fault.code(), |()| "ok");
        assert_eq!(found, code, "{text} by {step}");
    }
}

#[test]
fn honest_parts_pass() {
    check("<?xml version=\"1.0\" encoding='utf-8'?><a b=\"c>d\" e='\"'/>", "ok");
    check("<a><!-- x < y > z --- --><![CDATA[ <b> & ]] ]]]></a>", "ok");
    check("<a:b xmlns:a=\"u\">文字</a:b>\n", "ok");
    check("<甲 乙='丙'/>", "ok");
    check("", "ok");
}

#[test]
fn forbidden_and_ambiguous_parts_are_refused() {
    check("<!DOCTYPE a>", "xml_forbidden");
    check("<a/><!ENTITY a 'b'>", "xml_forbidden");
    check("<![cdata[x]]>", "xml_forbidden");
    check("<?xml version='1.0' encoding='gbk'?><a/>", "xml_forbidden");
    check("<a>\0</a>", "xml_forbidden");
    check("<a b='<'/>", "workbook_broken");
    check("<!-->x-->", "workbook_broken");
    check("<!--->x-->", "workbook_broken");
    check("< a/>", "workbook_broken");
    check("<a", "workbook_broken");
    check("<![CDATA[ open", "workbook_broken");
    check("<!-- open", "workbook_broken");
}

#[test]
fn names_lose_their_prefix() {
    assert_eq!(local_name(b"x:row r=\"1\""), b"row");
    assert_eq!(local_name(b"row"), b"row");
    assert_eq!(local_name(b"c/"), b"c");
}
