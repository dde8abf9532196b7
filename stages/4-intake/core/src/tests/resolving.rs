//! Who a row is about: known, provisional, or a person decides.

use xh_kernel::Uscc;

use super::fixture::COMPANY;
use crate::{Counts, KnownSubject, Resolution, RowState, SubjectClaim, resolve};

const NAME: &str = "虚构市示例商贸（集团）有限公司";

fn uscc(text: &str) -> Uscc {
    Uscc::parse(text).expect("a valid code")
}

fn claim(name: &str, code: Option<&str>) -> SubjectClaim {
    SubjectClaim { name: name.to_owned(), code: code.map(uscc), ..SubjectClaim::default() }
}

fn known(id: &str, name: &str) -> KnownSubject {
    let former_names = vec!["虚构市示例供销社".to_owned()];
    KnownSubject {
        id: id.to_owned(),
        code: Some(uscc(COMPANY)),
        name: name.to_owned(),
        former_names,
        provisional: false,
    }
}

fn check(
    claim: &SubjectClaim,
    by_code: Option<&KnownSubject>,
    others: &[KnownSubject],
    names: &[KnownSubject],
    expected: &str,
) {
    let said = match resolve(claim, by_code, others, names) {
        Resolution::Known(id) => format!("known {id}"),
        Resolution::Provisional(code) => format!("provisional {code}"),
        Resolution::Held { reason, candidates } => format!("{} {}", reason.code(), candidates.join(",")),
    };
    assert_eq!(said.trim_end(), expected);
}

#[test]
fn a_known_code_needs_its_own_name() {
    let subject = known("a", NAME);
    let coded = |name| claim(name, Some(COMPANY));
    check(&coded(NAME), Some(&subject), &[], &[], "known a");
    check(&coded("虚构市示例商贸(集团) 有限公司"), Some(&subject), &[], &[], "known a");
    check(&coded("虚构市示例供销社"), Some(&subject), &[], &[], "known a");
    check(&coded(""), Some(&subject), &[], &[], "known a");
    check(&coded("虚构县实验中学"), Some(&subject), &[], &[known("b", "虚构县实验中学")], "name_differs a,b");
}

#[test]
fn an_unknown_valid_code_is_provisional_unless_its_name_is_taken() {
    let other = "91130100MA00000021";
    let code = Uscc::with_check_digit(&other[..17]).expect("a body of 17").to_string();
    let coded = claim(NAME, Some(&code));
    check(&coded, None, &[], &[], &format!("provisional {code}"));
    check(&coded, None, &[], &[known("a", NAME)], "code_differs a");
    check(&coded, None, &[], &[known("a", "虚构县实验中学")], &format!("provisional {code}"));
    check(&coded, None, &[known("a", NAME)], &[], "numbers_disagree a");
    check(&claim("虚构市示例商贸有限公司", Some(super::fixture::ORGAN)), None, &[], &[], "class_differs");
    let bare = KnownSubject { code: None, ..known("a", NAME) };
    check(&coded, None, &[bare], &[], "known a");
}

#[test]
fn legacy_numbers_lead_through_the_identifier_table() {
    let legacy = SubjectClaim { org_code: Some("625912173".to_owned()), ..claim(NAME, None) };
    check(&legacy, None, &[known("a", NAME)], &[], "known a");
    check(&legacy, None, &[known("a", NAME), known("a", NAME)], &[], "known a");
    check(&legacy, None, &[known("a", "虚构县实验中学")], &[], "name_differs a");
    check(&legacy, None, &[known("a", NAME), known("b", NAME)], &[], "numbers_disagree a,b");
    check(&legacy, None, &[], &[known("a", NAME)], "known a");
}

#[test]
fn a_name_alone_must_be_exact_unique_registered_and_current() {
    let bare = claim(NAME, None);
    check(&bare, None, &[], &[known("a", NAME)], "known a");
    check(&bare, None, &[], &[], "name_unknown");
    check(&bare, None, &[], &[known("a", NAME), known("b", NAME)], "name_not_unique a,b");
    check(&claim("虚构市示例供销社", None), None, &[], &[known("a", NAME)], "name_not_current a");
    let provisional = KnownSubject { provisional: true, ..known("a", NAME) };
    check(&bare, None, &[], &[provisional], "name_not_current a");
}

#[test]
fn counts_add_up() {
    let mut counts = Counts::default();
    use RowState::{Amended, Duplicate, Filed, Held, RefusedPerson, Rejected};
    for state in [Filed, Filed, Amended, Duplicate, Rejected, Held, RefusedPerson] {
        counts.add(state);
    }
    let mut twice = counts;
    twice.join(counts);
    assert_eq!((counts.rows, twice.rows, twice.filed), (7, 14, 4));
    assert!(counts.adds_up() && twice.adds_up() && counts.needs_a_person());
}
