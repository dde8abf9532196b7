//! Why a record is shown, told from the decision: the reason, the articles, the regimes looked at; and the receipt
//! without the facts that only staff may see. It decides nothing.

use xh_kernel::{Citation, Date};
use xh_ledger::Fields;
use xh_policy::{About, Decision, FieldRole, Kind, LawfulInterval, Receipt, ReceiptNode, Regime, Release};

use crate::field::{Shown, show};

/// Why a record is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasons {
    /// One sentence without a trailing stop.
    pub because: String,
    /// Articles, rendered.
    pub articles: Vec<String>,
    /// The regimes looked at, oldest first; empty when there was only one.
    pub regimes: Vec<RegimeSaid>,
}

/// One regime that had a say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegimeSaid {
    /// Its short title.
    pub title: String,
    /// First day no longer shown under it, where it gives one.
    pub until: Option<Date>,
    /// Articles, rendered.
    pub articles: Vec<String>,
    /// True for the one applied.
    pub applied: bool,
    /// What it said, without a trailing stop.
    pub remark: String,
}

/// Tells why `interval` lets a record of this kind be shown.
#[must_use]
pub fn reasons(release: &Release, kind: &Kind, interval: &LawfulInterval, decision: &Decision) -> Reasons {
    let rule = release.rule(&interval.rule);
    let applied = rule.map_or(interval.rule.as_str(), |rule| rule.regime.as_str());
    let regime = release.regimes().iter().find(|regime| regime.id == applied);
    let because = match (rule, regime) {
        (Some(rule), Some(regime)) => format!("依「{}」，{}", regime.title, rule.title),
        (Some(rule), None) => rule.title.clone(),
        (None, Some(regime)) => format!("依「{}」公示", regime.title),
        (None, None) => format!("「{}」信息依法公示", kind.title),
    };
    let cites = rule.map(|rule| &rule.cites).or_else(|| regime.map(|regime| &regime.cites));
    let articles = cites.map_or_else(Vec::new, |cites| rendered(release, cites));
    let channel = decision.receipt.step(&format!("channel/{}", interval.channel));
    let mut regimes: Vec<RegimeSaid> = channel
        .into_iter()
        .flat_map(|node| &node.children)
        .filter_map(|n| said(release, n, applied))
        .collect();
    if regimes.len() < 2 {
        regimes.clear();
    }
    Reasons { because, articles, regimes }
}

fn said(release: &Release, node: &ReceiptNode, applied: &str) -> Option<RegimeSaid> {
    let id = node.rule.as_deref()?;
    let published = |regime: &&Regime| regime.id == id && regime.about == About::Publication;
    let regime = release.regimes().iter().find(published)?;
    let end = node.find(&format!("{}/publish", node.id)).and_then(|step| stated_end(&step.outcome));
    Some(RegimeSaid {
        title: regime.title.clone(),
        until: end,
        articles: node.cites.clone(),
        applied: regime.id == applied,
        remark: node.outcome.clone(),
    })
}

/// The day in 「公示至2026-06-03停止」, as the receipt writes it.
fn stated_end(outcome: &str) -> Option<Date> {
    let (_, rest) = outcome.split_once("公示至")?;
    Date::parse(rest.get(..10)?).ok()
}

fn rendered(release: &Release, cites: &[Citation]) -> Vec<String> {
    cites.iter().map(|cite| release.cite(cite)).collect()
}

/// The receipt as everyone may read it: of the facts only those that are declared and come from fields everyone may
/// see, or from the registers.
#[must_use]
pub fn redacted(release: &Release, kind: &Kind, fields: &Fields, mut receipt: Receipt) -> Receipt {
    for node in &mut receipt.root.children {
        if node.id == "fact" {
            node.children.retain(|fact| {
                let id = fact.id.strip_prefix("fact/").unwrap_or_default();
                release.fact(id).is_some() && may_state(kind, fields, id)
            });
            node.outcome = format!("{}项", node.children.len());
        }
    }
    receipt
}

fn may_state(kind: &Kind, fields: &Fields, fact: &str) -> bool {
    if matches!(fact, "authority" | "authority_system" | "settled_severity") {
        return true;
    }
    let role = match fact {
        "kinds" => Some(FieldRole::PenaltyKinds),
        "fine_fen" => Some(FieldRole::FineAmount),
        "confiscated_fen" => Some(FieldRole::ConfiscatedAmount),
        "decided_on" => Some(FieldRole::DecidedOn),
        "status" => Some(FieldRole::Status),
        _ => None,
    };
    let mut sources =
        kind.fields.iter().filter(|field| field.id == fact || (role.is_some() && field.role == role));
    let given = |field: &&xh_policy::Field| fields.get(&field.id).map(|value| show(field, value, false));
    let known: Vec<Shown> = sources.by_ref().filter_map(|field| given(&field)).collect();
    !known.is_empty() && known.iter().all(|shown| *shown == Shown::Plain)
}
