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

proptest! {
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
