//! SQL of policy releases: each is kept whole for ever, because receipts are recomputed from it.

mod office;

#[cfg(test)]
mod tests;

use xh_db::{Res, Row, Tx, statements, values};

statements! {
    /// Keeps a release; one adopted again is in force from its newest adoption.
    PUT = "insert into policy_release (digest, title, content, position, adopted_at) values ($1, $2, $3, $4, $5)
           on conflict (digest) do update set position = excluded.position, adopted_at = excluded.adopted_at";
    /// The release in force: the one adopted last.
    IN_FORCE = "select digest, title, content, position, adopted_at from policy_release order by position desc limit 1";
    /// Only its digest.
    IN_FORCE_DIGEST = "select digest from policy_release order by position desc limit 1";
    /// One release by digest.
    ONE = "select digest, title, content, position, adopted_at from policy_release where digest = $1";
    /// Every release, oldest first.
    ALL_RELEASES = "select digest, title, content, position, adopted_at from policy_release order by position";
}

pub use office::{Clock, Office};

/// Every statement of this crate by name, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[(&str, &str)]] = &[ALL];

/// A release as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// SHA-256 of the content, hex.
    pub digest: String,
    /// The bundle's title.
    pub title: String,
    /// Canonical JSON of the parsed bundle.
    pub content: String,
    /// Position of the `policy.release` entry.
    pub position: i64,
    /// When it was adopted.
    pub adopted_at: String,
}

/// Keeps a release beside its entry, in the caller's transaction.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn put(tx: &mut Tx<'_>, release: &Adopted) -> Res<()> {
    let row = values![
        release.digest.as_str(),
        release.title.as_str(),
        release.content.as_str(),
        release.position,
        release.adopted_at.as_str(),
    ];
    tx.run(PUT, &row).await.map(|_| ())
}

/// The release adopted last.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn in_force(tx: &mut Tx<'_>) -> Res<Option<Adopted>> {
    tx.one(IN_FORCE, &[]).await?.as_ref().map(adopted).transpose()
}

/// The digest of the release adopted last.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn in_force_digest(tx: &mut Tx<'_>) -> Res<Option<String>> {
    tx.one(IN_FORCE_DIGEST, &[]).await?.map(|row| row.text("digest")).transpose()
}

/// One release by digest.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn release(tx: &mut Tx<'_>, digest: &str) -> Res<Option<Adopted>> {
    tx.one(ONE, &values![digest]).await?.as_ref().map(adopted).transpose()
}

/// Every release ever adopted, oldest first.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn releases(tx: &mut Tx<'_>) -> Res<Vec<Adopted>> {
    tx.all(ALL_RELEASES, &[]).await?.iter().map(adopted).collect()
}

fn adopted(row: &Row) -> Res<Adopted> {
    Ok(Adopted {
        digest: row.text("digest")?,
        title: row.text("title")?,
        content: row.text("content")?,
        position: row.int("position")?,
        adopted_at: row.text("adopted_at")?,
    })
}
