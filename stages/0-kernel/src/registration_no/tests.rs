//! Tests of the registration number.

use super::*;

#[test]
fn synthetic_numbers_are_read() {
    for text in ["130100000000019", "130102000000028", "110000000000017"] {
        let number = RegistrationNo::parse(text).unwrap();
        assert_eq!((number.as_str(), number.division()), (text, &text[..6]));
    }
}

#[test]
fn faults_are_told_apart() {
    let check =
        |text: &str, code: &str| assert_eq!(RegistrationNo::parse(text).unwrap_err().code(), code, "{text}");
    check("130100000000018", "code.check_digit");
    check("1301001000001", "code.length");
    check("13010000000001A", "code.alphabet");
    check("000000000000000", "code.placeholder");
    check("130102900101123", "code.identity_number");
    check("110102199101010078", "code.identity_number");
}
