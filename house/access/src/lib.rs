//! Who acts: an opaque id for each account, a digest for each bearer token, the answer kept for a repeated request
//! ([`Repeat`]), the link by which the first administrator comes in. Not rights: those come with sign-in; a token is
//! only bound to the organ it files for.

mod asking;
mod flight;
mod link;
mod repeat;
mod start;

use xh_db::{Db, Res, Tx, statements, values};
use xh_kernel::{Instant, Moment};

pub use asking::{Asking, bearer_of};
pub use flight::{Flight, Flights};
pub use link::{FirstToken, Link, LinkState, keep_link, link_state, offer_link, use_link};
pub use repeat::{Before, KeptAnswer, Repeat, before, before_all, forget, keep, keep_all};
pub use start::{Doors, START, StartPage, start_routes};

statements! {
    /// The account with this name.
    ACCOUNT = "select id from house_account where name = $1";
    /// A new account; a name is taken once.
    PUT_ACCOUNT = "insert into house_account (id, name) values ($1, $2) on conflict (name) do nothing";
    /// A new token.
    PUT_TOKEN = "insert into house_token (digest, name, account_id, organ_id, made_at, expires_at, revoked_at)
                 values ($1, $2, $3, $4, $5, $6, null)";
    /// Who bears this token at this instant?
    BEARER = "select account_id, organ_id, name from house_token
              where digest = $1 and revoked_at is null and (expires_at is null or expires_at > $2)";
    /// A setting made once: the first word stands.
    PUT_SETTING = "insert into house_setting (name, content) values ($1, $2) on conflict (name) do nothing";
    /// What a setting says.
    SETTING = "select content from house_setting where name = $1";
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
    let account = account_in(&mut tx, moment, name).await?;
    tx.commit().await?;
    Ok(account)
}

async fn account_in(tx: &mut Tx<'_>, moment: &mut Moment, name: &str) -> Res<String> {
    let fresh = moment.opaque();
    tx.run(PUT_ACCOUNT, &values![fresh.as_str(), name]).await?;
    let row = tx.one(ACCOUNT, &values![name]).await?;
    row.map_or_else(|| Ok(fresh.as_str().to_owned()), |row| row.text("id"))
}

/// A setting that is made once: answers what stands, which is `content` when nobody was earlier.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn settled(db: &Db, name: &str, content: &str) -> Res<String> {
    let mut tx = db.write().await?;
    tx.run(PUT_SETTING, &values![name, content]).await?;
    let row = tx.one(SETTING, &values![name]).await?;
    tx.commit().await?;
    row.map_or_else(|| Ok(content.to_owned()), |row| row.text("content"))
}

/// Keeps the digest of a new token for an organ; the token's text is shown once and never stored.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn keep_token(db: &Db, moment: &mut Moment, name: &str, organ: &str, digest: &str) -> Res<()> {
    keep_token_until(db, moment, name, organ, digest, None).await
}

/// The same for a token that ends by itself: from `expires_at` on nobody bears it.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn keep_token_until(
    db: &Db,
    moment: &mut Moment,
    name: &str,
    organ: &str,
    digest: &str,
    expires_at: Option<&Instant>,
) -> Res<()> {
    let mut tx = db.write().await?;
    put_token(&mut tx, moment, name, organ, digest, expires_at).await?;
    tx.commit().await
}

async fn put_token(
    tx: &mut Tx<'_>,
    moment: &mut Moment,
    name: &str,
    organ: &str,
    digest: &str,
    expires_at: Option<&Instant>,
) -> Res<()> {
    let account = account_in(tx, moment, &format!("token:{name}")).await?;
    let end = expires_at.map(|end| end.as_str().to_owned());
    let row = values![digest, name, account, organ, moment.at().as_str(), end];
    tx.run(PUT_TOKEN, &row).await.map(|_| ())
}

/// Who bears this token at `now`; `None` when nobody does (any more).
///
/// # Errors
/// `Fault` when the database fails.
pub async fn bearer(db: &Db, digest: &str, now: &Instant) -> Res<Option<Bearer>> {
    let mut tx = db.read().await?;
    let row = tx.one(BEARER, &values![digest, now.as_str()]).await?;
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

#[cfg(test)]
mod tests;
