//! Code cells: which number stands in them, whatever the column is called.
//!
//! A nine-character organisation code, a fifteen-digit registration number or an old taxpayer number in the column
//! of the credit code is used as what it is. Letters O and I are never made 0 and 1: the sender is asked.

use xh_kernel::{CodeFault, OrgCode, RegistrationNo, Uscc, is_placeholder, normalise_code};

/// What a code cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeCell {
    /// Nothing, or a placeholder.
    Empty,
    /// A credit code (GB 32100-2015).
    Credit(Uscc),
    /// An organisation code (GB 11714-1997).
    Organisation(OrgCode),
    /// A registration number (GS 15-2006).
    Registration(RegistrationNo),
    /// Division and organisation code, as the tax authorities numbered before 2015.
    Taxpayer(String, OrgCode),
    /// No code: why, and the code it would be if letters O and I were digits.
    Wrong(CodeFault, Option<Uscc>),
}

/// A code cell as read, with what was normalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRead {
    /// What it holds.
    pub cell: CodeCell,
    /// The normalised text.
    pub text: String,
    /// What was changed, in Chinese.
    pub notes: Vec<&'static str>,
}

/// Reads a cell as an organisation's code.
#[must_use]
pub fn read(cell: &str) -> CodeRead {
    let normal = normalise_code(cell);
    let notes = normal.notes.iter().map(|note| note.text()).collect();
    let text = normal.value;
    let cell = if is_placeholder(&text) { CodeCell::Empty } else { told(&text) };
    CodeRead { cell, text, notes }
}

fn told(text: &str) -> CodeCell {
    let padded = padded_taxpayer(text);
    let fault = match (Uscc::parse(text), padded) {
        (Ok(code), None) => return CodeCell::Credit(code),
        (Ok(code), Some(_)) if code.inner_ok() => return CodeCell::Credit(code),
        (_, Some((number, code))) => return CodeCell::Taxpayer(number, code),
        (Err(fault), None) => fault,
    };
    match text.len() {
        9 => OrgCode::parse(text).map_or_else(|fault| CodeCell::Wrong(fault, None), CodeCell::Organisation),
        15 => legacy(text).unwrap_or(CodeCell::Wrong(fault, None)),
        _ => CodeCell::Wrong(fault, with_digits(text)),
    }
}

fn legacy(text: &str) -> Option<CodeCell> {
    let taxpayer = taxpayer(text);
    match RegistrationNo::parse(text) {
        Ok(number) => Some(CodeCell::Registration(number)),
        Err(_) => taxpayer.map(|code| CodeCell::Taxpayer(text.to_owned(), code)),
    }
}

/// The organisation code inside an old taxpayer number: six digits of division, nine characters of code.
#[must_use]
pub fn taxpayer(text: &str) -> Option<OrgCode> {
    let (division, code) = text.split_at_checked(6)?;
    let digits = division.bytes().all(|byte| byte.is_ascii_digit());
    if digits && text.len() == 15 { OrgCode::parse(code).ok() } else { None }
}

/// Tax systems filled the old fifteen characters up to eighteen with zeros.
fn padded_taxpayer(text: &str) -> Option<(String, OrgCode)> {
    let number = text.strip_suffix("000").filter(|number| number.len() == 15)?;
    taxpayer(number).map(|code| (number.to_owned(), code))
}

/// The code that would be valid if O and I were written for 0 and 1.
fn with_digits(text: &str) -> Option<Uscc> {
    if !text.contains(['O', 'I', 'L']) {
        return None;
    }
    let straight = text.replace('O', "0").replace('I', "1");
    Uscc::parse(&straight).ok()
}
