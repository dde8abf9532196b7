//! From a checked row to ledger entries: authority, subject, natural key, law, and what the act amounts to.
//! Pure: what is known comes in, drafts and outcomes go out; the caller saves both in one transaction.

mod known;
mod record;
mod registration;
mod same;
#[cfg(test)]
mod tests;

use xh_kernel::{Id, Moment, Uscc};
use xh_ledger::Draft;
use xh_policy::{Kind, KindRole, Release};
use xh_registry::{Identifier, Organ};

pub use known::{Known, KnownRegistration, KnownVersion, OrganBook};

use crate::{Checked, Fault, HeldReason, SubjectClaim};

/// A row that passed its checks, waiting to be filed.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Row number in the sheet, from 1.
    pub sheet_row: u32,
    /// What the checks made of it.
    pub checked: Checked,
    /// A person said which subject is meant; asked no further.
    pub settled_subject: Option<String>,
}

/// On which ground a chunk is filed.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The law in force.
    pub release: &'a Release,
    /// The kind of the rows.
    pub kind: &'a Kind,
    /// The organ named for the whole batch.
    pub default_organ: Option<&'a Organ>,
    /// Who files (opaque account id).
    pub actor: &'a str,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// New; the stream's id.
    Filed(Id),
    /// A new version of a known act.
    Amended(Id),
    /// Known already, nothing new.
    Duplicate(Id),
    /// Cannot be filed as it is.
    Rejected(Vec<Fault>),
    /// Needs a person, who chooses between these subjects (ids) or names another.
    Held(HeldReason, Vec<String>),
}

/// The drafts of a chunk and the outcome of each row, in order.
#[derive(Debug, Default)]
pub struct Plan {
    /// Entries to append, in order.
    pub drafts: Vec<Draft>,
    /// One for each candidate.
    pub outcomes: Vec<Outcome>,
}

/// Decides a chunk. `known` is brought up to date as the rows are worked through.
pub fn file(ground: Ground<'_>, known: &mut Known, rows: &[Candidate], moment: &mut Moment) -> Plan {
    let mut plan = Plan::default();
    if let Some(catalogue) = &known.outside {
        let fault = outside(ground.kind, catalogue);
        plan.outcomes = rows.iter().map(|_| Outcome::Rejected(vec![fault.clone()])).collect();
        return plan;
    }
    for row in rows {
        let outcome = match ground.kind.role {
            KindRole::Registration => registration::file(ground, known, row, moment, &mut plan.drafts),
            KindRole::Record | KindRole::Statistics => {
                record::file(ground, known, row, moment, &mut plan.drafts)
            }
        };
        plan.outcomes.push(outcome);
    }
    plan
}

/// What stands in no catalogue in force may enter no record (国办发〔2020〕49号, part two).
fn outside(kind: &Kind, catalogue: &str) -> Fault {
    Fault {
        field: "kind".into(),
        title: "信息类别".into(),
        column: None,
        code: "outside_catalogue".into(),
        reason: format!("「{}」不在施行中的《{catalogue}》内，不得纳入信用记录", kind.title),
        remedy: "请先由信用主管部门按程序把该事项列入目录，施行后再报送".into(),
        found: String::new(),
    }
}

/// The other numbers a subject is found by: the organisation code inside its credit code, and those the row claims.
fn identifiers(claim: &SubjectClaim, uscc: Uscc) -> Vec<Identifier> {
    let own = [uscc.as_str(), uscc.entity_id_part()];
    let claimed = claim.identifiers().filter(|(_, value)| !own.contains(value));
    let all = std::iter::once(("org_code", uscc.entity_id_part())).chain(claimed);
    all.map(|(scheme, value)| Identifier { scheme: scheme.to_owned(), value: value.to_owned() }).collect()
}

/// A draft in the name of the ground's actor and release.
fn draft(
    ground: Ground<'_>,
    stream: Id,
    version: i64,
    kind: &str,
    organ: &str,
    fields: xh_ledger::Fields,
) -> Draft {
    Draft {
        stream,
        version,
        kind: kind.to_owned(),
        actor: ground.actor.to_owned(),
        organ: organ.to_owned(),
        release: ground.release.digest().to_owned(),
        fields,
    }
}
