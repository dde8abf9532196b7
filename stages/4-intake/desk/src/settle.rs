//! What became of the rows of a chunk: counts, and for rows that did not pass, what a person is asked.

use xh_db::Fault as DbFault;
use xh_intake::filing::Outcome;
use xh_intake::{Counts, Fault, RowState};
use xh_intake_store::{Tally, WaitingRow};

use crate::ImportFault;
use crate::chunk::{Prepared, PreparedRow};

/// Adds the rows to `counts`; answers the new counts and the rows to keep for a person.
pub(crate) fn settle(
    batch: &str,
    mut counts: Counts,
    rows: &[PreparedRow],
    outcomes: Vec<Outcome>,
) -> Result<(Counts, Vec<WaitingRow>), ImportFault> {
    let mut kept = Vec::new();
    let mut outcomes = outcomes.into_iter();
    for row in rows {
        let (state, faults) = match &row.prepared {
            Prepared::Person(_) => (RowState::RefusedPerson, Some("[]".to_owned())),
            Prepared::Faulty(faults) => (RowState::Rejected, Some(written(faults)?)),
            Prepared::Good(_) => outcome(outcomes.next())?,
        };
        counts.add(state);
        if let Some(faults) = faults {
            kept.push(waiting_row(batch, row, state, faults)?);
        }
    }
    Ok((counts, kept))
}

fn waiting_row(
    batch: &str,
    row: &PreparedRow,
    state: RowState,
    faults: String,
) -> Result<WaitingRow, ImportFault> {
    let cells = serde_json::to_string(&row.cells).map_err(|e| DbFault::found("行内容", e))?;
    Ok(WaitingRow {
        batch: batch.to_owned(),
        sheet_row: i64::from(row.sheet_row),
        state: state_word(state).to_owned(),
        cells,
        faults,
        settled_at: None,
        answer: None,
    })
}

fn outcome(outcome: Option<Outcome>) -> Result<(RowState, Option<String>), ImportFault> {
    Ok(match outcome {
        Some(Outcome::Filed(_)) => (RowState::Filed, None),
        Some(Outcome::Amended(_)) => (RowState::Amended, None),
        Some(Outcome::Duplicate(_)) => (RowState::Duplicate, None),
        Some(Outcome::Rejected(faults)) => (RowState::Rejected, Some(written(&faults)?)),
        Some(Outcome::Held(reason, candidates)) => (RowState::Held, Some(held(reason, &candidates)?)),
        None => return Err(DbFault::found("行处理结果", "少于行数").into()),
    })
}

/// A held row's question, in the shape of a fault so that sheets and queues show both alike.
pub(crate) fn held(reason: xh_intake::HeldReason, candidates: &[String]) -> Result<String, ImportFault> {
    let fault = Fault {
        field: "subject".to_owned(),
        title: "行政相对人".to_owned(),
        column: None,
        code: reason.code().to_owned(),
        reason: reason.sentence().to_owned(),
        remedy: "由工作人员核对后指定主体,或退回补正".to_owned(),
        found: candidates.join(";"),
    };
    written(&[fault])
}

fn written(faults: &[Fault]) -> Result<String, ImportFault> {
    Ok(serde_json::to_string(faults).map_err(|e| DbFault::found("退回原因", e))?)
}

/// The state's stored word.
pub(crate) const fn state_word(state: RowState) -> &'static str {
    match state {
        RowState::Filed => "filed",
        RowState::Amended => "amended",
        RowState::Duplicate => "duplicate",
        RowState::Rejected => "rejected",
        RowState::Held => "held",
        RowState::RefusedPerson => "refused_person",
    }
}

/// Counts as an earlier attempt left them.
pub(crate) fn counts(tally: &Tally) -> Counts {
    let n = |number: i64| u64::try_from(number).unwrap_or(0);
    Counts {
        rows: n(tally.rows),
        filed: n(tally.filed),
        amended: n(tally.amended),
        duplicate: n(tally.duplicate),
        rejected: n(tally.rejected),
        held: n(tally.held),
        refused_person: n(tally.refused_person),
    }
}

/// Counts as they are stored.
pub(crate) fn tally(counts: &Counts, millis: i64) -> Tally {
    let n = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    Tally {
        rows: n(counts.rows),
        filed: n(counts.filed),
        amended: n(counts.amended),
        duplicate: n(counts.duplicate),
        rejected: n(counts.rejected),
        held: n(counts.held),
        refused_person: n(counts.refused_person),
        millis,
    }
}
