//! Proposes which column is which field, and says when a person has to look.
//!
//! Headings settle, contents only confirm, deny or propose: a column is never taken for a field because of what
//! it seems to hold. Columns that no field knows are kept out and reported; they need no help.

use xh_policy::{Field, FieldRole, FieldType, Kind, Need};

use crate::content::{Content, Profile};
use crate::heading::{Named, Vocabulary};
use crate::mapping::{Ambiguous, Duplicate, Help, Mapping, MappingVerdict, Target};
use crate::shape::Shape;
use crate::{edition, text, unit_evidence};

/// Reads the headings of a sheet against a kind, and its sample to confirm them.
///
/// `has_default_authority`: the sender has said which organ decided (`--organ`, or the source's stored default).
#[must_use]
pub fn propose(
    shape: &Shape,
    sample: &[Vec<String>],
    kind: &Kind,
    has_default_authority: bool,
) -> MappingVerdict {
    let rows: Vec<&Vec<String>> = shape.below(sample).collect();
    let mut work = Work::new(shape, rows, kind);
    work.name_columns();
    work.settle_editions();
    work.settle_units();
    work.settle_duplicates();
    work.hold_against_content();
    work.look_for_missing(has_default_authority);
    work.verdict()
}

struct Work<'a> {
    shape: &'a Shape,
    rows: Vec<&'a Vec<String>>,
    kind: &'a Kind,
    profiles: Vec<Profile>,
    help: Help,
}

impl<'a> Work<'a> {
    fn new(shape: &'a Shape, rows: Vec<&'a Vec<String>>, kind: &'a Kind) -> Self {
        let profiles = Profile::columns(rows.iter().copied());
        let mut help = Help::default();
        if shape.header_row.is_none() {
            help.reasons.push("表格没有可识别的标题行，请指明各列含义".to_owned());
        }
        Self { shape, rows, kind, profiles, help }
    }

    fn name_columns(&mut self) {
        let words = Vocabulary::of(self.kind);
        for column in 0..self.shape.headings.len().max(self.profiles.len()) {
            let heading = self.heading(column);
            let target = match words.read(&heading) {
                Named::Field(at) => self.target(at),
                Named::Several(fields) => self.ambiguous(column, heading, &fields),
                Named::Bookkeeping if heading.trim().is_empty() && self.filled(column) > 0 => Target::Unknown,
                Named::Bookkeeping => Target::Ignored,
                Named::Unknown => Target::Unknown,
            };
            self.help.proposal.columns.push(target);
        }
    }

    fn target(&self, at: usize) -> Target {
        let id = self.kind.fields.get(at).map_or("", |field| field.id.as_str());
        Mapping::target_of(self.kind, id)
    }

    /// Proposes the first of several, and asks.
    fn ambiguous(&mut self, column: usize, heading: String, fields: &[usize]) -> Target {
        let ids = fields.iter().filter_map(|at| self.kind.fields.get(*at)).map(|field| field.id.clone());
        self.help.ambiguous.push(Ambiguous { column, heading, fields: ids.collect() });
        fields.first().map_or(Target::Unknown, |at| self.target(*at))
    }

    /// A heading that two editions of the template use differently: the other columns tell which one this is.
    fn settle_editions(&mut self) {
        for question in std::mem::take(&mut self.help.ambiguous) {
            match edition::field_for(&question.fields, &self.help.proposal, self.kind) {
                Some(field) => self.set(question.column, Mapping::target_of(self.kind, &field)),
                None => self.help.ambiguous.push(question),
            }
        }
    }

    /// An amount whose unit no heading states: decided when the amounts written out in the same rows agree with
    /// exactly one unit, or when the column is empty throughout the sample.
    fn settle_units(&mut self) {
        for question in std::mem::take(&mut self.help.ambiguous) {
            match unit_evidence::field_for(&question, &self.rows, self.kind) {
                Some(field) => self.set(question.column, Target::Field(field)),
                None => self.help.ambiguous.push(question),
            }
        }
        for question in &self.help.ambiguous {
            let titles: Vec<&str> = question.fields.iter().map(|id| title(self.kind, id)).collect();
            self.help.reasons.push(format!(
                "第{}列「{}」可能是{}，请指明",
                question.column + 1,
                text::short(&question.heading, 40),
                titles.join("、或")
            ));
        }
    }

    fn settle_duplicates(&mut self) {
        for field in &self.kind.fields {
            let columns: Vec<usize> = self.help.proposal.columns_of(&field.id).collect();
            if columns.len() > 1 {
                self.settle_duplicate(field, &columns);
            }
        }
    }

    /// Of several columns for one field, empty ones are ignored; equal ones stay (the row check compares them).
    fn settle_duplicate(&mut self, field: &Field, columns: &[usize]) {
        let (filled, empty): (Vec<usize>, Vec<usize>) =
            columns.iter().copied().partition(|column| self.filled(*column) > 0);
        if filled.is_empty() {
            return;
        }
        for column in empty {
            self.set(column, Target::Ignored);
        }
        if self.disagree(&filled) {
            let places: Vec<String> = filled.iter().map(|column| format!("第{}列", column + 1)).collect();
            let where_ = places.join("、");
            self.help.reasons.push(format!("{where_}都是「{}」而内容不同，请指明用哪一列", field.title));
            self.help.duplicate.push(Duplicate { field: field.id.clone(), columns: filled });
        }
    }

    fn disagree(&self, columns: &[usize]) -> bool {
        self.rows.iter().any(|row| {
            let mut said = columns.iter().map(|column| cell(row, *column)).filter(|cell| !cell.is_empty());
            let first = said.next();
            said.any(|other| Some(other) != first)
        })
    }

