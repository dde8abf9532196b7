//! Who a row is about and who decided it, from all its code cells together.
//!
//! Gathers claims and holds them against each other; the register is asked later (`resolve.rs`).

use std::collections::BTreeMap;

use serde_json::Value;
use xh_kernel::{CodeFault, Uscc, name_key, normalise_code};
use xh_policy::{Field, FieldRole, KindRole};

use crate::claims::{AuthorityClaim, SubjectClaim};
use crate::codes::{self, CodeCell, CodeRead};
use crate::fault::Fault;
use crate::row::{RawRow, Said};

/// What to do about a code that fails.
const LOOK_AT_LICENCE: &str = "请对照营业执照或登记证书核对整个代码后改正";

/// Claims while they are gathered.
#[derive(Debug, Default)]
pub struct Who {
    /// The subject so far.
    pub subject: SubjectClaim,
    /// The authority so far.
    pub authority: AuthorityClaim,
    /// Code of the unit that supplied the data.
    source: Option<Uscc>,
    /// Where the subject's code stood.
    code_at: Option<(String, Option<usize>)>,
    /// Normalised values of the code fields.
    pub fields: BTreeMap<String, Value>,
    /// What was changed.
    pub notes: Vec<String>,
    /// Faults that reject the row.
    pub faults: Vec<Fault>,
    /// Faults that do not.
    pub warnings: Vec<Fault>,
}

/// Is this a field whose cells are read here?
#[must_use]
pub fn is_identifying(field: &Field) -> bool {
    matches!(
        field.role,
        Some(
            FieldRole::SubjectCode
                | FieldRole::SubjectOrgCode
                | FieldRole::SubjectRegistrationNo
                | FieldRole::SubjectTaxpayerId
                | FieldRole::AuthorityCode
                | FieldRole::SourceCode
        )
    )
}

impl Who {
    /// Reads one cell of an identifying field.
    pub fn read(&mut self, row: &RawRow<'_>, field: &Field, said: Said<'_>) {
        let read = codes::read(said.text);
        if read.cell == CodeCell::Empty {
            return;
        }
        self.notes.extend(read.notes.iter().map(|note| format!("{}：{note}", field.title)));
        match field.role {
            Some(FieldRole::SubjectCode) => self.subject_code(row, field, said, read),
            Some(FieldRole::SubjectOrgCode) => self.org_code(field, said, read),
            Some(FieldRole::SubjectRegistrationNo) => self.registration_no(field, said, read),
            Some(FieldRole::SubjectTaxpayerId) => self.taxpayer_id(field, said, read),
            Some(FieldRole::AuthorityCode) => self.organ(field, said, read, true),
            _ => self.organ(field, said, read, false),
        }
    }

    fn subject_code(&mut self, row: &RawRow<'_>, field: &Field, said: Said<'_>, read: CodeRead) {
        match read.cell {
            CodeCell::Credit(code) => self.credit(field, said, code),
            CodeCell::Wrong(fault, meant) => self.faults.push(wrong(field, said, &fault, meant)),
            _ if row.binding.kind.role == KindRole::Registration => {
                let reason = "这不是统一社会信用代码，登记信息须以统一社会信用代码为准";
                self.faults.push(Fault::of(field, said, "code.legacy", reason, LOOK_AT_LICENCE));
            }
            other => {
                self.notes.push(format!("{}：填的是{}，已按其使用", field.title, legacy_title(&other)));
                self.legacy(other);
            }
        }
    }

    fn credit(&mut self, field: &Field, said: Said<'_>, code: Uscc) {
        match self.subject.code {
            Some(known) if known != code => {
                let reason = format!("与同一行的另一代码「{known}」不一致");
                self.faults.push(Fault::of(field, said, "codes_differ", reason, LOOK_AT_LICENCE));
            }
            Some(_) if field.role != Some(FieldRole::SubjectCode) => {}
            Some(_) => {
                self.fields.insert(field.id.clone(), Value::from(code.as_str()));
            }
            None => {
                self.inner(field, said, &code);
                self.subject.code = Some(code);
                self.code_at = Some((field.id.clone(), said.column));
                self.fields.insert(field.id.clone(), Value::from(code.as_str()));
            }
        }
    }

