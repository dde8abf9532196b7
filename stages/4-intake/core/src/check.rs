//! Checks one screened row: every cell normalised, every fault found, who it is about claimed.
//!
//! It does not ask the register who that is (`resolve.rs`), nor the law what follows. A rejected row carries all
//! its faults. What the official template demands and Xinheng does not need is a warning ("conforming: no").

use std::collections::BTreeMap;

use serde_json::Value;
use xh_kernel::{Date, Fen, document_key, is_placeholder};
use xh_policy::{Field, FieldRole, FieldType, Kind, KindRole, Need};

use crate::amounts;
use crate::cells::{self, Cell};
use crate::claims::{AuthorityClaim, SubjectClaim};
use crate::fault::Fault;
use crate::mapping::AUTHORITY_ORGAN;
use crate::row::{RawRow, Said};
use crate::text;
use crate::who::{Who, is_identifying};

/// Suffix of the field that keeps a cell as it was written, where the normalised value cannot bring it back.
pub const AS_WRITTEN: &str = "_as_written";

/// A row that may be filed once its subject is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Normalised values by field id: texts, days as text, amounts in fen, code sets as arrays, `null` for "no end".
    /// Beside them `<id>_as_written` where the original differs.
    pub fields: BTreeMap<String, Value>,
    /// What was normalised, in Chinese.
    pub notes: Vec<String>,
    /// What is odd and does not reject the row.
    pub warnings: Vec<Fault>,
    /// Who it is about.
    pub subject: SubjectClaim,
    /// Who decided.
    pub authority: AuthorityClaim,
    /// Matching key of what tells the kind's records apart: as a rule the document number.
    pub document_key: Option<String>,
    /// The legal day of the act.
    pub decided_on: Option<Date>,
    /// Does it have all that the official template demands, without a warning?
    pub conforming: bool,
}

impl Checked {
    /// The amount in this role, whichever unit its column had.
    #[must_use]
    pub fn amount(&self, kind: &Kind, role: FieldRole) -> Option<Fen> {
        kind.fields_of(role).find_map(|field| self.fields.get(&field.id)?.as_i64()).map(Fen)
    }

    /// The text of the field in this role.
    #[must_use]
    pub fn text(&self, kind: &Kind, role: FieldRole) -> Option<&str> {
        kind.fields_of(role).find_map(|field| self.fields.get(&field.id)?.as_str())
    }
}

/// Checks a row that has passed [`crate::screen`]; `today` is the legal day.
///
/// # Errors
/// All faults of the row, each with field, column, reason and remedy in Chinese.
pub fn check(row: &RawRow<'_>, today: Date) -> Result<Checked, Vec<Fault>> {
    let mut work = Work { row: *row, today, who: Who::default(), fields: BTreeMap::new(), conforming: true };
    for (field, columns) in row.binding.fields() {
        work.read_field(field, columns);
    }
    work.name_everyone();
    work.who.weigh(row);
    work.hold_amounts_against_text();
    work.finish()
}

struct Work<'r> {
    row: RawRow<'r>,
    today: Date,
    who: Who,
    fields: BTreeMap<String, Value>,
    conforming: bool,
}

impl<'r> Work<'r> {
    fn read_field(&mut self, field: &'r Field, columns: &[usize]) {
        let given: Vec<Said<'r>> =
            self.row.said(columns).filter(|said| !is_filler(field, said.text)).collect();
        let default = self.row.binding.default_of(&field.id).map(|text| Said { column: None, text });
        let Some(said) = given.first().copied().or(default) else {
            return self.absent(field, columns);
        };
        if given.iter().skip(1).any(|other| text::dense(other.text) != text::dense(said.text)) {
            let remedy = "请只保留一列，或使各列一致";
            let fault = Fault::of(
                field,
                said,
                "columns_differ",
                format!("「{}」的几列内容不同", field.title),
                remedy,
            );
            return self.who.faults.push(fault);
        }
        if is_identifying(field) {
            self.who.read(&self.row, field, said);
            return;
        }
        let cell = cells::read(field, said, self.today);
        if cell.value.is_none() && cell.faults.is_empty() && cell.oddities.is_empty() {
            self.absent(field, columns);
        }
        self.take(field, cell);
    }

    fn take(&mut self, field: &Field, cell: Cell) {
        self.who.notes.extend(cell.notes);
        if is_vital(self.row.binding.kind, field) {
            self.who.faults.extend(cell.faults);
        } else {
            self.conforming &= field.need == Need::Optional || cell.faults.is_empty();
            self.who.warnings.extend(cell.faults);
        }
        self.who.warnings.extend(cell.oddities);
        if let Some(value) = cell.value {
            self.fields.insert(field.id.clone(), value);
        }
        if let Some(original) = cell.as_written {
            self.fields.insert(format!("{}{AS_WRITTEN}", field.id), Value::from(original));
        }
    }

    /// A field that no cell gives: a fault where it is required, a warning where only the template demands it.
    fn absent(&mut self, field: &Field, columns: &[usize]) {
        match field.need {
            Need::Optional => {}
            Need::Required if self.has_stand_in(field) => {}
            Need::Required => self.who.faults.push(Fault::missing(field, columns.first().copied())),
            Need::Official => {
                self.conforming = false;
                if !columns.is_empty() {
                    self.who.warnings.push(Fault::missing(field, columns.first().copied()));
                }
            }
        }
    }

    /// The authority may be named by code, by name, or by the sender.
    fn has_stand_in(&self, field: &Field) -> bool {
        let roles = [FieldRole::AuthorityName, FieldRole::AuthorityCode];
        field.role.is_some_and(|role| roles.contains(&role))
            && (self.row.binding.default_of(AUTHORITY_ORGAN).is_some()
                || roles
                    .iter()
                    .any(|role| self.row.first_of(*role).is_some_and(|text| !is_placeholder(text))))
    }

