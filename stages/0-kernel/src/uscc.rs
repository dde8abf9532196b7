//! The unified social credit code of an organisation, GB 32100-2015: 18 characters, the last one a check
//! character.
//!
//! Strict: the text must already be normalised ([`crate::normalise_code`]). Whether the code is registered,
//! and to whom, is not decided here; an inner organisation code that fails GB 11714 is a warning
//! ([`Uscc::inner_ok`]).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{CodeFault, is_identity_number, is_placeholder, may_be_identity_number, org_code};

/// The alphabet of GB 32100-2015; a character's value is its place. I, O, S, V and Z are not used.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Weights of places 1 to 17: powers of 3 modulo 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Marks a byte outside the alphabet in [`VALUES`].
const FOREIGN: u8 = u8::MAX;

/// Value of every byte, so that checking a code is 17 look-ups.
const VALUES: [u8; 256] = values();

/// Codes really issued in the Fujian pilot before the standard, whose check character does not follow from
/// it. Transcribed from the exception notes of bluesky335/IDCheck (MIT) and hutool (Mulan PSL v2).
const EXCEPTIONS: [&[u8; 18]; 4] =
    [b"91350211M00013FA1N", b"91350100M0001TGQXM", b"91350211M0000XUF46", b"91350203M0001FUE2P"];

/// A well-formed unified social credit code (统一社会信用代码).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uscc([u8; 18]);

impl Uscc {
    /// Reads a normalised code. The four really issued exception codes are accepted too.
    ///
    /// # Errors
    /// [`CodeFault`] with a sentence for the person who filed it. A number that can be read as an identity
    /// number (GB 11643) is refused as one even where the check character of GB 32100 happens to fit as well.
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        let Ok(bytes) = <[u8; 18]>::try_from(text.as_bytes()) else { return Err(fault_of(text)) };
        let fits = check_character(&bytes).is_some_and(|expected| expected == bytes[17]);
        if !fits && !is_exception(&bytes) {
            return Err(fault_of(text));
        }
        // All zeros and the digits of the keyboard pass the check as well.
        if is_placeholder(text) {
            return Err(CodeFault::Placeholder);
        }
        if is_identity_number(text) {
            return Err(CodeFault::IdentityNumber);
        }
        Ok(Self(bytes))
    }

    /// Completes 17 characters with their check character: for generators and fixtures.
    ///
    /// # Errors
    /// [`CodeFault::Length`] or [`CodeFault::Alphabet`] when the body is not 17 characters of the alphabet.
    pub fn with_check_digit(body17: &str) -> Result<Self, CodeFault> {
        let mut bytes = [b'0'; 18];
        for (at, byte) in bytes.iter_mut().take(17).zip(body17.bytes()) {
            *at = byte;
        }
        if body17.len() != 17 {
            return Err(CodeFault::Length { found: body17.chars().count() + 1 });
        }
        let Some(check) = check_character(&bytes) else { return Err(foreign_character(body17)) };
        bytes[17] = check;
        if body17.bytes().all(|b| b == b'0') { Err(CodeFault::Placeholder) } else { Ok(Self(bytes)) }
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Places 3 to 8: GB/T 2260 division of the registering authority, frozen on the day of issue.
    #[must_use]
    pub fn division(&self) -> &str {
        self.as_str().get(2..8).unwrap_or_default()
    }

    /// Places 9 to 17: the organisation code of GB 11714 (主体标识码).
    #[must_use]
    pub fn entity_id_part(&self) -> &str {
        self.as_str().get(8..17).unwrap_or_default()
    }

    /// Whether the inner organisation code carries its own right check character. Some issued codes do not.
    #[must_use]
    pub fn inner_ok(&self) -> bool {
        org_code::check_fits(self.entity_id_part().as_bytes())
    }

    /// Whether the code belongs to an individual business (个体工商户): 92….
    #[must_use]
    pub fn is_individual_business(&self) -> bool {
        self.0.starts_with(b"92")
    }

    /// Whether this is one of the really issued codes that fail the standard's check.
    #[must_use]
    pub fn is_exception(&self) -> bool {
        is_exception(&self.0)
    }

    /// Whether places 1 and 2 are a class that the code table of GB 32100-2015 knows; unknown is a warning.
    #[must_use]
    pub fn is_known_class(&self) -> bool {
        match self.0[0] {
            b'1' => matches!(self.0[1], b'1' | b'2' | b'3' | b'9'),
            b'3' => matches!(self.0[1], b'1'..=b'5' | b'9'),
            b'5' => matches!(self.0[1], b'1' | b'2' | b'3' | b'9'),
            b'6' | b'7' => matches!(self.0[1], b'1' | b'2' | b'9'),
            b'9' => matches!(self.0[1], b'1' | b'2' | b'3'),
            b'2' | b'4' | b'8' | b'A' => matches!(self.0[1], b'1' | b'9'),
            b'N' => matches!(self.0[1], b'1' | b'2' | b'3' | b'9'),
            b'Y' => self.0[1] == b'1',
            _ => false,
        }
    }
}

/// The check character of the first 17, or `None` when one of the 18 is outside the alphabet.
fn check_character(bytes: &[u8; 18]) -> Option<u8> {
    let mut sum = 0;
    let mut foreign = value(bytes[17]) == FOREIGN;
    for (byte, weight) in bytes.iter().zip(WEIGHTS) {
        let value = value(*byte);
        foreign |= value == FOREIGN;
        sum += u32::from(value) * weight;
    }
    let place = usize::try_from((31 - sum % 31) % 31).ok()?;
    ALPHABET.get(place).copied().filter(|_| !foreign)
}

fn value(byte: u8) -> u8 {
    VALUES.get(usize::from(byte)).copied().unwrap_or(FOREIGN)
}

fn is_exception(bytes: &[u8; 18]) -> bool {
    EXCEPTIONS.contains(&bytes)
}

/// Finds the most helpful fault of a text that is not a code.
fn fault_of(text: &str) -> CodeFault {
    if let Some(dirt) = CodeFault::of_dirt(text) {
        return dirt;
    }
    if may_be_identity_number(text) {
        return CodeFault::IdentityNumber;
    }
    let found = text.chars().count();
    if found != 18 {
        return CodeFault::Length { found };
    }
    match <[u8; 18]>::try_from(text.as_bytes()).map(|bytes| (check_character(&bytes), bytes[17])) {
        Ok((Some(expected), last)) => CodeFault::CheckDigit { expected: expected.into(), found: last.into() },
        _ => foreign_character(text),
    }
}

fn foreign_character(text: &str) -> CodeFault {
    let outside = |c: &char| u8::try_from(*c).map_or(FOREIGN, value) == FOREIGN;
    match text.chars().enumerate().find(|(_, c)| outside(c)) {
        Some((at, found)) => CodeFault::Alphabet { at: at + 1, found },
        None => CodeFault::Length { found: text.chars().count() },
    }
}

#[expect(clippy::indexing_slicing, reason = "runs at compile time, where a wrong index does not compile")]
#[expect(clippy::cast_possible_truncation, reason = "31 places fit a byte")]
const fn values() -> [u8; 256] {
    let mut table = [FOREIGN; 256];
    let mut place = 0;
    while place < ALPHABET.len() {
        table[ALPHABET[place] as usize] = place as u8;
        place += 1;
    }
    table
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uscc({})", self.as_str())
    }
}

impl AsRef<str> for Uscc {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl FromStr for Uscc {
    type Err = CodeFault;

    fn from_str(text: &str) -> Result<Self, CodeFault> {
        Self::parse(text)
    }
}

impl Serialize for Uscc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Uscc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
