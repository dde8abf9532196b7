//! Telling people from organisations in cells: names, identity numbers with decoration, categories.
//!
//! In doubt it is a person. Nothing here keeps, returns or shows what was found: the answers are yes or no.

use xh_kernel::{
    Uscc, contains_identity_number, is_identity_number, looks_like_organisation, may_be_identity_number,
    normalise_name,
};

use crate::codes::{self, CodeCell};
use crate::text;

/// Cells longer than this are running text, not an entry of a form (characters).
const LONGEST_ENTRY: usize = 40;

/// Endings of bodies that never file under a person's number.
const CORPORATE: [&str; 12] =
    ["公司", "集团", "合作社", "委员会", "医院", "学校", "大学", "银行", "局", "厅", "政府", "事务所"];

/// Last letters that no person's name of two or three letters has.
const SHORT_FORMS: &str = "厂店局部所站社馆司";

/// Surnames of two letters, the commoner ones.
const LONG_SURNAMES: [&str; 16] = [
    "欧阳", "司马", "上官", "司徒", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木",
    "长孙", "宇文", "轩辕",
];

/// Is this an entry of a form rather than running text?
#[must_use]
pub fn is_entry(cell: &str) -> bool {
    cell.len() <= LONGEST_ENTRY || cell.chars().count() <= LONGEST_ENTRY
}

/// Does an entry hold an identity number, however decorated (blanks, full width, a prefix, a suffix)?
///
/// A valid organisation's code that happens to have the shape of an identity number passes only under an
/// organisation's name.
#[must_use]
pub fn is_identity_entry(cell: &str, subject: &str) -> bool {
    if !text::may_hold_long_number(cell) {
        return false;
    }
    (is_identity_number(cell) || contains_identity_number(cell)) && !is_organisations_code(cell, subject)
}

/// The same for a cell of a code column that is no valid organisation's code: the check digit may be mistyped.
#[must_use]
pub fn may_be_identity_code(cell: &str, subject: &str) -> bool {
    if is_identity_entry(cell, subject) {
        return true;
    }
    matches!(codes::read(cell).cell, CodeCell::Wrong(..)) && may_be_identity_number(cell)
}

fn is_organisations_code(cell: &str, subject: &str) -> bool {
    match codes::read(cell).cell {
        CodeCell::Credit(code) => code.inner_ok() && looks_like_organisation(subject),
        CodeCell::Registration(_) => looks_like_organisation(subject),
        CodeCell::Taxpayer(..) => is_corporate(subject),
        CodeCell::Empty | CodeCell::Organisation(_) | CodeCell::Wrong(..) => false,
    }
}

fn is_corporate(name: &str) -> bool {
    let name = normalise_name(name).value;
    let body = name.split('（').next().filter(|body| !body.is_empty()).unwrap_or(&name);
    CORPORATE.iter().any(|ending| body.ends_with(ending))
}

/// Does a category cell say that the subject is a person? Kinds of companies (自然人独资) do not.
#[must_use]
pub fn is_person_category(cell: &str) -> bool {
    let dense = text::dense(cell);
    let company = ["独资", "投资", "控股", "公司", "非自然人"].iter().any(|word| dense.contains(word));
    !company
        && ["自然人", "公民", "个人"].iter().any(|word| dense.contains(word))
        && !dense.contains("法人及")
}

/// Could this be a person's name, even beside an organisation's code? Two or three Chinese letters without an
/// organisation's form, a surname of two, a name with a dot, a name in Latin letters.
#[must_use]
pub fn may_be_person_name(name: &str, code: Option<&Uscc>) -> bool {
    // An individual business without a trade name is registered under its operator's.
    if code.is_some_and(Uscc::is_individual_business) || looks_like_organisation(name) {
        return false;
    }
    let name = normalise_name(name).value;
    let body = name.split('（').next().filter(|body| !body.is_empty()).unwrap_or(&name);
    let letters = body.chars().count();
    if body.chars().all(is_chinese) {
        let short_form = body.chars().next_back().is_some_and(|last| SHORT_FORMS.contains(last));
        let long_surname = LONG_SURNAMES.iter().any(|surname| body.starts_with(surname));
        return (letters <= 3 && !short_form) || (letters == 4 && long_surname);
    }
    body.contains('·') || body.chars().all(|letter| letter.is_ascii_alphabetic() || " .,-'".contains(letter))
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '〇' | '*')
}
