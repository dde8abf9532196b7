//! Screening: what is about a person is refused before anything is written. Of it survive a count and a row number.
//!
//! Basis: `design.md` §1 "Who is never a subject"; 个人信息保护法 arts 6 and 28. In doubt, refused.

use xh_kernel::Uscc;
use xh_policy::{Field, FieldRole, FieldType, Kind, KindRole};

use crate::codes::{self, CodeCell};
use crate::heading::{Named, Vocabulary, without_hints};
use crate::mask;
use crate::person;
use crate::row::{Binding, Column, RawRow};
use crate::shape::Shape;

/// What screening says of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// It may be read on.
    Pass,
    /// It is refused; the reason is a stable code and says nothing of the row.
    RefusedPerson(&'static str),
}

/// The category cell says 自然人.
pub const CATEGORY: &str = "person_category";
/// An identity number stands in an entry.
pub const IDENTITY_NUMBER: &str = "identity_number";
/// No organisation's code, and an identity document is given.
pub const IDENTITY_DOCUMENT: &str = "identity_document";
/// No organisation's code, and the name is not an organisation's.
pub const NO_ORGANISATION: &str = "no_organisation";
/// An organisation's code, but the name may be a person's.
pub const PERSON_NAME: &str = "person_name";

/// Is the whole sheet a natural-person template? Then every row of it is refused.
///
/// It has a heading that only such templates have, and no column for any number of an organisation.
#[must_use]
pub fn person_template(shape: &Shape, kind: &Kind) -> bool {
    let words = Vocabulary::of(kind);
    let is_person = |heading: &String| {
        let key = xh_policy::heading_key(&without_hints(heading));
        !key.is_empty() && kind.person_headings.iter().any(|person| xh_policy::heading_key(person) == key)
    };
    let numbers_organisations = |heading: &String| match words.read(heading) {
        Named::Field(at) => kind.fields.get(at).is_some_and(is_organisation_number),
        _ => false,
    };
    shape.headings.iter().any(is_person) && !shape.headings.iter().any(numbers_organisations)
}

fn is_organisation_number(field: &Field) -> bool {
    matches!(
        field.role,
        Some(FieldRole::SubjectCode | FieldRole::SubjectOrgCode | FieldRole::SubjectRegistrationNo)
    )
}

/// Screens one row; call it before anything of the row is kept anywhere. Statistics are about no one, so they name no
/// organisation either; a person in them is refused all the same.
#[must_use]
pub fn screen(row: &RawRow<'_>) -> Screen {
    let name = row.first_of(FieldRole::SubjectName).unwrap_or_default();
    if says_person(row) {
        return Screen::RefusedPerson(CATEGORY);
    }
    if row.columns().any(|(_, column, cell)| holds_identity(column, cell, name)) {
        return Screen::RefusedPerson(IDENTITY_NUMBER);
    }
    if row.binding.kind.role == KindRole::Statistics {
        return Screen::Pass;
    }
    let known = Organisation::of(row);
    if !known.any() && shows_identity_document(row) {
        return Screen::RefusedPerson(IDENTITY_DOCUMENT);
    }
    if !known.any() && !xh_kernel::looks_like_organisation(name.trim_end_matches(is_lost)) {
        return Screen::RefusedPerson(NO_ORGANISATION);
    }
    if !name.trim().is_empty() && person::may_be_person_name(name, known.code.as_ref()) {
        return Screen::RefusedPerson(PERSON_NAME);
    }
    Screen::Pass
}

/// The category field says so, or any entry of any column is the bare word.
fn says_person(row: &RawRow<'_>) -> bool {
    row.columns().any(|(_, column, cell)| match column {
        Column::Kept(field) if field.role == Some(FieldRole::SubjectCategory) => {
            person::is_person_category(cell)
        }
        _ => cell.trim() == "自然人",
    })
}

/// What stands for a letter that a wrong encoding lost; the check says so to the sender.
fn is_lost(letter: char) -> bool {
    matches!(letter, '?' | '？' | '\u{fffd}') || letter.is_whitespace()
}

/// Code columns are read strictly; running text is masked instead; what is never kept is looked at elsewhere.
fn holds_identity(column: Column<'_>, cell: &str, name: &str) -> bool {
    if cell.len() < 15 {
        return false;
    }
    match column {
        Column::Never(_) => false,
        Column::Kept(field) if is_subjects_or_organs_code(field) => person::may_be_identity_code(cell, name),
        Column::Kept(field) if field.kind == FieldType::Text => false,
        Column::Kept(_) => person::is_identity_entry(cell, name),
        Column::Ignored | Column::Unknown => person::is_entry(cell) && person::is_identity_entry(cell, name),
    }
}

fn is_subjects_or_organs_code(field: &Field) -> bool {
    field.kind == FieldType::Code
        || is_organisation_number(field)
        || matches!(
            field.role,
            Some(FieldRole::SubjectTaxpayerId | FieldRole::AuthorityCode | FieldRole::SourceCode)
        )
}

/// The numbers by which a row names an organisation.
struct Organisation {
    code: Option<Uscc>,
    other: bool,
}

impl Organisation {
    /// A code that is the authority's own names no subject.
    fn of(row: &RawRow<'_>) -> Self {
        let mut found = Self { code: None, other: false };
        let authority = row.authority_code().map(codes::read);
        for (_, columns) in row.binding.fields().filter(|(field, _)| names_subject(field)) {
            for said in row.said(columns) {
                let read = codes::read(said.text);
                if authority.as_ref().is_some_and(|authority| authority.text == read.text) {
                    continue;
                }
                found.take(&read.cell);
            }
        }
        found
    }

    fn take(&mut self, cell: &CodeCell) {
        match cell {
            CodeCell::Credit(code) => self.code = self.code.or(Some(*code)),
            CodeCell::Organisation(_) | CodeCell::Taxpayer(..) | CodeCell::Registration(_) => {
                self.other = true;
            }
            CodeCell::Empty | CodeCell::Wrong(..) => {}
        }
    }

    const fn any(&self) -> bool {
        self.code.is_some() || self.other
    }
}

fn names_subject(field: &Field) -> bool {
    is_organisation_number(field) || field.role == Some(FieldRole::SubjectTaxpayerId)
}

/// An identity document of the subject itself: a never-collected cell that is not the legal representative's.
fn shows_identity_document(row: &RawRow<'_>) -> bool {
    let is_document = |field: &Field| field.title.contains('证') && !field.title.contains("法定代表人");
    row.columns().any(|(_, column, cell)| match column {
        Column::Never(Some(field)) => is_document(field) && !is_of_organisation(cell),
        Column::Never(None) => person::is_identity_entry(cell, ""),
        _ => false,
    })
}

/// Nothing, an organisation's number, or the name of its licence.
fn is_of_organisation(cell: &str) -> bool {
    xh_kernel::is_placeholder(cell)
        || ["营业执照", "信用代码", "组织机构", "登记证"].iter().any(|word| cell.contains(word))
        || matches!(
            codes::read(cell).cell,
            CodeCell::Credit(_) | CodeCell::Organisation(_) | CodeCell::Registration(_)
        )
}

/// Empties the columns that are never collected and takes identity numbers out of running text, in place:
/// what is left is the screened original.
pub fn blank_never(cells: &mut [String], binding: &Binding<'_>) {
    for (at, cell) in cells.iter_mut().enumerate() {
        match binding.column(at) {
            Column::Never(_) => cell.clear(),
            Column::Kept(field) if field.kind != FieldType::Text => {}
            _ => {
                if let Some(masked) = mask::identity_numbers(cell) {
                    *cell = masked;
                }
            }
        }
    }
}
