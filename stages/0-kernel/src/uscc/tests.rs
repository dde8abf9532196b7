//! Tests of the credit code against published and synthetic vectors.

use proptest::prelude::*;

use super::*;
use crate::normalise_code;

/// Rows of a table in `testdata`, without its comment lines and header.
fn rows(table: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

#[test]
fn the_vectors_are_judged_as_published() {
    for row in rows(include_str!("../testdata/uscc.csv")) {
        let found = match Uscc::parse(&normalise_code(&row[0]).value) {
            Ok(_) => "ok",
            Err(fault) => fault.code(),
        };
        assert_eq!(found, &row[1], "{row:?}");
    }
}

#[test]
fn a_code_is_read_as_it_stands() {
    for dirty in
        [" 91130100000000019Q", "91130100000000019q", "91130100000000019Q(01)", "９1130100000000019Q"]
    {
        assert!(Uscc::parse(dirty).is_err(), "{dirty}");
    }
}

#[test]
fn the_parts_stand_in_their_places() {
    let code = Uscc::parse("92130102000000019J").unwrap();
    assert_eq!((code.division(), code.entity_id_part()), ("130102", "000000019"));
    assert!(
        code.is_individual_business() && code.inner_ok() && !code.is_exception() && code.is_known_class()
    );
    assert_eq!(code.to_string(), "92130102000000019J");
}

#[test]
fn an_inner_code_that_fails_is_no_fault() {
    assert!(!Uscc::parse("91360000625912174E").unwrap().inner_ok());
}

#[test]
fn the_issued_exceptions_are_four() {
    for code in EXCEPTIONS {
        let code = Uscc::parse(std::str::from_utf8(code).unwrap()).unwrap();
        assert!(code.is_exception(), "{code}");
    }
}

#[test]
fn a_body_is_completed() {
    assert_eq!(Uscc::with_check_digit("91360000625912173").unwrap().as_str(), "91360000625912173B");
    assert_eq!(Uscc::with_check_digit("9136000062591217"), Err(CodeFault::Length { found: 17 }));
    assert_eq!(Uscc::with_check_digit("9I360000625912173"), Err(CodeFault::Alphabet { at: 2, found: 'I' }));
    assert_eq!(Uscc::with_check_digit("00000000000000000"), Err(CodeFault::Placeholder));
    assert_eq!(Uscc::with_check_digit("中文中文中文"), Err(CodeFault::Length { found: 7 }));
}

#[test]
fn the_faults_speak_to_the_person() {
    let sentence = |text: &str| Uscc::parse(text).unwrap_err().to_string();
    assert_eq!(
        sentence("9136O000625912173B"),
        "代码第 5 位「O」不是规定使用的字符（不使用字母 I、O、S、V、Z），请核对是否误写"
    );
    assert_eq!(
        sentence("91360000625912173A"),
        "代码末位校验码应为「B」，实为「A」，代码中至少有一位写错，请核对证照后重新填写"
    );
    assert!(sentence("110102199101010078").contains("公民身份号码"));
    assert!(!sentence("110102199101010078").contains("1101021991"));
}

#[test]
fn it_is_a_string_in_json() {
    let code = Uscc::parse("91130100000000019Q").unwrap();
    assert_eq!(serde_json::to_string(&code).unwrap(), "\"91130100000000019Q\"");
    assert_eq!(serde_json::from_str::<Uscc>("\"91130100000000019Q\"").unwrap(), code);
    assert!(serde_json::from_str::<Uscc>("\"91130100000000019A\"").is_err());
}

proptest! {
    #[test]
    fn parsing_never_panics(text in ".{0,24}") {
        let _ = Uscc::parse(&text);
        let _ = Uscc::with_check_digit(&text);
    }

    #[test]
    fn what_is_completed_can_be_read(body in "9[123]1301[0-9]{2}[0-9A-HJ-NP-RTUW]{9}") {
        let code = Uscc::with_check_digit(&body).unwrap();
        prop_assert_eq!(Uscc::parse(code.as_str()), Ok(code));
    }

    /// The check finds every single wrong character.
    #[test]
    fn one_wrong_character_is_found(
        body in "9[123]1301[0-9]{2}[0-9A-HJ-NP-RTUW]{9}", at in 0_usize..18, wrong in 0_usize..31,
    ) {
        let code = Uscc::with_check_digit(&body).unwrap();
        let mut bytes = code.as_str().to_owned().into_bytes();
        prop_assume!(bytes[at] != ALPHABET[wrong]);
        bytes[at] = ALPHABET[wrong];
        prop_assert!(Uscc::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
    }
}
