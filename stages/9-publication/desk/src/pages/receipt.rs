//! A receipt as a tree a lawyer can read: what was found, by which rule, under which article, and what lost.
//!
//! The wire view of the policy engine's receipt; it adds nothing and decides nothing.

use serde::Serialize;

/// The run of the rules that led to a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptView {
    /// Evaluator and its version.
    pub evaluator: String,
    /// Digest of the release in force.
    pub release: String,
    /// The day whose law was applied.
    pub seen_on: String,
    /// The result and everything under it.
    pub root: ReceiptNodeView,
}

/// One step of the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptNodeView {
    /// Addressable id within the receipt.
    pub id: String,
    /// What was asked or found, as a Chinese sentence.
    pub what: String,
    /// Rule id, where a rule spoke.
    pub rule: Option<String>,
    /// Version of the rule or value.
    pub version: Option<String>,
    /// Articles, already rendered as 《…》第…条.
    pub cites: Vec<String>,
    /// The value used (12个月, 罚款 3,000.00元).
    pub value: Option<String>,
    /// Where the fact comes from (处罚决定书第3栏).
    pub source: Option<String>,
    /// The outcome in words (成立, 不成立, 适用, 未采用).
    pub outcome: String,
    /// Steps it rests on.
    pub children: Vec<ReceiptNodeView>,
    /// Competing rules that lost, with why.
    pub lost: Vec<ReceiptNodeView>,
}
