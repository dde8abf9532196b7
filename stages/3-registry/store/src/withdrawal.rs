//! Records taken back, and the chain of notices: who had them, who was told, who confirmed.

use xh_db::{Fault, Res, Row, Tx, statements, values};
use xh_kernel::{Date, Instant};
use xh_ledger::Fields;
use xh_registry::{Notice, NoticeBody, WithdrawalBody, WithdrawalGround};

use crate::project::{Applied, Gathered, lost};
use crate::project_record;
use crate::records::opt_day;

statements! {
    /// A withdrawal.
    PUT = "insert into registry_withdrawal (record_id, position, ground, happened_on, known_on, withdrawn_on, due_on,
                                            provisional, rule, document, reason)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// Somebody who has to confirm.
    PUT_NOTICE = "insert into registry_notice (record_id, position, recipient, due_on, sent, sent_on, confirmed,
                                               confirmed_on)
                  values ($1, $2, $3, $4, null, null, null, null)";
    /// Told.
    SENT = "update registry_notice set sent = $4, sent_on = $5
            where record_id = $1 and position = $2 and recipient = $3 and sent is null";
    /// Confirmed.
    CONFIRMED = "update registry_notice set confirmed = $4, confirmed_on = $5
                 where record_id = $1 and position = $2 and recipient = $3 and confirmed is null";
    /// Erasure.
    FORGET = "delete from registry_withdrawal where record_id = $1";
    /// And its notices.
    FORGET_NOTICES = "delete from registry_notice where record_id = $1";
    /// The newest withdrawal of a record.
    NEWEST = "select record_id, position, ground, happened_on, known_on, withdrawn_on, due_on, provisional, rule,
                     document, reason
              from registry_withdrawal where record_id = $1 order by position desc limit 1";
    /// Withdrawals, newest first, behind a position.
    LISTED = "select record_id, position, ground, happened_on, known_on, withdrawn_on, due_on, provisional, rule,
                     document, reason
              from registry_withdrawal where position < $1 order by position desc limit $2";
    /// Those with somebody who owes word since a day.
    OVERDUE = "select record_id, position, ground, happened_on, known_on, withdrawn_on, due_on, provisional, rule,
                      document, reason
               from registry_withdrawal w where position < $1 and exists (
                   select 1 from registry_notice n where n.record_id = w.record_id and n.position = w.position
                   and n.confirmed is null and (n.due_on is null or n.due_on < $3))
               order by position desc limit $2";
    /// The chain of one withdrawal.
    NOTICES = "select recipient, due_on, sent_on, confirmed_on from registry_notice
               where record_id = $1 and position = $2 order by recipient";
}

/// A record taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawalRow {
    /// The record.
    pub record: String,
    /// Position of the entry.
    pub position: i64,
    /// What became of the act.
    pub ground: WithdrawalGround,
    /// The day of it.
    pub happened_on: Date,
    /// The day the office learnt of it.
    pub known_on: Date,
    /// The day it was taken back.
    pub withdrawn_on: Date,
    /// Last day on which it might have stood.
    pub due_on: Option<Date>,
    /// Was that counted over a calendar not yet published?
    pub provisional: bool,
    /// The rule.
    pub rule: String,
    /// Number of the document.
    pub document: String,
    /// Why, in words for everyone.
    pub reason: String,
}

/// A withdrawal with its own words (older entries only say that a record is off).
pub(crate) async fn withdrawn(
    tx: &mut Tx<'_>,
    rows: &mut Gathered,
    applied: Applied<'_>,
    fields: &Fields,
) -> Res<()> {
    project_record::changed(tx, rows, applied, fields).await?;
    let Some(body) = WithdrawalBody::from_fields(fields).map_err(|e| lost(applied, &e))? else {
        return Ok(());
    };
    let record = applied.entry.stream.as_str();
    let row = values![
        record,
        applied.position,
        body.ground.as_str(),
        body.happened_on.to_string(),
        body.known_on.to_string(),
        on(applied)?.to_string(),
        body.due_on.map(|day| day.to_string()),
        i64::from(body.provisional),
        body.rule.as_str(),
        body.document.as_str(),
        body.change.ground.as_str(),
    ];
    tx.run(PUT, &row).await?;
    for recipient in &body.recipients {
        let due = recipient.due_on.map(|day| day.to_string());
        tx.run(PUT_NOTICE, &values![record, applied.position, recipient.name.as_str(), due]).await?;
    }
    Ok(())
}

