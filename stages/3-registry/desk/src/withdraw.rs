//! Taking a record back, and the chain of notices behind it: everybody who had it is told, and confirms.

use serde::Serialize;
use xh_db::{Res, Tx};
use xh_kernel::Date;
use xh_policy_store::Office;
use xh_registry::{
    NOTICE_CONFIRMED, NOTICE_SENT, Notice, NoticeBody, RECORD_WITHDRAWN, WithdrawalSaid, may_note, withdraw,
};
use xh_registry_store::WithdrawalRow;

use crate::review::next;
use crate::{ActFault, Refused, commit};

/// A withdrawal with its chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Withdrawn {
    /// The record.
    pub record: String,
    /// What became of the act: revoked, changed, unlawful or void.
    pub ground: String,
    /// The day of it.
    pub happened_on: String,
    /// The day the office learnt of it.
    pub known_on: String,
    /// The day the record was taken off.
    pub withdrawn_on: String,
    /// Last day on which it might have stood.
    pub due_on: Option<String>,
    /// Was it taken off in time?
    pub timely: Option<bool>,
    /// Number of the document.
    pub document: String,
    /// Why.
    pub reason: String,
    /// Who had it.
    pub notices: Vec<Notice>,
    /// How many still owe word.
    pub owed: usize,
    /// How many of those are late.
    pub overdue: usize,
}

/// Takes a record back in `tx`.
///
/// # Errors
/// `ActFault::Refused` as `xh_registry::withdraw` refuses; `ActFault::Fault` when the database fails.
pub async fn withdraw_record(
    office: &Office,
    tx: &mut Tx<'_>,
    actor: &str,
    id: &str,
    said: &WithdrawalSaid,
) -> Result<Withdrawn, ActFault> {
    xh_ledger_store::lock_head(tx).await?;
    let release = office.law_in(tx).await?;
    let mut moment = office.moment();
    let unknown = || Refused::NoSuchRecord(id.chars().take(40).collect());
    let record = xh_registry_store::record_of(tx, id, i64::MAX).await?.ok_or_else(unknown)?.record;
    let organs = xh_registry_store::organs(tx).await?;
    let organ = organs.iter().find(|organ| organ.id.as_str() == record.organ);
    let organ = organ.ok_or_else(|| Refused::NoSuchOrgan(record.organ.clone()))?;
    let body = withdraw(&release, &record, organ, said, moment.today())?;
    let draft = next(&record, release.digest(), RECORD_WITHDRAWN, actor, body.to_fields())?;
    commit(tx, vec![draft], &mut moment).await?;
    withdrawn_record(office, tx, id).await
}

/// A withdrawn record with its chain.
///
/// # Errors
/// `ActFault::Refused` when it was not withdrawn; `ActFault::Fault` when the database fails.
pub async fn withdrawn_record(office: &Office, tx: &mut Tx<'_>, id: &str) -> Result<Withdrawn, ActFault> {
    let row = xh_registry_store::withdrawal_of(tx, id).await?;
    let row = row.ok_or(xh_registry::WithdrawalRefused::NotWithdrawn)?;
    Ok(told(tx, row, office.moment().today()).await?)
}

async fn told(tx: &mut Tx<'_>, row: WithdrawalRow, today: Date) -> Res<Withdrawn> {
    let notices = xh_registry_store::notices(tx, &row.record, row.position).await?;
    Ok(Withdrawn {
        ground: row.ground.as_str().to_owned(),
        happened_on: row.happened_on.to_string(),
        known_on: row.known_on.to_string(),
        withdrawn_on: row.withdrawn_on.to_string(),
        due_on: row.due_on.map(|day| day.to_string()),
        timely: row.due_on.map(|due| row.withdrawn_on <= due),
        document: row.document,
        reason: row.reason,
        owed: notices.iter().filter(|it| it.confirmed_on.is_none()).count(),
        overdue: notices.iter().filter(|it| it.is_overdue(today)).count(),
        record: row.record,
        notices,
    })
}

/// Withdrawals, newest first; with `overdue` only those for which somebody is late.
///
/// # Errors
/// `ActFault::Fault` when the database fails.
pub async fn withdrawn_list(
    office: &Office,
    tx: &mut Tx<'_>,
    overdue: bool,
    below: Option<i64>,
    limit: i64,
) -> Result<(Vec<Withdrawn>, Option<i64>), ActFault> {
    let today = office.moment().today();
    let below = below.unwrap_or(i64::MAX);
    let rows = xh_registry_store::withdrawals(tx, below, overdue.then_some(today), limit).await?;
    let full = i64::try_from(rows.len()).unwrap_or(i64::MAX) == limit;
    let next = rows.last().filter(|_| full).map(|row| row.position);
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        out.push(told(tx, row, today).await?);
    }
    Ok((out, next))
}

/// What is noted of somebody who had a withdrawn record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noting {
    /// It was told.
    Sent,
    /// It confirmed that the record is off.
    Confirmed,
}

/// Notes that a recipient was told, or confirmed; `by` is how, or the document.
///
/// # Errors
/// `ActFault::Refused` as `xh_registry::may_note` refuses; `ActFault::Fault` when the database fails.
pub async fn note_notice(
    office: &Office,
    tx: &mut Tx<'_>,
    actor: &str,
    id: &str,
    (noting, recipient, by): (Noting, &str, &str),
) -> Result<Withdrawn, ActFault> {
    xh_ledger_store::lock_head(tx).await?;
    let release = office.law_in(tx).await?;
    let unknown = || Refused::NoSuchRecord(id.chars().take(40).collect());
    let record = xh_registry_store::record_of(tx, id, i64::MAX).await?.ok_or_else(unknown)?.record;
    let row = xh_registry_store::withdrawal_of(tx, id).await?;
    let chain = match &row {
        Some(row) => Some(xh_registry_store::notices(tx, id, row.position).await?),
        None => None,
    };
    may_note(chain.as_deref(), recipient, noting == Noting::Confirmed)?;
    let withdrawal = row.map_or(0, |row| row.position);
    let kind = if noting == Noting::Sent { NOTICE_SENT } else { NOTICE_CONFIRMED };
    let body = NoticeBody { withdrawal, recipient: recipient.to_owned(), by: by.trim().to_owned() };
    let draft = next(&record, release.digest(), kind, actor, body.to_fields())?;
    commit(tx, vec![draft], &mut office.moment()).await?;
    withdrawn_record(office, tx, id).await
}
