//! Messages of a subscriber, numbered. The first that was not received waits; those behind it wait for it. So many are
//! kept for looking back and sending again; older ones go as new ones come, whatever the subscriber does.

use xh_db::{Res, Row, Tx, statements, values};

/// Messages kept of each subscriber.
pub const KEPT: i64 = 200;

statements! {
    /// A message; it may be tried from `made_at` on.
    PUT = "insert into publication_delivery (subscriber_id, nth, message_id, body, upto, items, deletes, made_at,
           attempts, next_at, status, fault, received_at, applied_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $8, null, null, null, null)";
    /// The number of the newest message.
    NEWEST = "select coalesce(max(nth), 0) as nth from publication_delivery where subscriber_id = $1";
    /// Only so many are kept.
    PRUNE = "delete from publication_delivery where subscriber_id = $1 and nth <= $2";
    /// The message that waits.
    WAITING = "select subscriber_id, nth, message_id, body, upto, items, deletes, made_at, attempts, next_at, status,
               fault, received_at, applied_at from publication_delivery
               where subscriber_id = $1 and received_at is null order by nth limit 1";
    /// An attempt begins, if its time has come; until it ends, or the instant given, there is no other.
    ATTEMPT = "update publication_delivery set attempts = attempts + 1, next_at = $4
               where subscriber_id = $1 and nth = $2 and received_at is null and next_at <= $3";
    /// It was received.
    RECEIVED = "update publication_delivery set received_at = $3, status = $4, fault = null
                where subscriber_id = $1 and nth = $2 and received_at is null";
    /// It was not.
    FAILED = "update publication_delivery set next_at = $3, status = $4, fault = $5
              where subscriber_id = $1 and nth = $2 and received_at is null";
    /// Everything that waits is tried anew, with all its attempts before it.
    AGAIN = "update publication_delivery set attempts = 0, next_at = $2
             where subscriber_id = $1 and received_at is null";
    /// A message is sent once more.
    RESEND = "update publication_delivery set received_at = null, attempts = 0, next_at = $3
              where subscriber_id = $1 and message_id = $2";
    /// Messages, newest first.
    DELIVERIES = "select subscriber_id, nth, message_id, body, upto, items, deletes, made_at, attempts, next_at, status,
                  fault, received_at, applied_at from publication_delivery
                  where subscriber_id = $1 order by nth desc limit $2";
    /// Received messages that it did not say it applied, oldest first.
    UNAPPLIED = "select subscriber_id, nth, message_id, body, upto, items, deletes, made_at, attempts, next_at, status,
                 fault, received_at, applied_at from publication_delivery
                 where subscriber_id = $1 and applied_at is null and received_at is not null order by nth";
    /// It says that it applied everything up to a number.
    APPLIED = "update publication_delivery set applied_at = $3
               where subscriber_id = $1 and nth <= $2 and applied_at is null and received_at is not null";
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Whose.
    pub subscriber: String,
    /// Its number, from 1.
    pub nth: i64,
    /// `webhook-id`.
    pub message: String,
    /// What is signed and sent.
    pub body: String,
    /// The place of the feed behind it.
    pub upto: String,
    /// Things it tells.
    pub items: i64,
    /// Deletions among them.
    pub deletes: i64,
    /// When it was made.
    pub made_at: String,
    /// Attempts begun.
    pub attempts: i64,
    /// When it may be tried next.
    pub next_at: String,
    /// The last answer's status.
    pub status: Option<i64>,
    /// Why the last attempt failed.
    pub fault: Option<String>,
    /// When a 2xx came.
    pub received_at: Option<String>,
    /// When the subscriber said that it applied it.
    pub applied_at: Option<String>,
}

/// Adds a message as the newest and lets the oldest go; answers its number. What only the future can tell of it is not
/// read.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn put(tx: &mut Tx<'_>, new: &Delivery) -> Res<i64> {
    let nth =
        tx.one(NEWEST, &values![new.subscriber.as_str()]).await?.map_or(Ok(0), |row| row.int("nth"))? + 1;
    let row = values![
        new.subscriber.as_str(),
        nth,
        new.message.as_str(),
        new.body.as_str(),
        new.upto.as_str(),
        new.items,
        new.deletes,
        new.made_at.as_str(),
    ];
    tx.run(PUT, &row).await?;
    tx.run(PRUNE, &values![new.subscriber.as_str(), nth - KEPT]).await?;
    Ok(nth)
}

/// The message that waits, if any.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn waiting(tx: &mut Tx<'_>, id: &str) -> Res<Option<Delivery>> {
    tx.one(WAITING, &values![id]).await?.as_ref().map(stored).transpose()
}

/// An attempt begins at `now`; should it never end, the next may begin at `until`. `false` when its time has not come:
/// then another node has it, or had it.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn attempt(tx: &mut Tx<'_>, id: &str, nth: i64, now: &str, until: &str) -> Res<bool> {
    Ok(tx.run(ATTEMPT, &values![id, nth, now, until]).await? > 0)
}

/// The message was received; `false` when that was known.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn received(tx: &mut Tx<'_>, id: &str, nth: i64, at: &str, status: u16) -> Res<bool> {
    Ok(tx.run(RECEIVED, &values![id, nth, at, status]).await? > 0)
}

/// An attempt failed; the next may begin at `next`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn failed(
    tx: &mut Tx<'_>,
    id: &str,
    nth: i64,
    next: &str,
    status: Option<u16>,
    fault: &str,
) -> Res<()> {
    tx.run(FAILED, &values![id, nth, next, status, fault]).await.map(|_| ())
}

/// Everything that waits is tried anew from `at` on; with a message's id, that one is sent once more, received or not.
/// Answers how many messages.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn again(tx: &mut Tx<'_>, id: &str, message: Option<&str>, at: &str) -> Res<u64> {
    match message {
        Some(message) => tx.run(RESEND, &values![id, message, at]).await,
        None => tx.run(AGAIN, &values![id, at]).await,
    }
}

/// The newest messages, newest first.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn deliveries(tx: &mut Tx<'_>, id: &str, limit: i64) -> Res<Vec<Delivery>> {
    tx.all(DELIVERIES, &values![id, limit]).await?.iter().map(stored).collect()
}

/// Received messages that the subscriber has not said it applied, oldest first.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn unapplied(tx: &mut Tx<'_>, id: &str) -> Res<Vec<Delivery>> {
    tx.all(UNAPPLIED, &values![id]).await?.iter().map(stored).collect()
}

/// The subscriber says that it applied every message up to number `nth`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn applied(tx: &mut Tx<'_>, id: &str, nth: i64, at: &str) -> Res<u64> {
    tx.run(APPLIED, &values![id, nth, at]).await
}

fn stored(row: &Row) -> Res<Delivery> {
    Ok(Delivery {
        subscriber: row.text("subscriber_id")?,
        nth: row.int("nth")?,
        message: row.text("message_id")?,
        body: row.text("body")?,
        upto: row.text("upto")?,
        items: row.int("items")?,
        deletes: row.int("deletes")?,
        made_at: row.text("made_at")?,
        attempts: row.int("attempts")?,
        next_at: row.text("next_at")?,
        status: row.int_opt("status")?,
        fault: row.text_opt("fault")?,
        received_at: row.text_opt("received_at")?,
        applied_at: row.text_opt("applied_at")?,
    })
}
