//! Facts: what is known of one act, each with the place it was learnt from.
//!
//! A fact is declared in TOML (id, Chinese name, type) before a rule may ask for it; a fact not given is
//! *unknown*, which is neither true nor false.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use xh_kernel::{Date, Fen};

/// One fact, typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// One word or code.
    Text(String),
    /// Several codes.
    Set(BTreeSet<String>),
    /// A whole number; money in fen.
    Int(i64),
    /// A day.
    Day(Date),
    /// Yes or no.
    Flag(bool),
}

impl Fact {
    /// Says nothing: an empty cell is an unknown fact, not a known absence.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Set(codes) => codes.is_empty(),
            Self::Int(_) | Self::Day(_) | Self::Flag(_) => false,
        }
    }
}

/// The facts of one act: id → fact and where it comes from, in Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(pub BTreeMap<String, (Fact, String)>);

impl Facts {
    /// No facts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// States a fact; `from` says in Chinese where it comes from (报送表「处罚类别」列).
    #[must_use]
    pub fn with(mut self, id: &str, fact: Fact, from: &str) -> Self {
        self.state(id, fact, from);
        self
    }

    /// States a fact in place.
    pub fn state(&mut self, id: &str, fact: Fact, from: &str) {
        self.0.insert(id.to_owned(), (fact, from.to_owned()));
    }

    /// Adds to a fact: a set of codes grows (处罚类别1 and 处罚类别2 are one fact), anything else is stated anew.
    pub fn add(&mut self, id: &str, fact: Fact, from: &str) {
        match (self.0.get_mut(id), fact) {
            (Some((Fact::Set(known), origin)), Fact::Set(more)) => {
                known.extend(more);
                origin.push('、');
                origin.push_str(from);
            }
            (_, fact) => self.state(id, fact, from),
        }
    }

    /// The fact with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.0.get(id).map(|(fact, _)| fact)
    }

    /// Where the fact comes from, in Chinese; empty when the fact is unknown.
    #[must_use]
    pub fn origin(&self, id: &str) -> &str {
        self.0.get(id).map_or("", |(_, from)| from.as_str())
    }

    /// The fact as a day.
    #[must_use]
    pub fn day(&self, id: &str) -> Option<Date> {
        match self.get(id) {
            Some(Fact::Day(day)) => Some(*day),
            _ => None,
        }
    }

    /// The fact as text.
    #[must_use]
    pub fn text(&self, id: &str) -> Option<&str> {
        match self.get(id) {
            Some(Fact::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The fact as a set of codes.
    #[must_use]
    pub fn set(&self, id: &str) -> Option<&BTreeSet<String>> {
        match self.get(id) {
            Some(Fact::Set(set)) => Some(set),
            _ => None,
        }
    }

    /// The fact as a number.
    #[must_use]
    pub fn int(&self, id: &str) -> Option<i64> {
        match self.get(id) {
            Some(Fact::Int(number)) => Some(*number),
            _ => None,
        }
    }
}

/// Declaration of a fact, so that a mistyped name in a rule is found by `policy lint`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactSpec {
    /// Stable id: `fine_fen`.
    pub id: String,
    /// Chinese name: 罚款金额.
    pub title: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FactKind,
    /// Chinese names of the values of a text or set fact.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// `kind.field` whose code list names the values, instead of `names`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes_of: Option<String>,
}

/// Types of fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// One word or code.
    Text,
    /// Several codes.
    Set,
    /// A whole number.
    Int,
    /// Money, in fen.
    Money,
    /// A day.
    Day,
    /// Yes or no.
    Flag,
}

/// A band of amounts: unsettled acts are queued by it so that one signed answer settles all alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmountBand {
    /// Stable id: `1w-10w`.
    pub id: String,
    /// Chinese name: 1万元以上不满10万元.
    pub title: String,
    /// Kind it is for.
    pub kind: String,
    /// Money fact it divides.
    pub fact: String,
    /// Lower bound in yuan, included.
    pub at_least_yuan: u32,
    /// Upper bound in yuan, not included; none = no upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below_yuan: Option<u32>,
}

impl AmountBand {
    /// Whether the amount lies in the band.
    #[must_use]
    pub fn holds(&self, amount: Fen) -> bool {
        let low = i64::from(self.at_least_yuan) * 100;
        let high = self.below_yuan.map(|yuan| i64::from(yuan) * 100);
        low <= amount.0 && high.is_none_or(|high| amount.0 < high)
    }
}
