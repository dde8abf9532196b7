//! Lines or a document, by content.

use super::is_document;

fn check(head: &str, expected: bool) {
    assert_eq!(is_document(head), expected, "{head}");
}

#[test]
fn one_object_a_line_is_no_document() {
    for head in [
        "{\"a\":1}\n{\"a\":2}",
        "{\"a\":\"{\\\"b\\\":{\"}\n",
        "{}",
        "{\"a\":[1]}\n",
        "{\"a\":\"b\n",
        "{\"a\":1}",
    ] {
        check(head, false);
    }
}

#[test]
fn what_spreads_over_lines_or_wraps_is_one() {
    for head in [
        "{\n \"a\": 1\n}",
        "{\"data\":[{\"a\":1}]}",
        "{\"code\":0,\"data\":{\"rows\":[]}}",
        "\u{feff}{\r\n\"a\"",
    ] {
        check(head, true);
    }
}
