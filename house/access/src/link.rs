//! The link by which the first administrator comes in: 256 random bits, good once and for an hour, bound to one log.
//! Only its digest is stored. What it opens today is the first token; sign-in proper will give out accounts with it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use sha2::{Digest, Sha256};
use xh_db::{Db, Res, Tx, statements, values};
use xh_kernel::{Instant, Moment};

use crate::put_token;

/// How long a link may be used, in microseconds.
const LIVES: i64 = 3_600_000_000;
/// The one purpose there is.
const FIRST: &str = "first-administrator";

statements! {
    /// A new link; the one before is dead.
    PUT_LINK = "insert into house_link (purpose, digest, made_at, expires_at, used_at) values ($1, $2, $3, $4, null)
                on conflict (purpose) do update set digest = excluded.digest, made_at = excluded.made_at,
                expires_at = excluded.expires_at, used_at = null";
    /// A new link, unless one made before may still be used.
    OFFER_LINK = "insert into house_link (purpose, digest, made_at, expires_at, used_at) values ($1, $2, $3, $4, null)
                  on conflict (purpose) do update set digest = excluded.digest, made_at = excluded.made_at,
                  expires_at = excluded.expires_at, used_at = null where house_link.expires_at <= excluded.made_at";
    /// What became of this link?
    LINK = "select expires_at, used_at from house_link where digest = $1";
    /// Uses a link up.
    USE_LINK = "update house_link set used_at = $2 where digest = $1 and used_at is null and expires_at > $2";
    /// Has a token ever been made here?
    ANY_TOKEN = "select digest from house_token order by digest limit 1";
}

/// A link's secret. Its `Debug` form hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Link(String);

/// What a link is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// It may be used.
    Open,
    /// Somebody has used it.
    Used,
    /// Its hour is over.
    Expired,
    /// Not of this library, or a newer one took its place.
    Unknown,
}

impl Link {
    /// A link of 32 random bytes.
    #[must_use]
    pub fn from_random(random: &[u8; 32]) -> Link {
        Link(B64.encode(random))
    }

    /// The secret of an address that was opened; anything may come.
    #[must_use]
    pub fn of(text: &str) -> Link {
        Link(text.to_owned())
    }

    /// The secret as it stands in the address.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is stored. `log` is the public key of the log the link is for: elsewhere it opens nothing.
    fn digest(&self, log: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(b"xinheng/link/v1\0");
        hash.update(Sha256::digest(log.as_bytes()));
        hash.update(self.0.as_bytes());
        hex::encode(hash.finalize())
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Link(…)")
    }
}

/// Keeps a new link in the place of the one before.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn keep_link(db: &Db, moment: &Moment, link: &Link, log: &str) -> Res<()> {
    let mut tx = db.write().await?;
    tx.run(PUT_LINK, &row(moment, link, log)).await?;
    tx.commit().await
}

/// Keeps a new link where no token was ever made and no link may still be used; answers whether it did.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn offer_link(db: &Db, moment: &Moment, link: &Link, log: &str) -> Res<bool> {
    let mut tx = db.write().await?;
    if tx.one(ANY_TOKEN, &[]).await?.is_some() {
        return Ok(false);
    }
    let kept = tx.run(OFFER_LINK, &row(moment, link, log)).await?;
    tx.commit().await?;
    Ok(kept > 0)
}

fn row(moment: &Moment, link: &Link, log: &str) -> Vec<xh_db::Value> {
    let until = Instant::from_unix_micros(moment.at().unix_micros().saturating_add(LIVES));
    values![FIRST, link.digest(log), moment.at().as_str(), until.as_str()]
}

/// What a link is good for now. Asking uses nothing up.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn link_state(db: &Db, link: &Link, log: &str, now: &Instant) -> Res<LinkState> {
    state(&mut db.read().await?, &link.digest(log), now).await
}

async fn state(tx: &mut Tx<'_>, digest: &str, now: &Instant) -> Res<LinkState> {
    let Some(row) = tx.one(LINK, &values![digest]).await? else { return Ok(LinkState::Unknown) };
    if row.text_opt("used_at")?.is_some() {
        return Ok(LinkState::Used);
    }
    let over = row.text("expires_at")?.as_str() <= now.as_str();
    Ok(if over { LinkState::Expired } else { LinkState::Open })
}

/// The first token, as the administrator asked for it.
#[derive(Debug)]
pub struct FirstToken<'a> {
    /// Its name.
    pub name: &'a str,
    /// Digest of its text.
    pub digest: &'a str,
    /// When it ends.
    pub until: &'a Instant,
}

/// Uses a link up and keeps the token it pays for, in one transaction; `Open` when that was done, else why not.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn use_link(
    db: &Db,
    moment: &mut Moment,
    link: &Link,
    log: &str,
    token: &FirstToken<'_>,
) -> Res<LinkState> {
    let (digest, now) = (link.digest(log), moment.at().clone());
    let mut tx = db.write().await?;
    if tx.run(USE_LINK, &values![digest.as_str(), now.as_str()]).await? == 0 {
        return state(&mut tx, &digest, &now).await;
    }
    put_token(&mut tx, moment, token.name, "", token.digest, Some(token.until)).await?;
    tx.commit().await?;
    Ok(LinkState::Open)
}
