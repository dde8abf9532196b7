//! The organisation code of GB 11714-1997: eight characters and a check character, printed `62591217-3`.
//!
//! It stands alone in old records and inside every credit code (places 9 to 17).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::CodeFault;

/// Weights of places 1 to 8.
const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A well-formed organisation code (组织机构代码), without its dash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgCode([u8; 9]);

impl OrgCode {
    /// Reads `62591217-3` or `625912173`.
    ///
    /// # Errors
    /// [`CodeFault`] when the text is a filler, has another length or a wrong check character.
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        if let Some(dirt) = CodeFault::of_dirt(text) {
            return Err(dirt);
        }
        let plain = match text.split_once('-') {
            Some((body, check)) if body.len() == 8 && check.len() == 1 => format!("{body}{check}"),
            _ => text.to_owned(),
        };
        let found = plain.chars().count();
        if found != 9 {
            return Err(CodeFault::Length { found });
        }
        let outside = |c: &char| !c.is_ascii_digit() && !c.is_ascii_uppercase();
        if let Some((at, found)) = plain.chars().enumerate().find(|(_, c)| outside(c)) {
            return Err(CodeFault::Alphabet { at: at + 1, found });
        }
        let bytes = <[u8; 9]>::try_from(plain.as_bytes()).map_err(|_| CodeFault::Length { found })?;
        match check_character(&bytes) {
            Some(expected) if expected == bytes[8] => Ok(Self(bytes)),
            Some(expected) => {
                Err(CodeFault::CheckDigit { expected: expected.into(), found: bytes[8].into() })
            }
            None => Err(CodeFault::Length { found }),
        }
    }

    /// The nine characters without dash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Whether nine characters end in the check character that GB 11714 computes.
pub(crate) fn check_fits(bytes: &[u8]) -> bool {
    bytes.len() == 9 && check_character(bytes).is_some_and(|expected| bytes.last() == Some(&expected))
}

/// The check character of the first eight; `None` when one of them is no digit or capital letter.
fn check_character(bytes: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (byte, weight) in bytes.iter().zip(WEIGHTS) {
        let value = match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'Z' => byte - b'A' + 10,
            _ => return None,
        };
        sum += u32::from(value) * weight;
    }
    match 11 - sum % 11 {
        10 => Some(b'X'),
        11 => Some(b'0'),
        digit => u8::try_from(digit).ok().map(|digit| b'0' + digit),
    }
}

impl fmt::Display for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrgCode({})", self.as_str())
    }
}

impl FromStr for OrgCode {
    type Err = CodeFault;

    fn from_str(text: &str) -> Result<Self, CodeFault> {
        Self::parse(text)
    }
}

impl Serialize for OrgCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for OrgCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
