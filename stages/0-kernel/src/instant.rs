//! A point in time as the ledger writes it: RFC 3339, UTC, always six digits of a second, so that text order
//! is time order. What the law counts is the [legal day](Instant::legal_day), a day in Beijing.
//!
//! There is no "now" here: the application reads the clock and hands the instant in.

use std::{cmp::Ordering, fmt, hash, str::FromStr};

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::Date;

/// Beijing time is fixed at UTC+08:00, without summer time.
const BEIJING_MICROS: i64 = 8 * 3_600 * 1_000_000;
const DAY_MICROS: i64 = 24 * 3_600 * 1_000_000;
/// 0001-01-01T00:00:00Z and 9999-12-30T22:00:00Z, the ends that `jiff` can show, in microseconds.
const EARLIEST: i64 = -62_135_596_800_000_000;
const LATEST: i64 = 253_402_207_200_000_000;

/// A point in time with microseconds, for example `2026-11-23T17:55:26.123456Z`.
#[derive(Clone)]
pub struct Instant {
    micros: i64,
    text: String,
}

/// A text that is no instant.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("「{0}」不是有效时间，请按 RFC 3339 填写，如 2026-04-01T08:00:00Z")]
pub struct InstantFault(pub String);

impl Instant {
    /// Reads RFC 3339 with any offset and precision; what is finer than a microsecond is dropped.
    ///
    /// # Errors
    /// [`InstantFault`] when the text is no RFC 3339 instant of the years 1 to 9999.
    pub fn parse(text: &str) -> Result<Self, InstantFault> {
        let fault = || InstantFault(text.chars().take(40).collect());
        let shaped = text.len() <= 35 && text.as_bytes().get(10) == Some(&b'T');
        let at: Timestamp = text.parse().ok().filter(|_| shaped).ok_or_else(fault)?;
        let micros = i64::try_from(at.as_nanosecond().div_euclid(1_000)).map_err(|_| fault())?;
        if (EARLIEST..=LATEST).contains(&micros) { Ok(Self::from_unix_micros(micros)) } else { Err(fault()) }
    }

    /// The instant so many microseconds after 1970-01-01T00:00:00Z, held within the years 1 to 9999.
    #[must_use]
    pub fn from_unix_micros(micros: i64) -> Self {
        let micros = micros.clamp(EARLIEST, LATEST);
        let text =
            Timestamp::from_microsecond(micros).map_or_else(|_| String::new(), |at| format!("{at:.6}"));
        Self { micros, text }
    }

    /// The text, always 27 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_micros(&self) -> i64 {
        self.micros
    }

    /// The day in Beijing (fixed +08:00) that the law counts.
    #[must_use]
    pub fn legal_day(&self) -> Date {
        Date::from_day_number((self.micros + BEIJING_MICROS).div_euclid(DAY_MICROS))
    }
}

impl PartialEq for Instant {
    fn eq(&self, other: &Self) -> bool {
        self.micros == other.micros
    }
}

impl Eq for Instant {}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Instant {
    fn cmp(&self, other: &Self) -> Ordering {
        self.micros.cmp(&other.micros)
    }
}

impl hash::Hash for Instant {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.micros.hash(state);
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Instant {
    type Err = InstantFault;

    fn from_str(text: &str) -> Result<Self, InstantFault> {
        Self::parse(text)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
