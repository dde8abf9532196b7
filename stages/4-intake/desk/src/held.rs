//! Settling a held row: a person names the subject, or drops the row. The row is then filed like any other.

use xh_access::{Before, KeptAnswer, Repeat};
use xh_db::Tx;
use xh_intake::filing::{Candidate, Outcome};
use xh_intake::{Binding, Mapping, check};
use xh_intake_store::{Batch, WaitingRow};
use xh_policy_store::Office;

use crate::Filed;
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

/// What a request that may come again came to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SettledOnce {
    /// It was done now.
    Now(Settled),
    /// It was done before; this was the answer.
    Before(KeptAnswer),
    /// Its key was used for something else.
    Other,
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
    match settle_held_once(office, actor, batch, sheet_row, answer, None).await? {
        SettledOnce::Now(settled) => Ok(settled),
        SettledOnce::Before(_) | SettledOnce::Other => Ok(Settled::NotWaiting),
    }
}

/// The same for a request that may come again: its answer is stored in the transaction that settles the row.
pub(crate) async fn settle_held_once(
    office: &Office,
    actor: &str,
    batch: &str,
    sheet_row: i64,
    answer: HeldAnswer,
    repeat: Option<&Repeat>,
) -> Result<SettledOnce, ImportFault> {
    let mut tx = office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    if let Some(repeat) = repeat {
        match xh_access::before(&mut tx, repeat).await? {
            Before::New => {}
            Before::Answered(kept) => return Ok(SettledOnce::Before(kept)),
            Before::Other => return Ok(SettledOnce::Other),
        }
    }
    let settled = settle_in(&mut tx, office, actor, batch, sheet_row, answer).await?;
    let kept = match &settled {
        Settled::NotWaiting | Settled::NoSuchSubject(_) => None,
        Settled::Dropped => Some(dropped()),
        Settled::Done(Outcome::Held(..) | Outcome::Rejected(_)) => None,
        Settled::Done(outcome) => Some(Filed::from(outcome.clone()).answer_of(200)?),
    };
    // What changed nothing keeps nothing: the transaction goes back.
    let Some(kept) = kept else { return Ok(SettledOnce::Now(settled)) };
    if let Some(repeat) = repeat {
        xh_access::keep(&mut tx, office.moment().at(), repeat, &kept).await?;
    }
    tx.commit().await?;
    Ok(SettledOnce::Now(settled))
}

/// The answer to a row that went back.
pub(crate) fn dropped() -> KeptAnswer {
    KeptAnswer { status: 200, body: "{\"state\":\"dropped\"}".to_owned() }
}

async fn settle_in(
    tx: &mut Tx<'_>,
    office: &Office,
    actor: &str,
    batch: &str,
    sheet_row: i64,
    answer: HeldAnswer,
) -> Result<Settled, ImportFault> {
    let row = xh_intake_store::row_of(tx, batch, sheet_row).await?;
    let row = row.filter(|r| r.state == "held" && r.settled_at.is_none());
    let (Some(row), Some(batch)) = (row, xh_intake_store::batch(tx, batch).await?) else {
        return Ok(Settled::NotWaiting);
    };
    let mut moment = office.moment();
    let now = moment.at().as_str().to_owned();
    let (settled, note) = match answer {
        HeldAnswer::Drop => (Settled::Dropped, "drop".to_owned()),
        HeldAnswer::Subject(code) => {
            let found = xh_registry_store::subjects_by_code(tx, std::slice::from_ref(&code)).await?;
            if found.is_empty() {
                return Ok(Settled::NoSuchSubject(code));
            }
            let terms = terms(office, tx, &batch, actor).await?;
            let Some(candidate) = candidate(&terms, &batch, &row, &code, moment.today())? else {
                return Ok(Settled::NotWaiting);
            };
            let (outcomes, _) = decide_and_save(tx, &terms, &[candidate], &mut moment).await?;
            let Some(outcome) = outcomes.into_iter().next() else { return Ok(Settled::NotWaiting) };
            if matches!(outcome, Outcome::Held(..) | Outcome::Rejected(_)) {
                return Ok(Settled::Done(outcome));
            }
            (Settled::Done(outcome), format!("subject {code}"))
        }
    };
    if !xh_intake_store::settle_row(tx, &batch.id, sheet_row, &now, actor, &note).await? {
        return Ok(Settled::NotWaiting);
    }
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
