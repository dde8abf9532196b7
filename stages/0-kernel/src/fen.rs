//! Money in fen (分), as whole numbers. Amounts are read from text digit by digit; there is no floating point
//! anywhere.
//!
//! Columns in 万元 are read by [`Fen::from_wan_yuan_text`], columns in yuan and free wording by
//! [`Fen::from_yuan_text`]; a unit written in the cell itself counts before the column's.

mod wording;

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use wording::{WAN, YUAN};

/// An amount of money in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FenFault {
    /// Nothing, or a filler, is written.
    #[error("金额为空，请填写金额，没有金额的填 0")]
    Empty,
    /// The text is no amount.
    #[error("「{0}」不是可以识别的金额，请只填数字，如 3000 或 0.3")]
    Unreadable(String),
    /// Less than nothing.
    #[error("金额「{0}」为负数，请填写不小于 0 的金额")]
    Negative(String),
    /// Finer than one fen.
    #[error("金额「{0}」精确到分以下，以万元计的最多 6 位小数，以元计的最多 2 位小数")]
    TooFine(String),
    /// More than can be counted.
    #[error("金额「{0}」过大，请核对单位是元还是万元")]
    TooLarge(String),
    /// Figures and words in one cell say different things.
    #[error("金额「{0}」的大写与小写不一致，请核对决定书")]
    Disagrees(String),
}

impl FenFault {
    /// A stable name for programs and for counting.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "amount.empty",
            Self::Unreadable(_) => "amount.unreadable",
            Self::Negative(_) => "amount.negative",
            Self::TooFine(_) => "amount.too_fine",
            Self::TooLarge(_) => "amount.too_large",
            Self::Disagrees(_) => "amount.disagrees",
        }
    }
}

impl Fen {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// So many whole yuan.
    #[must_use]
    pub const fn from_yuan(yuan: i64) -> Self {
        Self(yuan.saturating_mul(100))
    }

    /// Reads a cell of a column in 万元: `0.02` is 200 yuan. At most six decimals.
    ///
    /// # Errors
    /// [`FenFault`] with a sentence for the person who filed it.
    pub fn from_wan_yuan_text(text: &str) -> Result<Self, FenFault> {
        wording::read(text, WAN)
    }

    /// Reads an amount in yuan or in words: `3,000.00元`, `叁仟元整`, `1.5万元`, `￥3000.00（大写：叁仟元整）`.
    ///
    /// # Errors
    /// [`FenFault`] with a sentence for the person who filed it.
    pub fn from_yuan_text(text: &str) -> Result<Self, FenFault> {
        wording::read(text, YUAN)
    }

    /// The sum, or `None` when it cannot be counted.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The amount in 万元 with no more decimals than needed, as the national templates write it: `0.02`.
    #[must_use]
    pub fn wan_yuan_text(self) -> String {
        let (sign, amount) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let text = format!("{sign}{}.{:06}", amount / 1_000_000, amount % 1_000_000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// As written in a Chinese sentence: `1,234.56元`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, amount) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let digits = (amount / 100).to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        f.pad(&format!("{sign}{grouped}.{:02}元", amount % 100))
    }
}

#[cfg(test)]
mod tests;
