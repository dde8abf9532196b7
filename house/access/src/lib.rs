//! Who acts: an opaque id for each account, a digest for each bearer token, the answer kept for a repeated request.
//! Not rights: those come with sign-in.

use xh_db::{Db, Res, statements, values};
use xh_kernel::Moment;

statements! {
    /// The account with this name.
    ACCOUNT = "select id from house_account where name = $1";
    /// A new account; a name is taken once.
    PUT_ACCOUNT = "insert into house_account (id, name) values ($1, $2) on conflict (name) do nothing";
    /// A new token.
    PUT_TOKEN = "insert into house_token (digest, name, account_id, organ_id, made_at, revoked_at)
                 values ($1, $2, $3, $4, $5, null)";
    /// Who bears this token?
    BEARER = "select account_id, organ_id, name from house_token where digest = $1 and revoked_at is null";
    /// The answer kept for a request key.
    ANSWER = "select request_digest, status, body from house_answer where account_id = $1 and request_key = $2";
    /// Keeps an answer; the first one stands.
    PUT_ANSWER = "insert into house_answer (account_id, request_key, request_digest, status, body, at)
                  values ($1, $2, $3, $4, $5, $6) on conflict (account_id, request_key) do nothing";
    /// Takes tokens of a name back.
    REVOKE = "update house_token set revoked_at = $2 where name = $1 and revoked_at is null";
}

/// Who bears a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Opaque account id: the actor of its entries.
    pub account: String,
    /// The organ it files for (id); empty when none.
    pub organ: String,
    /// The name it was made under.
    pub name: String,
}

/// The opaque id of a named account, made on first use.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn account(db: &Db, moment: &mut Moment, name: &str) -> Res<String> {
    let mut tx = db.write().await?;
    let fresh = moment.opaque();
    tx.run(PUT_ACCOUNT, &values![fresh.as_str(), name]).await?;
    let row = tx.one(ACCOUNT, &values![name]).await?;
    tx.commit().await?;
    row.map_or_else(|| Ok(fresh.as_str().to_owned()), |row| row.text("id"))
}

/// Keeps the digest of a new token for an organ; the token's text is shown once and never stored.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn keep_token(db: &Db, moment: &mut Moment, name: &str, organ: &str, digest: &str) -> Res<()> {
    let account = account(db, moment, &format!("token:{name}")).await?;
    let mut tx = db.write().await?;
    let row = values![digest, name, account, organ, moment.at().as_str()];
    tx.run(PUT_TOKEN, &row).await?;
    tx.commit().await
}

/// Who bears this token; `None` when nobody does (any more).
///
/// # Errors
/// `Fault` when the database fails.
pub async fn bearer(db: &Db, digest: &str) -> Res<Option<Bearer>> {
    let mut tx = db.read().await?;
    let row = tx.one(BEARER, &values![digest]).await?;
    let bearer = |row: xh_db::Row| {
        Ok(Bearer { account: row.text("account_id")?, organ: row.text("organ_id")?, name: row.text("name")? })
    };
    row.map(bearer).transpose()
}

/// Takes back every token of a name; answers how many.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn revoke(db: &Db, moment: &Moment, name: &str) -> Res<u64> {
    let mut tx = db.write().await?;
    let gone = tx.run(REVOKE, &values![name, moment.at().as_str()]).await?;
    tx.commit().await?;
    Ok(gone)
}

/// An answer that was given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Digest of the request it answered.
    pub request_digest: String,
    /// HTTP status.
    pub status: i64,
    /// Body.
    pub body: String,
}

/// The answer kept for this account and `Idempotency-Key`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn kept_answer(db: &Db, account: &str, key: &str) -> Res<Option<KeptAnswer>> {
    let mut tx = db.read().await?;
    let row = tx.one(ANSWER, &values![account, key]).await?;
    let kept = |row: xh_db::Row| {
        let (request_digest, body) = (row.text("request_digest")?, row.text("body")?);
        Ok(KeptAnswer { request_digest, status: row.int("status")?, body })
    };
    row.map(kept).transpose()
}

/// Keeps an answer for this account and key.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn keep_answer(db: &Db, moment: &Moment, account: &str, key: &str, answer: &KeptAnswer) -> Res<()> {
    let mut tx = db.write().await?;
    let row = values![
        account,
        key,
        answer.request_digest.as_str(),
        answer.status,
        answer.body.as_str(),
        moment.at().as_str(),
    ];
    tx.run(PUT_ANSWER, &row).await?;
    tx.commit().await
}
