//! Tests of the organisation code.

use super::*;

#[test]
fn with_and_without_dash() {
    for text in ["62591217-3", "625912173"] {
        assert_eq!(OrgCode::parse(text).unwrap().as_str(), "625912173");
    }
    assert_eq!(OrgCode::parse("MB151840X").unwrap().to_string(), "MB151840X");
}

#[test]
fn faults_are_told_apart() {
    let check = |text: &str, code: &str| assert_eq!(OrgCode::parse(text).unwrap_err().code(), code, "{text}");
    check("", "code.empty");
    check("000000000", "code.placeholder");
    check("00000000-0", "code.placeholder");
    check("62591217-4", "code.check_digit");
    check("6259121-73", "code.length");
    check("62591217", "code.length");
    check("6259121七3", "code.alphabet");
    check("62591217x", "code.alphabet");
    check("6259****3", "code.masked");
}
