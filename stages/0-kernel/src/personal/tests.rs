//! Tests of the detector of identity numbers; all numbers are synthetic.

use proptest::prelude::*;

use super::*;

#[test]
fn the_vectors_are_told_apart() {
    let table = include_str!("../testdata/identity_number.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    for row in reader.records().map(Result::unwrap) {
        assert_eq!(is_identity_number(&row[0]), &row[1] == "1", "is: {row:?}");
        assert_eq!(contains_identity_number(&row[0]), &row[2] == "1", "contains: {row:?}");
    }
}

#[test]
fn a_foreigners_residence_number_is_one() {
    let body = "91300419900101001";
    let numbers = (0..=9).map(|last| format!("{body}{last}")).chain([format!("{body}X")]);
    assert_eq!(numbers.filter(|number| is_identity_number(number)).count(), 1);
}

#[test]
fn a_mistyped_number_may_be_one() {
    assert!(may_be_identity_number("360426199101010072"));
    assert!(!may_be_identity_number("360426199113010072"));
}

#[test]
fn a_number_is_taken_out_and_nothing_else() {
    let masked = |text: &str| without_identity_numbers(text).into_owned();
    assert_eq!(masked("石城示例110102199101010078商贸有限公司"), "石城示例***商贸有限公司");
    assert_eq!(masked("甲１１０１０２ 19910101-0078乙"), "甲***乙");
    assert_eq!(masked("石城示例商贸有限公司第3分店"), "石城示例商贸有限公司第3分店");
}

proptest! {
    /// Nothing is left of a number, however it is written.
    #[test]
    fn nothing_is_left_of_a_number(before in ".{0,20}", gap in "[ -]{0,2}", after in ".{0,20}") {
        let text = format!("{before}110102{gap}19910101{gap}0078{after}");
        let masked = without_identity_numbers(&text);
        prop_assert!(!contains_identity_number(&masked), "{text:?}");
    }

    #[test]
    fn nothing_panics(text in ".{0,40}", digits in "[0-9 Xx-]{0,60}") {
        for text in [text, digits] {
            let _ = (is_identity_number(&text), may_be_identity_number(&text));
            let _ = contains_identity_number(&text);
        }
    }

    /// Whatever stands around a number, it is found, unless a digit touches it.
    #[test]
    fn a_number_is_found_in_any_text(before in "[^0-9０-９]{0,20}", after in "[^0-9０-９]{0,20}") {
        let text = format!("{before}110102199101010078{after}");
        prop_assert!(contains_identity_number(&text));
    }
}
