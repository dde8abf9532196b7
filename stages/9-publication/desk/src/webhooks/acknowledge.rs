//! A subscriber says that it applied everything up to a place of the feed. A 2xx says only that a message arrived; this
//! says that what was taken down here is gone there too.

use xh_db::{Res, Tx};
use xh_policy_store::Office;
use xh_publication::{FeedPlace, TooOld};
use xh_publication_store::{Delivery, Progress};

use super::WebhookFault;
use super::acts::known;

/// Where a subscriber stands after its word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// Applied up to here.
    pub acknowledged: String,
    /// Told up to here.
    pub told: String,
    /// Since when it still owes word on deletions.
    pub owed_since: Option<String>,
}

/// Takes the word of a subscriber of `organ` (empty: of anybody). An earlier place than before changes nothing.
///
/// # Errors
/// `WebhookFault` when the place cannot be read or lies ahead of the ledger.
pub async fn acknowledge(
    office: &Office,
    origin: &str,
    organ: &str,
    id: &str,
    position: &str,
) -> Result<Stands, WebhookFault> {
    let moment = office.moment();
    let said = FeedPlace::open(origin, position)?;
    let mut tx = office.db.write().await?;
    known(&mut tx, id, organ).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    if said.entry > head || said.day > office.today() {
        return Err(TooOld::Ahead.into());
    }
    let before = xh_publication_store::progress(&mut tx, id).await?;
    let earlier = before.as_ref().and_then(|one| one.acknowledged.as_deref());
    let stale =
        earlier.and_then(|text| FeedPlace::open(origin, text).ok()).is_some_and(|one| one.covers(&said));
    if !stale {
        xh_publication_store::acknowledge(&mut tx, id, position, moment.at().as_str()).await?;
        settle(&mut tx, origin, id, &said, moment.at().as_str()).await?;
    }
    let after = xh_publication_store::progress(&mut tx, id).await?;
    tx.commit().await?;
    let told = |one: Option<Progress>| one.map(|one| (one.acknowledged, one.place, one.owed_since));
    let (acknowledged, place, owed_since) = told(after).unwrap_or_default();
    Ok(Stands { acknowledged: acknowledged.unwrap_or_default(), told: place, owed_since })
}

/// Marks the messages that lie before the place, and says since when deletions behind it wait.
async fn settle(tx: &mut Tx<'_>, origin: &str, id: &str, said: &FeedPlace, at: &str) -> Res<()> {
    let open = xh_publication_store::unapplied(tx, id).await?;
    let before = |one: &&Delivery| FeedPlace::open(origin, &one.upto).is_ok_and(|upto| said.covers(&upto));
    let done = open.iter().take_while(before).count();
    if let Some(last) = done.checked_sub(1).and_then(|at| open.get(at)) {
        xh_publication_store::applied(tx, id, last.nth, at).await?;
    } else if !open.is_empty() {
        // Nothing that is still kept lies before the place: what is owed may be older than what is kept.
        return Ok(());
    }
    let left = open.iter().skip(done).find(|one| one.deletes > 0);
    xh_publication_store::set_owed(tx, id, left.and_then(|one| one.received_at.as_deref())).await
}
