//! Settling a held row: a person names the subject, or drops the row. The row is then filed like any other.

use xh_intake::filing::{Candidate, Outcome};
use xh_intake::{Binding, Mapping, check};
use xh_intake_store::{Batch, WaitingRow};
use xh_policy_store::Office;

use crate::ImportFault;
use crate::save::{Terms, decide_and_save};

/// What a person says about a held row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldAnswer {
    /// It is about the subject with this code.
    Subject(String),
    /// It goes back to the department.
    Drop,
}

/// What settling a held row came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Settled {
    /// No such row waits.
    NotWaiting,
    /// No subject with that code is registered.
    NoSuchSubject(String),
    /// It went back.
    Dropped,
    /// It was filed, or still not: the outcome.
    Done(Outcome),
}

/// Settles one held row.
///
/// # Errors
/// `ImportFault` when the database fails or the batch's mapping is unreadable.
pub async fn settle_held(
    office: &Office,
    actor: &str,
    batch: &str,
    sheet_row: i64,
    answer: HeldAnswer,
) -> Result<Settled, ImportFault> {
    let mut tx = office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    let row = xh_intake_store::row_of(&mut tx, batch, sheet_row).await?;
    let row = row.filter(|r| r.state == "held" && r.settled_at.is_none());
    let (Some(row), Some(batch)) = (row, xh_intake_store::batch(&mut tx, batch).await?) else {
        return Ok(Settled::NotWaiting);
    };
    let mut moment = office.moment();
    let now = moment.at().as_str().to_owned();
    let (settled, note) = match answer {
        HeldAnswer::Drop => (Settled::Dropped, "drop".to_owned()),
        HeldAnswer::Subject(code) => {
            let found = xh_registry_store::subjects_by_code(&mut tx, std::slice::from_ref(&code)).await?;
            if found.is_empty() {
                return Ok(Settled::NoSuchSubject(code));
            }
            let terms = terms(office, &mut tx, &batch, actor).await?;
            let Some(candidate) = candidate(&terms, &batch, &row, &code, moment.today())? else {
                return Ok(Settled::NotWaiting);
            };
            let (outcomes, _) = decide_and_save(&mut tx, &terms, &[candidate], &mut moment).await?;
            let Some(outcome) = outcomes.into_iter().next() else { return Ok(Settled::NotWaiting) };
            if matches!(outcome, Outcome::Held(..) | Outcome::Rejected(_)) {
                return Ok(Settled::Done(outcome));
            }
            (Settled::Done(outcome), format!("subject {code}"))
        }
    };
    if !xh_intake_store::settle_row(&mut tx, &batch.id, sheet_row, &now, actor, &note).await? {
        return Ok(Settled::NotWaiting);
    }
    tx.commit().await?;
    Ok(settled)
}

async fn terms(
    office: &Office,
    tx: &mut xh_db::Tx<'_>,
    batch: &Batch,
    actor: &str,
) -> Result<Terms, ImportFault> {
    let release = office.law_in(tx).await?;
    let organ = xh_registry_store::organs(tx).await?.into_iter().find(|o| o.id.as_str() == batch.organ);
    Ok(Terms { release, kind: batch.kind.clone(), organ, actor: actor.to_owned() })
}

fn candidate(
    terms: &Terms,
    batch: &Batch,
    row: &WaitingRow,
    code: &str,
    today: xh_kernel::Date,
) -> Result<Option<Candidate>, ImportFault> {
    let unreadable = |e: serde_json::Error| ImportFault::Mapping(e.to_string());
    let mapping: Mapping = serde_json::from_str(&batch.mapping).map_err(unreadable)?;
    let cells: Vec<String> = serde_json::from_str(&row.cells).map_err(unreadable)?;
    let mapping = terms.with_authority(&mapping);
    let binding = Binding::new(&mapping, terms.kind()?);
    let sheet_row = u32::try_from(row.sheet_row).unwrap_or(u32::MAX);
    let checked = check(&binding.row(&cells), today).ok();
    Ok(checked.map(|checked| Candidate { sheet_row, checked, settled_subject: Some(code.to_owned()) }))
}
