//! Reviews of free text: what waits, what was proposed, what may be shown. The texts are read from the entries' bodies.

use std::collections::BTreeMap;

use xh_db::{Fault, Res, Row, Tx, Value, statements, values};
use xh_kernel::Date;
use xh_ledger::Fields;
use xh_registry::{KnownRecord, ReleasedBody, ReturnedBody, Review, ReviewBody, ReviewState};

use crate::project::{Applied, Gathered, lost};
use crate::project_record;

statements! {
    /// A proposal.
    PUT_REVIEW = "insert into registry_review (record_id, position, content, state, two_persons, findings, digest,
                                               proposed_by, decided_by, decided, superseded)
                  values ($1, $2, $3, 'proposed', $4, $5, $6, $7, null, null, null)";
    /// A newer proposal takes the place of one that nobody decided.
    DROP_OPEN = "update registry_review set superseded = $2
                 where record_id = $1 and superseded is null and state <> 'released'";
    /// What was decided about a proposal.
    DECIDE = "update registry_review set state = $3, decided_by = $4, decided = $5
              where record_id = $1 and position = $2 and state in ('proposed', $6) and superseded is null";
    /// A release takes the place of the one before.
    DROP_RELEASED = "update registry_review set superseded = $3
                     where record_id = $1 and position <> $2 and superseded is null and state = 'released'";
    /// New content: nothing said about the old one stands.
    DROP_ALL = "update registry_review set superseded = $2 where record_id = $1 and superseded is null";
    /// Erasure.
    FORGET = "delete from registry_review where record_id = $1";
    /// The newest review of a record.
    NEWEST = "select position, content, state, two_persons, findings, digest, proposed_by from registry_review
              where record_id = $1 and superseded is null order by position desc limit 1";
    /// Releases that stand, of these records, as known below a position. One that fell is not brought back by asking
    /// for an earlier state.
    RELEASED = "select record_id, content, decided from registry_review
                where record_id in ($keys) and state = 'released' and superseded is null and decided < $1
                order by record_id, position";
    /// Proposals that wait for a decision, oldest first.
    OPEN = "select record_id, position from registry_review
            where state = 'proposed' and superseded is null and position > $1 order by position limit $2";
    /// Records on the shelf of a channel that nobody has looked at, or whose proposal was sent back, by id.
    WAITING = "select distinct i.record_id from registry_interval i
               where i.record_id > $1 and i.superseded is null and i.channel = $2
                 and (i.until_day is null or i.until_day > $3)
                 and not exists (select 1 from registry_review v where v.record_id = i.record_id
                                 and v.superseded is null and v.state <> 'returned')
               order by i.record_id limit $4";
}

pub(crate) async fn proposed(
    tx: &mut Tx<'_>,
    rows: &mut Gathered,
    applied: Applied<'_>,
    fields: &Fields,
) -> Res<()> {
    let body = ReviewBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    rows.flush(tx).await?;
    let record = applied.entry.stream.as_str();
    tx.run(DROP_OPEN, &values![record, applied.position]).await?;
    let row = values![
        record,
        applied.position,
        body.content,
        i64::from(!body.reasons.is_empty()),
        body.found(),
        body.digest.as_str(),
        applied.entry.actor.as_str(),
    ];
    tx.run(PUT_REVIEW, &row).await?;
    project_record::carried(tx, applied).await
}

pub(crate) async fn released(
    tx: &mut Tx<'_>,
    rows: &mut Gathered,
    applied: Applied<'_>,
    fields: &Fields,
) -> Res<()> {
    let body = ReleasedBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    rows.flush(tx).await?;
    decide(tx, applied, body.proposal, ReviewState::Released).await?;
    let row = values![applied.entry.stream.as_str(), body.proposal, applied.position];
    tx.run(DROP_RELEASED, &row).await?;
    project_record::carried(tx, applied).await
}

pub(crate) async fn returned(
    tx: &mut Tx<'_>,
    rows: &mut Gathered,
    applied: Applied<'_>,
    fields: &Fields,
) -> Res<()> {
    let body = ReturnedBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    rows.flush(tx).await?;
    decide(tx, applied, body.proposal, ReviewState::Returned).await?;
    project_record::carried(tx, applied).await
}

