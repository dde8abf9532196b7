//! Requests that may come again (`Idempotency-Key`, draft-ietf-httpapi-idempotency-key-header): an act stores its
//! answer in its own transaction, so the answer is there exactly when the act is.
//!
//! Neither the key nor the body is stored. What is stored names both by digests, and the body's digest is keyed with
//! the client's key, so that nobody can try out against the table what a body said.

use std::collections::HashMap;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use xh_db::{Db, Res, Row, Tx, Value, statements, values};
use xh_kernel::Instant;

statements! {
    /// The answers kept for these keys.
    ANSWERS = "select request_key, request_digest, status, body from house_answer where request_key in ($keys)
               order by request_key";
    /// Forgets answers given before an instant.
    FORGET = "delete from house_answer where at < $1";
}

const COLUMNS: &[&str] = &["account_id", "request_key", "request_digest", "status", "body", "at"];

/// A request under a key: whose, which key, and what it asked, each beyond guessing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    account: String,
    key: String,
    digest: String,
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// HTTP status.
    pub status: u16,
    /// Body, byte for byte.
    pub body: String,
}

/// What is known of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// Nothing was done under this key.
    New,
    /// It was done; this was the answer.
    Answered(KeptAnswer),
    /// Something else was done under this key.
    Other,
}

impl Repeat {
    /// A request of `account` under its `key`; `parts` are what makes it this request: method, address, body.
    #[must_use]
    pub fn new(account: &str, key: &str, parts: &[&[u8]]) -> Self {
        let mut named = Sha256::new();
        named.update(b"xinheng/request-key/v1\0");
        named.update(account.as_bytes());
        named.update(b"\0");
        named.update(key.as_bytes());
        Self { account: account.to_owned(), key: hex::encode(named.finalize()), digest: digest(key, parts) }
    }

    /// The key as stored.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

fn digest(key: &str, parts: &[&[u8]]) -> String {
    // INVARIANT: HMAC takes a key of any length, so there is always a digest.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(b"xinheng/request/v1\0");
    for part in parts {
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(part);
    }
    hex::encode(mac.finalize().into_bytes())
}

/// What is known of one request. Asked again under the lock of the act's transaction, the answer is final.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn before(tx: &mut Tx<'_>, repeat: &Repeat) -> Res<Before> {
    Ok(before_all(tx, &[Some(repeat)]).await?.pop().unwrap_or(Before::New))
}

/// The same for many; a request without a key is always new.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn before_all(tx: &mut Tx<'_>, repeats: &[Option<&Repeat>]) -> Res<Vec<Before>> {
    let keys: Vec<Value> = repeats.iter().flatten().map(|one| Value::from(one.key.as_str())).collect();
    let mut kept = HashMap::new();
    if !keys.is_empty() {
        for row in tx.all_in(ANSWERS, &[], keys).await? {
            kept.insert(row.text("request_key")?, answered(&row)?);
        }
    }
    let one = |repeat: &Option<&Repeat>| match repeat.and_then(|one| Some((one, kept.get(&one.key)?))) {
        None => Before::New,
        Some((one, (digest, answer))) if *digest == one.digest => Before::Answered(answer.clone()),
        Some(_) => Before::Other,
    };
    Ok(repeats.iter().map(one).collect())
}

fn answered(row: &Row) -> Res<(String, KeptAnswer)> {
    let status = u16::try_from(row.int("status")?).unwrap_or(500);
    Ok((row.text("request_digest")?, KeptAnswer { status, body: row.text("body")? }))
}

/// Keeps the answer of an act in the act's own transaction. A key that is taken is a unique violation: the
/// transaction, and the act with it, does not happen.
///
/// # Errors
/// `Fault` when the database fails or the key is taken.
pub async fn keep(tx: &mut Tx<'_>, at: &Instant, repeat: &Repeat, answer: &KeptAnswer) -> Res<()> {
    keep_all(tx, at, vec![(repeat, answer)]).await
}

/// The same for many.
///
/// # Errors
/// `Fault` when the database fails or a key is taken.
pub async fn keep_all(tx: &mut Tx<'_>, at: &Instant, all: Vec<(&Repeat, &KeptAnswer)>) -> Res<()> {
    if all.is_empty() {
        return Ok(());
    }
    let row = |(repeat, answer): (&Repeat, &KeptAnswer)| {
        values![
            repeat.account.as_str(),
            repeat.key.as_str(),
            repeat.digest.as_str(),
            i64::from(answer.status),
            answer.body.as_str(),
            at.as_str(),
        ]
    };
    tx.insert_many("house_answer", COLUMNS, all.into_iter().map(row).collect()).await
}

/// Forgets the answers given before `until`; answers how many. Who comes again after that is new.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn forget(db: &Db, until: &Instant) -> Res<u64> {
    let mut tx = db.write().await?;
    let gone = tx.run(FORGET, &values![until.as_str()]).await?;
    tx.commit().await?;
    Ok(gone)
}