    fn name_everyone(&mut self) {
        let kind = self.row.binding.kind;
        let text = |role| kind.fields_of(role).find_map(|field| self.fields.get(&field.id)?.as_str());
        let (subject, authority) = (text(FieldRole::SubjectName), text(FieldRole::AuthorityName));
        let (subject, authority) = (subject.map(str::to_owned), authority.map(str::to_owned));
        self.who.subject.name = subject.unwrap_or_default();
        self.who.authority.name = authority;
    }

    /// An amount that is ten thousand times the one written out beside it, or a ten-thousandth, has the wrong unit.
    fn hold_amounts_against_text(&mut self) {
        for role in [FieldRole::FineAmount, FieldRole::ConfiscatedAmount] {
            for field in self.row.binding.kind.fields_of(role) {
                let amount = self.fields.get(&field.id).and_then(Value::as_i64).filter(|amount| *amount > 0);
                if let Some(fault) = amount.and_then(|amount| self.unit_fault(field, amount)) {
                    self.who.faults.push(fault);
                }
            }
        }
    }

    fn unit_fault(&self, field: &Field, amount: i64) -> Option<Fault> {
        let written: Vec<i64> = self.amounts_written().collect();
        let factor_off =
            |fen: &i64| Some(*fen) == amount.checked_mul(10_000) || fen.checked_mul(10_000) == Some(amount);
        if written.contains(&amount) || !written.iter().any(factor_off) {
            return None;
        }
        let unit = if field.kind == FieldType::MoneyWan { "万元" } else { "元" };
        let (column, cell) = self.place_of(field)?;
        let reason = format!("按{unit}计为{}，与同一行文字中写明的金额相差一万倍", Fen(amount));
        let remedy = format!("请核对本列单位是否为{unit}");
        Some(Fault::of(field, Said { column: Some(column), text: cell }, "amount_unit", reason, &remedy))
    }

    fn amounts_written(&self) -> impl Iterator<Item = i64> {
        let texts = self.row.binding.kind.fields.iter().filter(|field| field.kind == FieldType::Text);
        let texts = texts.filter_map(|field| self.fields.get(&field.id)?.as_str());
        texts.flat_map(amounts::in_text).map(|fen| fen.0)
    }

    fn place_of(&self, field: &Field) -> Option<(usize, &'r str)> {
        let (_, columns) = self.row.binding.fields().find(|(other, _)| other.id == field.id)?;
        let said = self.row.said(columns).next()?;
        Some((said.column?, said.text))
    }

    fn finish(mut self) -> Result<Checked, Vec<Fault>> {
        self.demand_identifiers();
        if !self.who.faults.is_empty() {
            self.who.faults.sort_by_key(|fault| fault.column);
            return Err(self.who.faults);
        }
        let kind = self.row.binding.kind;
        let document_key = natural_key(kind, &self.fields);
        let decided_on = kind.decided_on.as_ref().and_then(|id| kind.field(id));
        let decided_on = decided_on.and_then(|field| field.kind.day(self.fields.get(&field.id)?.as_str()?));
        let conforming = self.conforming && self.who.warnings.is_empty();
        let mut fields = self.fields;
        fields.extend(self.who.fields);
        let Who { subject, authority, notes, warnings, .. } = self.who;
        Ok(Checked { fields, notes, warnings, subject, authority, document_key, decided_on, conforming })
    }

    /// Identifying fields that only placeholders give: required of registrations, demanded by the template.
    fn demand_identifiers(&mut self) {
        let kind = self.row.binding.kind;
        for (field, columns) in self.row.binding.fields().filter(|(field, _)| is_identifying(field)) {
            let is_code = field.role == Some(FieldRole::SubjectCode);
            let named = is_code && self.who.subject.code.is_some();
            if kind.role == KindRole::Registration && is_code && !named && self.who.faults.is_empty() {
                self.who.faults.push(Fault::missing(field, columns.first().copied()));
            }
            if field.need == Need::Official && !self.who.fields.contains_key(&field.id) && !named {
                self.conforming = false;
            }
        }
    }
}

/// The parts of the kind's natural key as one text; none when the row gives not one of them.
fn natural_key(kind: &Kind, fields: &BTreeMap<String, Value>) -> Option<String> {
    let part = |id: &String| match fields.get(id) {
        Some(Value::String(text)) => document_key(text),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("+"),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let key = |ids: &[String]| {
        let parts: Vec<String> = ids.iter().map(part).collect();
        parts.iter().any(|part| !part.is_empty()).then(|| parts.join("|"))
    };
    key(&kind.natural_key).or_else(|| key(&kind.otherwise))
}

/// Does a fault of this field reject the row?
fn is_vital(kind: &Kind, field: &Field) -> bool {
    let role = matches!(
        field.role,
        Some(
            FieldRole::SubjectName
                | FieldRole::DocumentNo
                | FieldRole::DecidedOn
                | FieldRole::PenaltyKinds
                | FieldRole::FineAmount
                | FieldRole::ConfiscatedAmount
        )
    );
    role || field.need == Need::Required
        || kind.decided_on.as_deref() == Some(&field.id)
        || kind.natural_key.contains(&field.id)
        || kind.otherwise.contains(&field.id)
}

/// A cell that says nothing in this field; a single zero is an amount and a status.
fn is_filler(field: &Field, cell: &str) -> bool {
    let counts = matches!(field.kind, FieldType::MoneyWan | FieldType::MoneyYuan | FieldType::Number);
    is_placeholder(cell) && !(counts && cell.contains('0'))
}
