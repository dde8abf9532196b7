//! A cursor opens for its own list only, and only unchanged.

use super::*;

#[test]
fn a_cursor_comes_back_as_it_went() {
    let cursors = Cursors::new(&[7; 32]);
    let cursor = cursors.seal("subjects", &("石家庄", 12)).unwrap();
    assert_eq!(cursors.open("subjects", &cursor), Ok(("石家庄".to_owned(), 12)));
    assert!(cursor.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)));
}

#[test]
fn a_changed_or_foreign_cursor_is_refused() {
    let cursors = Cursors::new(&[7; 32]);
    let cursor = cursors.seal("subjects", &12).unwrap();
    let open = |list: &str, text: &str| cursors.open::<i64>(list, text);
    assert_eq!(open("records", &cursor), Err(CursorFault));
    assert_eq!(Cursors::new(&[8; 32]).open::<i64>("subjects", &cursor), Err(CursorFault));
    for at in 0..cursor.len() {
        let mut bytes = cursor.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(open("subjects", &String::from_utf8(bytes).unwrap()), Err(CursorFault), "byte {at}");
    }
    for hostile in ["", ".", "MTI.", "MTI.AA", "no", &"A".repeat(5_000)] {
        assert_eq!(open("subjects", hostile), Err(CursorFault), "{hostile}");
    }
}

#[test]
fn a_limit_is_a_number_within_bounds() {
    let rows = |text| Limit::parse(text, 20, 100).map(Limit::rows).ok();
    assert_eq!((rows(None), rows(Some("100")), rows(Some("1"))), (Some(20), Some(100), Some(1)));
    assert_eq!(
        (rows(Some("0")), rows(Some("101")), rows(Some("-1")), rows(Some("多"))),
        (None, None, None, None)
    );
}
