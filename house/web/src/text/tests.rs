//! How values read in Chinese.

use super::*;

#[test]
fn days_and_instants_are_written_for_readers() {
    assert_eq!(day("2026-04-21"), "2026年4月21日");
    assert_eq!(day("不详"), "不详");
    assert_eq!(weekday("2026-04-21"), "星期二");
    assert_eq!(weekday("2026-02-30"), "");
    assert_eq!(instant("2026-11-23T17:55:26.123456Z"), "2026年11月24日 01:55");
    assert_eq!(instant("昨天"), "昨天");
}

#[test]
fn numbers_and_money_have_separators() {
    let counts = [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")];
    counts.iter().for_each(|&(number, text)| assert_eq!(count(number), text));
    assert_eq!(fen(123_456), "1,234.56元");
    assert_eq!(fen(-5), "-0.05元");
    assert_eq!(fen(i64::MIN), "-92,233,720,368,547,758.08元");
}

#[test]
fn codes_are_cut_as_the_standard_cuts_them() {
    assert_eq!(code_parts("91130100000000019Q"), ["91", "130100", "000000019", "Q"]);
    assert_eq!(code_parts("无"), ["无"]);
    assert_eq!(groups("aabbcc", 4), ["aabb", "cc"]);
}

#[test]
fn queries_are_escaped_whole() {
    assert_eq!(query_escape("a b&c=衡/~"), "a%20b%26c%3D%E8%A1%A1%2F~");
}
