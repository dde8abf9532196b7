//! How grave a piece of dishonesty information is: 轻微, 一般, 严重. Which one applies is for law and authority to
//! say.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The three classes, the lightest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 轻微
    Minor,
    /// 一般
    General,
    /// 严重
    Serious,
}

/// A word that names no class.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("「{0}」不是失信程度，应为轻微、一般或严重")]
pub struct SeverityFault(pub String);

impl Severity {
    /// All classes, the lightest first.
    pub const ALL: [Self; 3] = [Self::Minor, Self::General, Self::Serious];

    /// The word for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Minor => "轻微",
            Self::General => "一般",
            Self::Serious => "严重",
        }
    }

    /// The word for programs, as serialised.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::General => "general",
            Self::Serious => "serious",
        }
    }

    /// Reads either word.
    ///
    /// # Errors
    /// [`SeverityFault`] for any other word.
    pub fn parse(text: &str) -> Result<Self, SeverityFault> {
        Self::ALL
            .into_iter()
            .find(|severity| text == severity.as_str() || text == severity.title())
            .ok_or_else(|| SeverityFault(text.chars().take(40).collect()))
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.title())
    }
}

impl FromStr for Severity {
    type Err = SeverityFault;

    fn from_str(text: &str) -> Result<Self, SeverityFault> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests;
