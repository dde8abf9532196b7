//! What a visitor typed into the search box: a code, a name, or the number of a person, who is never looked up.
//!
//! Basis: GB 32100-2015 (codes), GB 11643 (identity numbers); 个人信息保护法 article 6.

use xh_kernel::{CodeFault, Uscc, contains_identity_number, name_key, normalise_code};

/// What the text is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// Nothing.
    Blank,
    /// Fewer than two characters that count.
    TooShort,
    /// An identity number, or a text with one in it.
    Person,
    /// A whole, valid code.
    Code(Uscc),
    /// Eighteen characters that should be a code and are not.
    BadCode,
    /// A name, or the beginning of a code.
    Name,
}

/// Reads what was typed.
#[must_use]
pub fn typed(text: &str) -> Typed {
    if text.trim().is_empty() {
        return Typed::Blank;
    }
    let code = normalise_code(text).value;
    match Uscc::parse(&code) {
        Ok(code) => return Typed::Code(code),
        Err(CodeFault::IdentityNumber) => return Typed::Person,
        Err(_) => {}
    }
    if contains_identity_number(text) || contains_identity_number(&code) {
        return Typed::Person;
    }
    if code.len() == 18 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Typed::BadCode;
    }
    if name_key(text).chars().nth(1).is_none() { Typed::TooShort } else { Typed::Name }
}
