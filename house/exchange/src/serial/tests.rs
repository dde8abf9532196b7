//! Numbers and days as stored in workbooks.

use super::{date_cell, duration_cell, number_text};
use crate::Cell;

#[test]
fn numbers_are_short() {
    let check = |value: f64, text: &str| assert_eq!(number_text(value), text);
    check(0.0, "0");
    check(-0.0, "0");
    check(44_744.0, "44744");
    check(0.1 + 0.2, "0.3");
    check(1.0 / 3.0, "0.333333333333333");
    check(-1234.56, "-1234.56");
    check(999_999_999_999_999.0, "999999999999999");
    check(1e15, "1E15");
    check(9.11e17, "9.11E17");
    check(1e-7, "0.0000001");
}

#[test]
fn days_count_from_1900_with_its_false_leap_day() {
    let check = |serial: f64, day: &str| assert_eq!(date_cell(serial, false).text(), day);
    check(1.0, "1900-01-01");
    check(59.0, "1900-02-28");
    check(60.0, "1900-02-29");
    check(61.0, "1900-03-01");
    check(43_762.0, "2019-10-24");
    check(44_744.0, "2022-07-02");
    check(45_351.0, "2024-02-29");
    check(2_958_465.0, "9999-12-31");
    check(44_744.999_999, "2022-07-03");
    check(60.5, "1900-02-29 12:00:00");
    check(f64::INFINITY, "inf");
    assert_eq!(date_cell(44_744.0, false), Cell::Day("2022-07-02".to_owned()));
    assert_eq!(date_cell(0.0, true), Cell::Day("1904-01-01".to_owned()));
}

#[test]
fn durations_may_exceed_a_day() {
    assert_eq!(duration_cell(1.5).text(), "36:00:00");
    assert_eq!(duration_cell(-1.0).text(), "-1");
}
