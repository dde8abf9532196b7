//! Erasure of one record: an `erased` entry with its ground, then the bodies go, in one transaction.
//! Envelopes and leaves stay, so every old proof still verifies (PIPL art. 47; trust: Erasure).

use xh_kernel::Id;
use xh_ledger::{Draft, Fields};
use xh_policy_store::Office;
use xh_registry::ERASED;

use crate::{ActFault, Refused, commit};

/// Erases the bodies of one record's stream; answers how many went.
///
/// # Errors
/// `ActFault::Refused` without a ground, for an unknown record or one erased before; else `ActFault::Fault`.
pub async fn erase(office: &Office, actor: &str, record: &str, ground: &str) -> Result<u64, ActFault> {
    if ground.trim().is_empty() {
        return Err(Refused::NoGround.into());
    }
    let stream = Id::parse(record).map_err(|_| Refused::NoSuchRecord(record.to_owned()))?;
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    let position = xh_ledger_store::lock_head(&mut tx).await?;
    let newest = xh_ledger_store::latest_of_stream(&mut tx, &stream).await?;
    let newest = newest.filter(|n| n.entry.kind == ERASED || n.entry.kind.starts_with("record."));
    let newest = newest.ok_or_else(|| Refused::NoSuchRecord(record.to_owned()))?;
    if newest.entry.kind == ERASED {
        return Err(Refused::AlreadyErased(record.to_owned()).into());
    }
    let release = office.law_in(&mut tx).await?;
    let draft = Draft {
        stream: stream.clone(),
        version: newest.entry.version + 1,
        kind: ERASED.to_owned(),
        actor: actor.to_owned(),
        organ: newest.entry.organ.clone(),
        release: release.digest().to_owned(),
        fields: Fields::from([("ground".to_owned(), ground.into())]),
    };
    commit(&mut tx, vec![draft], &mut moment).await?;
    let gone = xh_ledger_store::erase_bodies(&mut tx, &stream, position).await?;
    tx.commit().await?;
    Ok(gone)
}
