//! 零报告: an organ signs that a period which is over brought nothing of an item of the catalogue. The signature is the
//! entry: its actor, its organ and the log over both.

use serde::Serialize;
use utoipa::ToSchema;
use xh_access::{Before, KeptAnswer, Repeat};
use xh_db::{Fault, Res, Tx};
use xh_kernel::{Date, Moment};
use xh_ledger::Draft;
use xh_policy_store::Office;
use xh_registry::{NOTHING_REPORTED, NothingBody, NothingRefused, Organ, nothing};
use xh_registry_store::{ready, write};

/// What saying it came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NothingReported {
    /// 目录事项
    pub item: String,
    /// 期次
    pub period: String,
    /// 此前已零报告的为 false
    pub changed: bool,
}

/// It was refused, or the machine failed.
#[derive(Debug, thiserror::Error)]
pub enum NothingFault {
    /// Refused.
    #[error(transparent)]
    Refused(#[from] NothingRefused),
    /// Failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// An organ, an item of the catalogue and a period of it.
#[derive(Debug, Clone, Copy)]
pub struct NothingAsked<'a> {
    /// Who acts (opaque account id).
    pub actor: &'a str,
    /// The organ.
    pub organ: &'a Organ,
    /// The line of the catalogue: `penalty`, `penalty@130102`.
    pub item: &'a str,
    /// The period: `2026-10`, `2026-Q4`, `2026`, or the first day of a run.
    pub period: &'a str,
}

/// What a request that may come again came to.
#[derive(Debug)]
pub(crate) enum NothingOnce {
    /// It was done now.
    Now(NothingReported),
    /// It was done before; this was the answer.
    Before(KeptAnswer),
    /// Its key was used for something else.
    Other,
}

/// Says it; said before it changes nothing.
///
/// # Errors
/// `NothingFault::Refused` for what the organ does not owe, for a period that runs, and for one with records;
/// `NothingFault::Fault` when the database fails.
pub async fn report_nothing(
    office: &Office,
    asked: NothingAsked<'_>,
) -> Result<NothingReported, NothingFault> {
    match report_nothing_once(office, asked, None).await? {
        NothingOnce::Now(reported) => Ok(reported),
        NothingOnce::Before(_) | NothingOnce::Other => Err(Fault::found("零报告", "没有键的请求").into()),
    }
}

/// The same for a request that may come again: its answer is stored in the transaction of the entry.
pub(crate) async fn report_nothing_once(
    office: &Office,
    asked: NothingAsked<'_>,
    repeat: Option<&Repeat>,
) -> Result<NothingOnce, NothingFault> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    let head = xh_ledger_store::lock_head(&mut tx).await?;
    if let Some(repeat) = repeat {
        match xh_access::before(&mut tx, repeat).await? {
            Before::New => {}
            Before::Answered(kept) => return Ok(NothingOnce::Before(kept)),
            Before::Other => return Ok(NothingOnce::Other),
        }
    }
    let law = office.law_in(&mut tx).await?;
    let body = decide(&mut tx, &law, asked, moment.today()).await?;
    let (item, period) = (asked.item.to_owned(), asked.period.to_owned());
    let reported = NothingReported { item, period, changed: body.is_some() };
    if let Some(body) = body {
        let sealed = ready(vec![draft(&mut moment, asked, law.digest(), &body)], &mut moment)?;
        write(&mut tx, head, sealed).await?;
    }
    if let Some(repeat) = repeat {
        xh_access::keep(&mut tx, moment.at(), repeat, &answer(&reported)?).await?;
    }
    tx.commit().await?;
    Ok(NothingOnce::Now(reported))
}

/// The answer over HTTP.
pub(crate) fn answer(reported: &NothingReported) -> Res<KeptAnswer> {
    let body = serde_json::to_string(reported).map_err(|e| Fault::found("回答", e))?;
    Ok(KeptAnswer { status: if reported.changed { 201 } else { 200 }, body })
}

async fn decide(
    tx: &mut Tx<'_>,
    law: &xh_policy::Release,
    asked: NothingAsked<'_>,
    today: Date,
) -> Result<Option<NothingBody>, NothingFault> {
    let turns = xh_registry_store::turns(tx).await?;
    let mut owed =
        xh_registry_store::owed(tx, &turns, law.calendar(), not_before(asked.period, today), today).await?;
    owed.retain(|it| it.obligation.organ == asked.organ.id.as_str());
    Ok(nothing(&owed, asked.item, asked.period, today)?)
}

/// No period of this name ends earlier than this day; it only bounds what is read.
fn not_before(period: &str, today: Date) -> Date {
    let year: String = period.chars().take(4).collect();
    Date::parse(period).or_else(|_| Date::parse(&format!("{year}-01-01"))).unwrap_or(today)
}

fn draft(moment: &mut Moment, asked: NothingAsked<'_>, release: &str, body: &NothingBody) -> Draft {
    Draft {
        stream: moment.id(),
        version: 1,
        kind: NOTHING_REPORTED.to_owned(),
        actor: asked.actor.to_owned(),
        organ: asked.organ.id.as_str().to_owned(),
        release: release.to_owned(),
        fields: body.to_fields(),
    }
}