async fn decide(tx: &mut Tx<'_>, applied: Applied<'_>, proposal: i64, state: ReviewState) -> Res<()> {
    let (entry, position) = (applied.entry, applied.position);
    // A release may be sent back, too; then nothing of it is shown.
    let from = if state == ReviewState::Returned { "released" } else { "proposed" };
    let row = values![entry.stream.as_str(), proposal, state.as_str(), entry.actor.as_str(), position, from];
    match tx.run(DECIDE, &row).await? {
        1 => Ok(()),
        _ => Err(Fault::found("公开前审核", format!("条目 {position} 没有待核准的审核意见"))),
    }
}

/// The content changed: what was said about the old one falls.
pub(crate) async fn outdated(tx: &mut Tx<'_>, applied: Applied<'_>) -> Res<()> {
    tx.run(DROP_ALL, &values![applied.entry.stream.as_str(), applied.position]).await.map(|_| ())
}

/// The record is erased.
pub(crate) async fn forget(tx: &mut Tx<'_>, record: &str) -> Res<()> {
    tx.run(FORGET, &values![record]).await.map(|_| ())
}

/// The newest review of a record.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn review_of(tx: &mut Tx<'_>, record: &str) -> Res<Option<Review>> {
    tx.one(NEWEST, &values![record]).await?.as_ref().map(review).transpose()
}

fn review(row: &Row) -> Res<Review> {
    let word = row.text("state")?;
    Ok(Review {
        position: row.int("position")?,
        content: row.int("content")?,
        state: ReviewState::parse(&word).ok_or_else(|| Fault::found("registry_review.state", &word))?,
        two_persons: row.int("two_persons")? == 1,
        findings: row.int("findings")?,
        proposed_by: row.text("proposed_by")?,
        digest: row.text("digest")?,
    })
}

/// What was proposed by the entry at a position.
///
/// # Errors
/// `Fault` when the database fails or the body is gone.
pub async fn proposal_at(tx: &mut Tx<'_>, position: i64) -> Res<ReviewBody> {
    let fields = xh_ledger_store::bodies(tx, &[position]).await?.remove(&position);
    let fields = fields.ok_or_else(|| Fault::found("公开前审核", format!("条目 {position} 没有内容")))?;
    ReviewBody::from_fields(&fields).map_err(|e| Fault::found(format!("条目 {position}"), e))
}

/// Records whose proposals wait for a decision, behind a position of a proposal.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn reviews_open(tx: &mut Tx<'_>, after: i64, limit: i64) -> Res<Vec<(String, i64)>> {
    let rows = tx.all(OPEN, &values![after, limit]).await?;
    rows.iter().map(|row| Ok((row.text("record_id")?, row.int("position")?))).collect()
}

/// Records that may be shown on a channel and whose free text nobody has looked at, behind an id.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn reviews_waiting(
    tx: &mut Tx<'_>,
    channel: &str,
    today: Date,
    after: &str,
    limit: i64,
) -> Res<Vec<String>> {
    let asked = values![after, channel, today.to_string(), limit];
    tx.all(WAITING, &asked).await?.iter().map(|row| row.text("record_id")).collect()
}

/// Puts the texts that were released, as known below a position, to the records of that content.
pub(crate) async fn fill_texts(tx: &mut Tx<'_>, records: &mut [KnownRecord], below: i64) -> Res<()> {
    let ids: Vec<Value> = records.iter().map(|one| Value::from(one.id.as_str())).collect();
    let mut decided: BTreeMap<(String, i64), i64> = BTreeMap::new();
    for row in tx.all_in(RELEASED, &values![below], ids).await? {
        decided.insert((row.text("record_id")?, row.int("content")?), row.int("decided")?);
    }
    if decided.is_empty() {
        return Ok(());
    }
    let positions: Vec<i64> = decided.values().copied().collect();
    let bodies = xh_ledger_store::bodies(tx, &positions).await?;
    for record in records {
        let Some(position) = decided.get(&(record.id.clone(), record.body_position)) else { continue };
        let Some(fields) = bodies.get(position) else { continue };
        let body =
            ReleasedBody::from_fields(fields).map_err(|e| Fault::found(format!("条目 {position}"), e))?;
        record.texts = body.texts;
    }
    Ok(())
}
