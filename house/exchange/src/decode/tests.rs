//! The entry: receipts, the last net, and bytes of no kind at all.

use std::io::Cursor;

use proptest::prelude::*;

use crate::{DecodeFault, Limits, MarkedRow, MarkedSheet, Shape, decode, write_marked};

fn outcome(bytes: &[u8]) -> Result<crate::Decoded, DecodeFault> {
    decode(Cursor::new(bytes), &Limits::default(), &mut |_| Ok(()))
}

fn workbook() -> Vec<u8> {
    let mut out = Vec::new();
    let row = MarkedRow { cells: vec!["甲".into(), "1".into()], ..MarkedRow::default() };
    write_marked(&mut out, &MarkedSheet { header: vec!["名称".into(), "代码".into()], rows: vec![row; 3] })
        .unwrap();
    out
}

#[test]
fn the_receipt_says_what_was_received() {
    let decoded = outcome("名称,代码\n甲,1\n".as_bytes()).unwrap();
    assert_eq!(
        (decoded.shape, decoded.encoding.as_str(), decoded.bytes, decoded.rows),
        (Shape::Csv, "UTF-8", 20, 2)
    );
    assert_eq!(decoded.sha256.len(), 64);
    let decoded = outcome(&workbook()).unwrap();
    assert_eq!((decoded.shape, decoded.rows), (Shape::Xlsx, 4));
}

#[test]
fn a_panic_under_the_workbook_costs_one_file() {
    let outcome = decode(Cursor::new(workbook()), &Limits::default(), &mut |_| panic!("planted"));
    assert_eq!(outcome, Err(DecodeFault::Crashed { detail: "planted".into() }));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = outcome(&bytes);
    }

    #[test]
    fn no_text_panics(text in "[\\PC\r\n\t,;\"{}:\\[\\]<&0-9名称]{0,200}") {
        let _ = outcome(text.as_bytes());
    }

    #[test]
    fn no_json_lines_panic(text in "(\\{(\"[ab名]{0,2}\":\
        [0-9a-z\"\\[{}\\]\\\\.eE+-]{0,8},?){0,3}\\}\n){1,4}") {
        let _ = outcome(text.as_bytes());
    }

    #[test]
    fn no_changed_workbook_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = workbook();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let found = outcome(&bytes);
        let crashed = matches!(found, Err(DecodeFault::Crashed { .. }));
        prop_assert!(!crashed, "{:?}", found);
    }
}