    /// A column whose heading says dates and whose cells hold none is asked about.
    fn hold_against_content(&mut self) {
        for column in 0..self.help.proposal.columns.len() {
            let Some(Target::Field(id)) = self.help.proposal.columns.get(column) else { continue };
            let Some(expected) = self.kind.field(id).and_then(expected) else { continue };
            if self.profiles.get(column).is_some_and(|profile| profile.denies(expected)) {
                let heading = text::short(&self.heading(column), 40);
                let what = expected.title();
                self.help.reasons.push(format!("第{}列「{heading}」的内容不是{what}，请核对", column + 1));
            }
        }
    }

    fn look_for_missing(&mut self, has_default_authority: bool) {
        for field in self.kind.fields.iter().filter(|field| field.need == Need::Required) {
            if self.is_given(field, has_default_authority) {
                continue;
            }
            self.help.missing.push(field.id.clone());
            self.help.reasons.push(format!("没有找到「{}」列", field.title));
            self.propose_by_content(field);
        }
        self.look_for_key();
        if self.shape.header_row.is_none() {
            let roles = [FieldRole::SubjectCode, FieldRole::AuthorityName, FieldRole::AuthorityCode];
            for field in roles.into_iter().filter_map(|role| self.kind.field_of(role)) {
                self.propose_by_content(field);
            }
        }
    }

    /// Something must tell the rows apart, though no single field of it is required.
    fn look_for_key(&mut self) {
        let key = self.kind.natural_key.iter().chain(&self.kind.otherwise);
        let mut fields = key.filter_map(|id| self.kind.field(id));
        let asked = |field: &Field| field.need == Need::Required || self.help.proposal.gives(&field.id);
        if fields.clone().any(asked) {
            return;
        }
        let titles: Vec<&str> = fields.clone().map(|field| field.title.as_str()).collect();
        let Some(first) = fields.next() else { return };
        self.help.missing.push(first.id.clone());
        self.help.reasons.push(format!("没有找到「{}」列", titles.join("」或「")));
        self.propose_by_content(first);
    }

    /// A required field is given by a column, by a default, or by a field that can stand for it.
    fn is_given(&self, field: &Field, has_default_authority: bool) -> bool {
        let authority = matches!(field.role, Some(FieldRole::AuthorityName | FieldRole::AuthorityCode));
        let stand_in = |other: &Field| authority && is_authority(other);
        self.help.proposal.gives(&field.id)
            || (authority && has_default_authority)
            || self.kind.fields.iter().any(|other| stand_in(other) && self.help.proposal.gives(&other.id))
    }

    /// The column that best holds what the field needs: an authority hardly varies, anything else does most.
    fn propose_by_content(&mut self, field: &Field) {
        let Some(wanted) = expected(field).filter(|_| !self.help.proposal.gives(&field.id)) else { return };
        let authority = is_authority(field);
        let free = |column: &usize| self.help.proposal.columns.get(*column) == Some(&Target::Unknown);
        let fits = |column: &usize| {
            self.profiles.get(*column).is_some_and(|profile| {
                profile.content() == wanted && (!authority || profile.different() * 4 <= profile.filled)
            })
        };
        let varied = |column: &usize| self.profiles.get(*column).map_or(0, Profile::different);
        let found = (0..self.help.proposal.columns.len()).filter(free).filter(fits).rev().max_by_key(varied);
        let Some(column) = found else { return };
        self.set(column, Target::Field(field.id.clone()));
        let what = wanted.title();
        self.help.reasons.push(format!("第{}列像是{what}，可作为「{}」，请确认", column + 1, field.title));
    }

    fn verdict(self) -> MappingVerdict {
        let clear = self.help.reasons.is_empty();
        if clear { MappingVerdict::Settled(self.help.proposal) } else { MappingVerdict::NeedsHelp(self.help) }
    }

    fn set(&mut self, column: usize, target: Target) {
        if let Some(place) = self.help.proposal.columns.get_mut(column) {
            *place = target;
        }
    }

    fn heading(&self, column: usize) -> String {
        self.shape.headings.get(column).cloned().unwrap_or_default()
    }

    fn filled(&self, column: usize) -> usize {
        self.profiles.get(column).map_or(0, |profile| profile.filled)
    }
}

fn cell(row: &[String], column: usize) -> String {
    row.get(column).map(|cell| text::dense(cell)).unwrap_or_default()
}

fn title<'k>(kind: &'k Kind, id: &str) -> &'k str {
    kind.field(id).map_or("未知字段", |field| field.title.as_str())
}

fn is_authority(field: &Field) -> bool {
    matches!(field.role, Some(FieldRole::AuthorityName | FieldRole::AuthorityCode))
}

/// The number of an official document has a form of its own; those of licences, cases and contracts have none.
fn is_official_number(field: &Field) -> bool {
    field.title.contains("文号") || field.title.contains("文书号")
}

/// What the cells of a field must look like, where that can be told.
fn expected(field: &Field) -> Option<Content> {
    match (field.kind, field.role) {
        (FieldType::Code, Some(FieldRole::SubjectCode | FieldRole::AuthorityCode)) => Some(Content::Codes),
        (FieldType::Date, _) => Some(Content::Days),
        (FieldType::Document, _) if is_official_number(field) => Some(Content::Documents),
        (FieldType::Authority, _) | (_, Some(FieldRole::SubjectName)) => Some(Content::Names),
        _ => None,
    }
}