    /// 189 really issued codes carry an organisation code that fails its own check: odd, not wrong.
    fn inner(&mut self, field: &Field, said: Said<'_>, code: &Uscc) {
        if !code.inner_ok() {
            let reason = "第9至17位的组织机构代码未通过自身校验，代码仍按有效处理";
            self.warnings.push(Fault::of(field, said, "code.inner", reason, LOOK_AT_LICENCE));
        }
    }

    fn legacy(&mut self, cell: CodeCell) {
        match cell {
            CodeCell::Organisation(code) => put(&mut self.subject.org_code, code.as_str()),
            CodeCell::Registration(number) => put(&mut self.subject.registration_no, number.as_str()),
            CodeCell::Taxpayer(text, code) => {
                put(&mut self.subject.taxpayer_id, &text);
                put(&mut self.subject.org_code, code.as_str());
            }
            CodeCell::Empty | CodeCell::Credit(_) | CodeCell::Wrong(..) => {}
        }
    }

    fn org_code(&mut self, field: &Field, said: Said<'_>, read: CodeRead) {
        match read.cell {
            CodeCell::Credit(code) => self.credit(field, said, code),
            CodeCell::Wrong(fault, _) => self.odd(field, said, &fault),
            other => {
                self.fields.insert(field.id.clone(), Value::from(read.text));
                self.legacy(other);
            }
        }
    }

    /// Older registers numbered in many forms (13 digits, 企合苏总字…): kept as written when long enough.
    fn registration_no(&mut self, field: &Field, said: Said<'_>, read: CodeRead) {
        match read.cell {
            CodeCell::Credit(code) => self.credit(field, said, code),
            CodeCell::Organisation(_) | CodeCell::Registration(_) | CodeCell::Taxpayer(..) => {
                put(&mut self.subject.registration_no, &read.text);
                self.fields.insert(field.id.clone(), Value::from(read.text));
            }
            CodeCell::Wrong(CodeFault::Length { .. } | CodeFault::Alphabet { .. }, _)
                if is_number(&read.text) =>
            {
                put(&mut self.subject.registration_no, &read.text);
                self.fields.insert(field.id.clone(), Value::from(read.text));
            }
            CodeCell::Wrong(fault, _) => self.odd(field, said, &fault),
            CodeCell::Empty => {}
        }
    }

    /// Since 2015 the credit code is the taxpayer number; fifteen characters are the older form.
    fn taxpayer_id(&mut self, field: &Field, said: Said<'_>, read: CodeRead) {
        match (read.cell, codes::taxpayer(&read.text)) {
            (CodeCell::Credit(code), _) => self.credit(field, said, code),
            (CodeCell::Taxpayer(number, code), _) => {
                self.fields.insert(field.id.clone(), Value::from(number.as_str()));
                self.legacy(CodeCell::Taxpayer(number, code));
            }
            (_, Some(code)) => {
                put(&mut self.subject.org_code, code.as_str());
                put(&mut self.subject.taxpayer_id, &read.text);
                self.fields.insert(field.id.clone(), Value::from(read.text));
            }
            (CodeCell::Wrong(fault, meant), _) if read.text.chars().count() == 18 => {
                self.faults.push(wrong(field, said, &fault, meant));
            }
            (CodeCell::Wrong(fault, _), _) => self.odd(field, said, &fault),
            (_, None) => {
                put(&mut self.subject.taxpayer_id, &read.text);
                self.fields.insert(field.id.clone(), Value::from(read.text));
            }
        }
    }

    fn organ(&mut self, field: &Field, said: Said<'_>, read: CodeRead, decides: bool) {
        match read.cell {
            CodeCell::Credit(code) => {
                self.fields.insert(field.id.clone(), Value::from(code.as_str()));
                let place = if decides { &mut self.authority.code } else { &mut self.source };
                *place = place.or(Some(code));
            }
            CodeCell::Wrong(fault, _) => self.odd(field, said, &fault),
            _ => {}
        }
    }

