//! Receipts: why an answer is what it is, as a tree a lawyer reads.
//!
//! The tree is told from the run itself ([`crate::run`]), never composed beside it. Node ids are addressable
//! and stable, nothing in it depends on time or machine, so that the same facts give the same bytes on any
//! later day.

use serde::{Deserialize, Serialize};
use xh_kernel::Date;

/// The reasons of one decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Name and version of the evaluator that ran.
    pub evaluator: String,
    /// Digest of the release it read.
    pub release: String,
    /// Legal day whose law was applied.
    pub seen_on: Date,
    /// The tree.
    pub root: ReceiptNode,
}

/// One step of the reasoning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptNode {
    /// Addressable id: path of the step from the root.
    pub id: String,
    /// What was asked, one Chinese sentence.
    pub what: String,
    /// Rule that answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// First day of the version of the rule, regime or value that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Articles, rendered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
    /// Value read (a fact, a period).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Where the value comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What came out, one Chinese sentence.
    pub outcome: String,
    /// Steps it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<ReceiptNode>,
    /// Rules that also held or were tried, and lost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<ReceiptNode>,
}

impl Receipt {
    /// The step with this id.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&ReceiptNode> {
        self.root.find(id)
    }
}

impl ReceiptNode {
    /// This node or the one below it with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&ReceiptNode> {
        if self.id == id {
            return Some(self);
        }
        self.children.iter().chain(&self.lost).find_map(|node| node.find(id))
    }

    /// Calls back with the node and every node below it, losers included.
    pub fn walk<'a>(&'a self, seen: &mut dyn FnMut(&'a ReceiptNode)) {
        seen(self);
        for node in self.children.iter().chain(&self.lost) {
            node.walk(seen);
        }
    }
}
