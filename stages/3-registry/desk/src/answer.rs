//! One signed answer of an authority settles the severity of every record with the same question, now and later.
//! Who determines, answers (国办发〔2025〕22号: each authority publishes its classification; a platform applies it).

use xh_db::{Res, Tx};
use xh_ledger::Draft;
use xh_policy_store::Office;
use xh_registry::{Organ, SEVERITY_ANSWERED, SettledBody};

use crate::{ActFault, Refused, change, commit, reconsidered};

/// What an answer changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Answered {
    /// Records decided anew.
    pub records: u64,
}

/// Files the answer, then decides the waiting records anew, 500 in a transaction.
///
/// # Errors
/// `ActFault::Refused` without a document number, or when no record waits for this answer; `ActFault::Fault` when the
/// database fails.
pub async fn answer(
    office: &Office,
    actor: &str,
    organ: &Organ,
    body: SettledBody,
) -> Result<Answered, ActFault> {
    if body.document.trim().is_empty() {
        return Err(Refused::NoGround.into());
    }
    file_answer(office, actor, organ, &body).await?;
    let mut records = 0;
    loop {
        let (seen, changed) = settle_page(office, actor, organ, &body).await?;
        records += changed;
        if seen == 0 || changed == 0 {
            return Ok(Answered { records });
        }
    }
}

async fn file_answer(
    office: &Office,
    actor: &str,
    organ: &Organ,
    body: &SettledBody,
) -> Result<(), ActFault> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    let release = office.law_in(&mut tx).await?;
    if waiting(&mut tx, organ, body).await?.is_empty() {
        return Err(Refused::NoSuchQuestion(body.unsettled.clone()).into());
    }
    let draft = Draft {
        stream: moment.id(),
        version: 1,
        kind: SEVERITY_ANSWERED.to_owned(),
        actor: actor.to_owned(),
        organ: organ.id.as_str().to_owned(),
        release: release.digest().to_owned(),
        fields: body.to_fields(),
    };
    commit(&mut tx, vec![draft], &mut moment).await?;
    tx.commit().await?;
    Ok(())
}

/// The first of the records that wait for this answer.
async fn waiting(tx: &mut Tx<'_>, organ: &Organ, body: &SettledBody) -> Res<Vec<String>> {
    let (organ, kind, question) = (organ.id.as_str(), &body.kind, &body.unsettled);
    xh_registry_store::records_with_question(tx, organ, kind, question, "").await
}

async fn settle_page(
    office: &Office,
    actor: &str,
    organ: &Organ,
    body: &SettledBody,
) -> Result<(usize, u64), ActFault> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    let release = office.law_in(&mut tx).await?;
    let ids = waiting(&mut tx, organ, body).await?;
    let rows = change::load(&mut tx, &ids).await?;
    let answers = xh_registry_store::answers(&mut tx).await?;
    let decide = |row: &xh_registry_store::RecordRow| {
        let answer = |asked: &str| change::answered(&answers, &row.record, asked);
        reconsidered(&release, &row.record, organ, &answer, moment.today(), actor, &body.document)
    };
    let drafts: Vec<Draft> = rows.iter().filter_map(decide).collect();
    let changed = drafts.len() as u64;
    commit(&mut tx, drafts, &mut moment).await?;
    tx.commit().await?;
    Ok((ids.len(), changed))
}
