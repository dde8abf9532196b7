//! Adopting a release: its digest becomes a public leaf, its content is kept for ever, and every record is decided
//! anew under it. Entry 0 of a ledger adopts the first release.

use xh_db::Res;
use xh_ledger::{Draft, Fields};
use xh_policy::Release;
use xh_policy_store::{Adopted, Office};

use crate::anew::decide_all;
use crate::commit;

/// What an adoption changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Adoption {
    /// Digest of the release now in force.
    pub release: String,
    /// `false` when it was in force already.
    pub changed: bool,
    /// Records decided anew with another result.
    pub records: u64,
}

/// Adopts a release; one already in force changes nothing.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn adopt(office: &Office, actor: &str, release: &Release) -> Res<Adoption> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    let position = xh_ledger_store::lock_head(&mut tx).await?;
    if xh_policy_store::in_force_digest(&mut tx).await?.as_deref() == Some(release.digest()) {
        return Ok(Adoption { release: release.digest().to_owned(), changed: false, records: 0 });
    }
    let draft = Draft {
        stream: moment.id(),
        version: 1,
        kind: "policy.release".to_owned(),
        actor: actor.to_owned(),
        organ: String::new(),
        release: release.digest().to_owned(),
        fields: Fields::from([
            ("digest".to_owned(), release.digest().into()),
            ("title".to_owned(), release.title().into()),
        ]),
    };
    commit(&mut tx, vec![draft], &mut moment).await?;
    let adopted = Adopted {
        digest: release.digest().to_owned(),
        title: release.title(),
        content: release.content().to_owned(),
        position,
        adopted_at: moment.at().as_str().to_owned(),
    };
    xh_policy_store::put(&mut tx, &adopted).await?;
    tx.commit().await?;
    let records = decide_all(office, actor, release, "采用新的政策发布").await?;
    Ok(Adoption { release: release.digest().to_owned(), changed: true, records })
}
