//! One decision, with its reasons.

use std::io::Cursor;

use super::decide;

fn check(bytes: &[u8], name: &str, doubtful: bool) {
    let verdict = decide(&mut Cursor::new(bytes), bytes).unwrap();
    assert_eq!((verdict.name(), verdict.doubtful), (name, doubtful), "{:?}", String::from_utf8_lossy(bytes));
}

fn gb(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn marks_decide_first() {
    check(b"\xEF\xBB\xBFa", "UTF-8+BOM", false);
    check(&[&b"\xEF\xBB\xBF"[..], &gb("名称")].concat(), "UTF-8+BOM", false);
    check(&[&b"\x84\x31\x95\x33"[..], &gb("名称")].concat(), "GB18030+BOM", false);
}

#[test]
fn then_strict_utf8_then_gb18030() {
    check(b"plain", "UTF-8", false);
    check("名称,代码".as_bytes(), "UTF-8", false);
    check(&gb("名称,代码"), "GB18030", false);
    check(&gb("行政相对人名称,行政处罚决定书文号,违法行为类型"), "GB18030", false);
}

#[test]
fn a_damaged_utf8_file_is_not_taken_for_gb18030() {
    let mut text = "名称,代码\n".as_bytes().to_vec();
    text.extend_from_slice(b"\x80\x80");
    check(&text, "UTF-8", false);
}

#[test]
fn chance_utf8_is_doubted() {
    check(&gb("省站"), "UTF-8", true);
    check("名é".as_bytes(), "UTF-8", false);
}

#[test]
fn a_character_across_the_buffer_is_whole() {
    for before in (256 << 10) - 3..(256 << 10) + 1 {
        let text = "a".repeat(before) + "名称";
        check(text.as_bytes(), "UTF-8", false);
    }
}
