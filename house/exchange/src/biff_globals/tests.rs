//! Which formats are dates.

use super::{Meant, meant_by};

fn check(format: &str, expected: Meant) {
    assert_eq!(meant_by(format), expected, "{format}");
}

#[test]
fn letters_of_dates_and_clocks_make_a_moment() {
    for format in [
        "yyyy-mm-dd",
        "YYYY/M/D",
        "yyyy\"年\"m\"月\"d\"日\";@",
        "[$-804]yyyy\"年\"",
        "h:mm AM/PM",
        "[Red]m/d/yy",
        "上午/下午h\"时\"",
    ] {
        check(format, Meant::Moment);
    }
}

#[test]
fn hours_in_brackets_make_a_duration() {
    for format in ["[h]:mm:ss", "[mm]:ss", "[S]"] {
        check(format, Meant::Duration);
    }
}

#[test]
fn quoted_escaped_and_later_letters_make_nothing() {
    for format in [
        "General",
        "0.00",
        "#,##0.00\"days\"",
        "0\\d",
        "_d0",
        "0;yyyy",
        "[$USD-409]#,##0",
        "\"yyyy",
        "@",
        "",
        "[yyyy",
    ] {
        check(format, Meant::Number);
    }
}
