//! 账本页: the newest checkpoint, how anybody verifies it, what was entered each day, incidents.

mod samples;

use serde::Serialize;
use xh_web::page;

use crate::pages::{Freshness, VerifyCommand};
use samples::{empty, incident, running};

/// 账本页
#[derive(Debug, Clone, Serialize)]
pub struct LedgerPage {
    /// The log's origin (public host without scheme).
    pub origin: String,
    /// Where the verifier fetches it from, with scheme and without trailing slash.
    pub address: String,
    /// The newest signed checkpoint; none before the first.
    pub checkpoint: Option<CheckpointView>,
    /// The log's verification key as vkey text.
    pub verifier_key: String,
    /// The key of the SM2 line, where the deployment signs with it too.
    pub second_key: Option<String>,
    /// How to verify, step by step.
    pub commands: Vec<VerifyCommand>,
    /// Independent witnesses; empty = none yet, and the page says so.
    pub witnesses: Vec<WitnessView>,
    /// Entries per day, newest day first.
    pub days: Vec<DayCount>,
    /// Bodies erased under law so far.
    pub erased: i64,
    /// Incidents, newest first; empty = none so far.
    pub incidents: Vec<Incident>,
    /// How fresh.
    pub fresh: Freshness,
}

/// A signed checkpoint.
#[derive(Debug, Clone, Serialize)]
pub struct CheckpointView {
    /// Number of entries covered.
    pub size: i64,
    /// Root hash, base64 as in the checkpoint.
    pub root: String,
    /// When it was signed.
    pub signed_at: String,
    /// The whole signed note.
    pub text: String,
    /// True when it is older than the alarm allows.
    pub stale: bool,
}

/// An independent witness.
#[derive(Debug, Clone, Serialize)]
pub struct WitnessView {
    /// Who.
    pub name: String,
    /// Its newest cosignature.
    pub seen_at: String,
}

/// What was entered on one day.
#[derive(Debug, Clone, Serialize)]
pub struct DayCount {
    /// The legal day.
    pub day: String,
    /// New records.
    pub filed: i64,
    /// New versions of known records.
    pub amended: i64,
    /// Registrations entered or changed.
    pub registered: i64,
    /// Periods ended, withdrawals.
    pub ended: i64,
    /// Everything else (releases, batches, answers, erasures).
    pub other: i64,
    /// All entries of the day.
    pub total: i64,
}

/// Something that went wrong, said in public.
#[derive(Debug, Clone, Serialize)]
pub struct Incident {
    /// When it was noticed.
    pub at: String,
    /// What happened.
    pub title: String,
    /// What was done.
    pub text: String,
}

page!(LedgerPage, "ledger.html", samples = [running(), incident(), empty()]);