pub(crate) async fn noted(
    tx: &mut Tx<'_>,
    rows: &mut Gathered,
    applied: Applied<'_>,
    fields: &Fields,
) -> Res<()> {
    let body = NoticeBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    rows.flush(tx).await?;
    let statement = if applied.entry.kind == xh_registry::NOTICE_SENT { SENT } else { CONFIRMED };
    let (record, day) = (applied.entry.stream.as_str(), on(applied)?.to_string());
    let row = values![record, body.withdrawal, body.recipient.as_str(), applied.position, day];
    if tx.run(statement, &row).await? != 1 {
        return Err(Fault::found("撤回通知", format!("条目 {} 没有待确认的接收方", applied.position)));
    }
    project_record::carried(tx, applied).await
}

/// The legal day of an entry.
fn on(applied: Applied<'_>) -> Res<Date> {
    let at = Instant::parse(&applied.entry.at).map_err(|e| Fault::found("ledger_entry.at", e))?;
    Ok(at.legal_day())
}

/// The record is erased.
pub(crate) async fn forget(tx: &mut Tx<'_>, record: &str) -> Res<()> {
    tx.run(FORGET, &values![record]).await?;
    tx.run(FORGET_NOTICES, &values![record]).await.map(|_| ())
}

/// The newest withdrawal of a record, with its own words.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn withdrawal_of(tx: &mut Tx<'_>, record: &str) -> Res<Option<WithdrawalRow>> {
    tx.one(NEWEST, &values![record]).await?.as_ref().map(row_of).transpose()
}

/// Withdrawals below a position, newest first; with `overdue_on` only those for which somebody owes word on that day.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn withdrawals(
    tx: &mut Tx<'_>,
    below: i64,
    overdue_on: Option<Date>,
    limit: i64,
) -> Res<Vec<WithdrawalRow>> {
    let rows = match overdue_on {
        None => tx.all(LISTED, &values![below, limit]).await?,
        Some(day) => tx.all(OVERDUE, &values![below, limit, day.to_string()]).await?,
    };
    rows.iter().map(row_of).collect()
}

/// Who had the record of a withdrawal, by name.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn notices(tx: &mut Tx<'_>, record: &str, withdrawal: i64) -> Res<Vec<Notice>> {
    let one = |row: &Row| {
        Ok(Notice {
            recipient: row.text("recipient")?,
            due_on: opt_day(row, "due_on")?,
            sent_on: opt_day(row, "sent_on")?,
            confirmed_on: opt_day(row, "confirmed_on")?,
        })
    };
    tx.all(NOTICES, &values![record, withdrawal]).await?.iter().map(one).collect()
}

fn row_of(row: &Row) -> Res<WithdrawalRow> {
    let ground = row.text("ground")?;
    let day = |column: &str| {
        Date::parse(&row.text(column)?).map_err(|e| Fault::found(format!("registry_withdrawal.{column}"), e))
    };
    Ok(WithdrawalRow {
        record: row.text("record_id")?,
        position: row.int("position")?,
        ground: WithdrawalGround::parse(&ground)
            .ok_or_else(|| Fault::found("registry_withdrawal.ground", &ground))?,
        happened_on: day("happened_on")?,
        known_on: day("known_on")?,
        withdrawn_on: day("withdrawn_on")?,
        due_on: opt_day(row, "due_on")?,
        provisional: row.int("provisional")? == 1,
        rule: row.text("rule")?,
        document: row.text("document")?,
        reason: row.text("reason")?,
    })
}
