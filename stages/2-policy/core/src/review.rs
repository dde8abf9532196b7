//! Review of free text before it is shown: what a finding becomes, what may never be shown, and when a second person
//! must agree. The classes are the kernel's; what follows from them is data (`policy/national/review.toml`).
//!
//! It proposes; a person decides. Basis: 个人信息保护法 articles 6 and 28, 政府信息公开条例 articles 14, 15 and 17.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use xh_kernel::{Citation, Date, Finding, FindingClass, Replacement, findings, replaced};

use crate::kind::Kind;
use crate::release::Release;
use crate::value::Checked;

/// What follows from findings of one class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewClass {
    /// The class.
    pub id: FindingClass,
    /// Chinese name: 公民身份号码.
    pub title: String,
    /// What the proposal does with it.
    pub then: ReviewThen,
    /// Letters kept from its front when it is masked.
    #[serde(default)]
    pub keep: u32,
    /// Words put behind them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Whether a text may be released in which one is still found.
    pub remains: Remains,
    /// Whether a text in which one was found needs a second person.
    pub two_persons: bool,
    /// Where it is written.
    pub cites: Vec<Citation>,
    /// Whether the text itself was read, or a summary of it.
    pub checked: Checked,
    /// Day by which someone must look again.
    pub review_by: Date,
    /// Remarks for the legal officer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What the proposal does with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewThen {
    /// It is replaced.
    Mask,
    /// The whole text is withheld.
    Withhold,
    /// It is pointed out and left to the person.
    Flag,
}

/// Whether a text may be released in which a class is still found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remains {
    /// Never.
    Never,
    /// When two persons have looked at it.
    TwoPersons,
}

/// When a text needs a second person, whatever was found in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewRule {
    /// Stable id: `review.adverse`.
    pub id: String,
    /// What it says, one Chinese sentence without a stop.
    pub title: String,
    /// When it applies.
    pub when: ReviewWhen,
    /// Where it is written.
    pub cites: Vec<Citation>,
    /// Whether the text itself was read, or a summary of it.
    pub checked: Checked,
    /// Day by which someone must look again.
    pub review_by: Date,
    /// Remarks for the legal officer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// When a rule of review applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewWhen {
    /// The record is to the subject's disadvantage.
    AdverseKind,
    /// The text differs from what was proposed.
    Edited,
}

/// What the machine says of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextReview {
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    /// The text proposed; none when nothing of it may be shown.
    pub proposed: Option<String>,
}

impl TextReview {
    /// Findings by class.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<FindingClass, u32> {
        let mut counts = BTreeMap::new();
        self.findings.iter().for_each(|one| *counts.entry(one.class).or_default() += 1);
        counts
    }
}

impl Release {
    /// What follows from findings of a class; none in a release without rules of review.
    #[must_use]
    pub fn review_class(&self, class: FindingClass) -> Option<&ReviewClass> {
        self.review_classes().iter().find(|it| it.id == class)
    }

    /// Looks through a text and proposes what may be shown of it. Without a rule for a class found, nothing may.
    #[must_use]
    pub fn review_text(&self, text: &str) -> TextReview {
        let findings = findings(text);
        let ruled = findings.iter().all(|it| self.review_class(it.class).is_some());
        let withheld = |class| self.review_class(class).is_some_and(|it| it.then == ReviewThen::Withhold);
        let hidden = !ruled || findings.iter().any(|it| withheld(it.class));
        let proposed = if hidden { None } else { replaced(text, |class| self.replacement(class)) };
        TextReview { proposed: proposed.filter(|text| self.still_forbidden(text).is_empty()), findings }
    }

    /// Classes found in a text that may never be shown.
    #[must_use]
    pub fn still_forbidden(&self, text: &str) -> BTreeSet<FindingClass> {
        let never = |class| self.review_class(class).is_none_or(|it| it.remains == Remains::Never);
        findings(text).into_iter().map(|it| it.class).filter(|class| never(*class)).collect()
    }

    /// Why a text needs a second person; empty when one suffices.
    #[must_use]
    pub fn second_person(&self, kind: &Kind, found: &BTreeSet<FindingClass>, edited: bool) -> Vec<String> {
        let classes = found.iter().filter_map(|class| self.review_class(*class));
        let classes = classes.filter(|it| it.two_persons).map(|it| format!("内容中有「{}」", it.title));
        let applies = |it: &&ReviewRule| match it.when {
            ReviewWhen::AdverseKind => kind.adverse,
            ReviewWhen::Edited => edited,
        };
        let rules = self.review_rules().iter().filter(applies).map(|it| it.title.clone());
        rules.chain(classes).collect()
    }

    fn replacement(&self, class: FindingClass) -> Option<Replacement<'_>> {
        let ruled = self.review_class(class).filter(|it| it.then == ReviewThen::Mask)?;
        Some(Replacement { keep: ruled.keep as usize, words: &ruled.words })
    }
}

/// Names exactly these texts over this content: what a second person agrees to.
#[must_use]
pub fn review_digest(content: i64, texts: &BTreeMap<String, String>) -> String {
    let written = serde_json::to_vec(&(content, texts)).unwrap_or_default();
    hex::encode(Sha256::new().chain_update("xinheng/review/v1\0").chain_update(written).finalize())
}
