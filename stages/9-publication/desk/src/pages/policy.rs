//! 制度库: which values are in force on a day, since when, under which article, and how sure we are.

mod samples;

use serde::Serialize;
use xh_web::{Said, page};

use crate::pages::Freshness;
use samples::{before_everything, earlier_law, today, wrong_day};

/// 制度库页
#[derive(Debug, Clone, Serialize)]
pub struct PolicyPage {
    /// The day asked for.
    pub on: String,
    /// Today's legal day.
    pub today: String,
    /// What was wrong with the question, without trailing stop.
    pub error: Option<Said>,
    /// Title of the release.
    pub release_title: String,
    /// Its digest, hex.
    pub release: String,
    /// Days on which something changed, newest first, for the links beside the form.
    pub changes: Vec<String>,
    /// The values in force, grouped.
    pub groups: Vec<PolicyGroup>,
    /// The instruments cited.
    pub sources: Vec<PolicySource>,
    /// How many values are checked against a summary only.
    pub summary_only: i64,
    /// How fresh.
    pub fresh: Freshness,
}

/// Values that belong together.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyGroup {
    /// Stable id, used as the address within the page.
    pub id: String,
    /// Title.
    pub title: String,
    /// The values.
    pub values: Vec<PolicyValueView>,
}

/// One value in force.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyValueView {
    /// Value id.
    pub id: String,
    /// What it governs, in words.
    pub title: String,
    /// The value in words (12个月).
    pub value: String,
    /// In force from.
    pub from: String,
    /// First day no longer in force, if known.
    pub to: Option<String>,
    /// Articles, rendered.
    pub articles: Vec<String>,
    /// True when checked against the full text; false = against a summary.
    pub checked_text: bool,
}

/// An instrument.
#[derive(Debug, Clone, Serialize)]
pub struct PolicySource {
    /// 《…》.
    pub title: String,
    /// Number and issuer.
    pub number: String,
    /// In force from.
    pub from: String,
    /// First day no longer in force.
    pub to: Option<String>,
    /// What replaced it.
    pub replaced_by: Option<String>,
}

page!(PolicyPage, "policy.html", samples = [today(), earlier_law(), wrong_day(), before_everything()]);
