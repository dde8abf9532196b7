//! Which separator a sample has.

use super::decide;

fn check(sample: &str, delimiter: char) {
    assert_eq!(char::from(decide(sample, false)), delimiter, "{sample}");
}

#[test]
fn the_most_regular_separator_wins() {
    check("a,b\n1,2\n", ',');
    check("a;b\n1;2\n", ';');
    check("a\tb\n1\t2\n", '\t');
    check("名称;文号\n甲,乙;1\n丙;2\n", ';');
    check("标题,含逗号\n名称\t文号\t日期\n甲\t1\t2\n乙\t3\t4\n", '\t');
    check("a,\"x;y;z\"\nb,\"x;y;z\"\n", ',');
}

#[test]
fn one_column_and_ties_are_commas() {
    check("", ',');
    check("名称\n甲\n乙\n", ',');
    check("a,b;c\n", ',');
}

#[test]
fn a_cut_record_does_not_count() {
    assert_eq!(decide("a,b\n1,2\n3;4;5;6;7;8", true), b',');
}