    fn odd(&mut self, field: &Field, said: Said<'_>, fault: &CodeFault) {
        self.warnings.push(Fault::of(field, said, fault.code(), fault.to_string(), LOOK_AT_LICENCE));
    }

    /// Holds the claims against each other; `row` gives the sender's own organ.
    pub fn weigh(&mut self, row: &RawRow<'_>) {
        self.foreign_org_code();
        self.say_where_the_code_stood(row);
        let Some(code) = self.subject.code else { return };
        let sender = row.binding.default_of(crate::mapping::AUTHORITY_ORGAN);
        let sender = sender.and_then(|text| Uscc::parse(&normalise_code(text).value).ok());
        let is_organs = [self.authority.code, self.source, sender].contains(&Some(code));
        let same_name = || self.authority.name.as_ref().is_some_and(|name| same(name, &self.subject.name));
        if is_organs && !self.subject.name.is_empty() && !same_name() {
            self.blame_code(
                row,
                "code.authority",
                "这是作出决定的机关（或数据来源单位）的代码，不是行政相对人的代码",
            );
        }
    }

    /// An organisation code that is not the one inside the credit code is not used.
    fn foreign_org_code(&mut self) {
        let Some(code) = self.subject.code else { return };
        if self.subject.org_code.as_deref().is_some_and(|org| org != code.entity_id_part()) {
            self.notes
                .push("组织机构代码与统一社会信用代码第9至17位不一致，以统一社会信用代码为准".to_owned());
            self.subject.org_code = None;
        }
    }

    /// The code stood in the column of an older number, and only there.
    fn say_where_the_code_stood(&mut self, row: &RawRow<'_>) {
        let Some((id, _)) = &self.code_at else { return };
        let Some(field) = row.binding.kind.field(id).filter(|f| f.role != Some(FieldRole::SubjectCode))
        else {
            return;
        };
        let own = row.binding.kind.fields_of(FieldRole::SubjectCode);
        if own.map(|own| &own.id).any(|own| self.fields.contains_key(own)) {
            return;
        }
        let why = match field.role {
            Some(FieldRole::SubjectTaxpayerId) => "（三证合一后，纳税人识别号即统一社会信用代码）",
            _ => "",
        };
        self.notes.push(format!("{}：填的是统一社会信用代码，已作为相对人的代码使用{why}", field.title));
    }

    fn blame_code(&mut self, row: &RawRow<'_>, code: &str, reason: &str) {
        let Some((id, column)) = self.code_at.clone() else { return };
        let Some(field) = row.binding.kind.field(&id) else { return };
        let cell = column.and_then(|at| row.cells.get(at)).map_or("", String::as_str);
        let remedy = "请改填行政相对人自己的统一社会信用代码";
        self.faults.push(Fault::of(field, Said { column, text: cell }, code, reason, remedy));
    }
}

/// A wrong code of the subject: what is wrong, and, where letters stand for digits, what was probably meant.
fn wrong(field: &Field, said: Said<'_>, fault: &CodeFault, meant: Option<Uscc>) -> Fault {
    if let Some(code) = meant {
        let reason = format!("代码中的字母O、I疑为数字0、1，是否应为「{code}」");
        return Fault::of(field, said, "code.letter_for_digit", reason, "请对照营业执照核对后改正");
    }
    let reason = match fault {
        CodeFault::CheckDigit { expected, .. } => format!("第18位校验码应为{expected}，代码中至少有一位有误"),
        other => other.to_string(),
    };
    Fault::of(field, said, fault.code(), reason, LOOK_AT_LICENCE)
}

fn legacy_title(cell: &CodeCell) -> &'static str {
    match cell {
        CodeCell::Organisation(_) => "组织机构代码",
        CodeCell::Registration(_) => "工商注册号",
        _ => "纳税人识别号",
    }
}

fn put(place: &mut Option<String>, value: &str) {
    if place.is_none() {
        *place = Some(value.to_owned());
    }
}

/// Enough of a number to look up: six characters or more, with a digit.
fn is_number(text: &str) -> bool {
    text.chars().count() >= 6 && text.chars().any(|letter| letter.is_ascii_digit())
}

fn same(one: &str, other: &str) -> bool {
    name_key(one) == name_key(other)
}
