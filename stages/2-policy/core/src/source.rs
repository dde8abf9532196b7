//! Instruments of law: each is described once, and everything else cites it by id.
//!
//! A source says when an instrument was in force and which articles are relied on; it holds no rule.

use serde::{Deserialize, Serialize};
use xh_kernel::Date;

use crate::value::Checked;

/// One instrument: a law, an order, a notice, a standard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Stable id: `ndrc-order-36`.
    pub id: String,
    /// Title without the book-title marks.
    pub title: String,
    /// Document number: 国家发展和改革委员会令第36号.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// Day of issue, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
    /// First day in force.
    pub in_force_on: Date,
    /// First day no longer in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repealed_on: Option<Date>,
    /// Ids of the instruments it replaced.
    #[serde(default)]
    pub replaces: Vec<String>,
    /// Id of the instrument that replaced it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// Whether it was read in full text or in a summary.
    pub checked: Checked,
    /// Remarks for the legal officer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The articles relied on, in our own words.
    #[serde(rename = "article", default)]
    pub articles: Vec<Article>,
}

impl Source {
    /// Whether the instrument was in force on this day.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.in_force_on <= day && self.repealed_on.is_none_or(|end| day < end)
    }

    /// Whether this article is among those relied on.
    #[must_use]
    pub fn has_article(&self, name: &str) -> bool {
        self.articles.iter().any(|article| article.name == name)
    }

    /// How a page cites it: `《信用修复管理办法》（国家发展和改革委员会令第36号）`.
    #[must_use]
    pub fn cited(&self) -> String {
        match self.number.is_empty() {
            true => format!("《{}》", self.title),
            false => format!("《{}》（{}）", self.title, self.number),
        }
    }
}

/// One article that is relied on, and what it says in our own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// 第九条.
    pub name: String,
    /// What it says, in our own words, for the reader of a receipt.
    pub says: String,
}
