//! The 15-digit business registration number (工商注册号) of GS 15-2006: six digits of the authority's division,
//! eight of sequence, one check digit by ISO 7064 MOD 11,10. Replaced by the credit code, still found in old
//! records.
//!
//! The 13-digit numbers of before 2007 carry no check digit and are not read here.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{CodeFault, may_be_identity_number};

/// A well-formed 15-digit registration number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistrationNo([u8; 15]);

impl RegistrationNo {
    /// Reads 15 digits.
    ///
    /// # Errors
    /// [`CodeFault`]; a number that fails its check and reads as an identity number of the old form is
    /// refused as one.
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        if let Some(dirt) = CodeFault::of_dirt(text) {
            return Err(dirt);
        }
        let found = text.chars().count();
        if found != 15 {
            return Err(if may_be_identity_number(text) {
                CodeFault::IdentityNumber
            } else {
                CodeFault::Length { found }
            });
        }
        if let Some((at, found)) = text.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
            return Err(CodeFault::Alphabet { at: at + 1, found });
        }
        let bytes = <[u8; 15]>::try_from(text.as_bytes()).map_err(|_| CodeFault::Length { found })?;
        let expected = check_digit(&bytes);
        match expected == bytes[14] {
            true => Ok(Self(bytes)),
            false if may_be_identity_number(text) => Err(CodeFault::IdentityNumber),
            false => Err(CodeFault::CheckDigit { expected: expected.into(), found: bytes[14].into() }),
        }
    }

    /// The 15 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Places 1 to 6: division of the registering authority.
    #[must_use]
    pub fn division(&self) -> &str {
        self.as_str().get(..6).unwrap_or_default()
    }
}

/// Whether 15 ASCII digits end in their check digit.
pub(crate) fn check_fits(bytes: &[u8]) -> bool {
    <&[u8; 15]>::try_from(bytes)
        .is_ok_and(|bytes| bytes.iter().all(u8::is_ascii_digit) && check_digit(bytes) == bytes[14])
}

/// ISO 7064 MOD 11,10 over the first 14 digits.
fn check_digit(bytes: &[u8; 15]) -> u8 {
    let mut product = 10;
    for byte in bytes.iter().take(14) {
        let sum = (product + u32::from(byte.wrapping_sub(b'0'))) % 10;
        product = if sum == 0 { 10 } else { sum } * 2 % 11;
    }
    b'0' + u8::try_from((11 - product) % 10).unwrap_or_default()
}

impl fmt::Display for RegistrationNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for RegistrationNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegistrationNo({})", self.as_str())
    }
}

impl FromStr for RegistrationNo {
    type Err = CodeFault;

    fn from_str(text: &str) -> Result<Self, CodeFault> {
        Self::parse(text)
    }
}

impl Serialize for RegistrationNo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RegistrationNo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
