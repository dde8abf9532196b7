//! Why a code is not a code: the faults shared by the credit code, the organisation code and the registration
//! number.
//!
//! Not for codes that are well formed but unknown to the register: that is for the registry to say.

use thiserror::Error;

/// What is wrong with a code as written; the sentence says what, why and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CodeFault {
    /// Nothing was written.
    #[error("代码为空，请填写统一社会信用代码")]
    Empty,
    /// A filler such as 「无」 or zeros stands where the code should be.
    #[error("代码是占位内容（如「无」「/」或全零），不是真实代码，请填写统一社会信用代码")]
    Placeholder,
    /// Characters are hidden by `*`, `×` or the like.
    #[error("代码含有遮盖符号（如 *、×），无法核对，请填写完整代码")]
    Masked,
    /// A spreadsheet turned the digits into scientific notation; the lost digits cannot be recovered.
    #[error("代码被表格软件写成科学计数法，尾数已经丢失，请把该列设为文本后重新填写")]
    Scientific,
    /// The code is, or may well be, the identity number of a natural person (GB 11643).
    #[error("代码疑似公民身份号码，本系统只受理组织的信息，不保存自然人的信息，请勿填报")]
    IdentityNumber,
    /// The number of characters is wrong.
    #[error(
        "代码共 {found} 位，长度不对（统一社会信用代码 18 位，工商注册号 15 位，组织机构代码 9 位），请核对后重新填写"
    )]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character outside the alphabet of the code.
    #[error("代码第 {at} 位「{found}」不是规定使用的字符（不使用字母 I、O、S、V、Z），请核对是否误写")]
    Alphabet {
        /// Position, counted from 1.
        at: usize,
        /// The character found there.
        found: char,
    },
    /// The check character does not follow from the characters before it.
    #[error("代码末位校验码应为「{expected}」，实为「{found}」，代码中至少有一位写错，请核对证照后重新填写")]
    CheckDigit {
        /// The character that the standard computes.
        expected: char,
        /// The character found.
        found: char,
    },
}

impl CodeFault {
    /// A stable name for programs and for counting.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "code.empty",
            Self::Placeholder => "code.placeholder",
            Self::Masked => "code.masked",
            Self::Scientific => "code.scientific",
            Self::IdentityNumber => "code.identity_number",
            Self::Length { .. } => "code.length",
            Self::Alphabet { .. } => "code.alphabet",
            Self::CheckDigit { .. } => "code.check_digit",
        }
    }

    /// The fault, if any, that shows before any check digit is computed: nothing, a filler, a mask, lost
    /// digits.
    pub(crate) fn of_dirt(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Empty);
        }
        if crate::is_placeholder(text) {
            return Some(Self::Placeholder);
        }
        if text.contains(is_mask) {
            return Some(Self::Masked);
        }
        is_scientific(text).then_some(Self::Scientific)
    }
}

fn is_mask(c: char) -> bool {
    matches!(c, '*' | '＊' | '×' | '✕' | '✱' | '●' | '•' | '█' | '■' | '#')
}

/// `9.11E+17`, `9E17`, `9.1e+17`: digits, a point, an exponent of one to three digits.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    whole.len() == 1 && exponent.len() <= 3 && digits(whole) && digits(fraction) && digits(exponent)
}
