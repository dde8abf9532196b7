//! An organ's own monthly count of what it decided: the denominator that nobody else can know.

use xh_ledger::Draft;
use xh_policy::KindRole;
use xh_policy_store::Office;
use xh_registry::{Organ, PRODUCTION_COUNTED, ProducedBody};

use crate::{ActFault, Refused, commit};

/// What a count changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Counted {
    /// What had been said before.
    pub before: Option<i64>,
    /// `false` when the same was said before.
    pub changed: bool,
}

/// Files the count of one month; the newest count of a month stands, the same again changes nothing.
///
/// # Errors
/// `ActFault::Refused` for a month that is not over and for a kind without acts; `ActFault::Fault`
/// when the database fails.
pub async fn count_produced(
    office: &Office,
    actor: &str,
    organ: &Organ,
    body: ProducedBody,
) -> Result<Counted, ActFault> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    let release = office.law_in(&mut tx).await?;
    if release.kind(&body.kind).is_none_or(|kind| kind.role == KindRole::Registration) {
        return Err(Refused::NoSuchKind(body.kind).into());
    }
    if !body.month.is_over(moment.today()) {
        return Err(Refused::MonthNotOver(body.month).into());
    }
    let id = organ.id.as_str();
    let before = xh_registry_store::produced_of(&mut tx, body.month, id, &body.kind).await?;
    if before == Some(body.produced) {
        return Ok(Counted { before, changed: false });
    }
    let draft = Draft {
        stream: moment.id(),
        version: 1,
        kind: PRODUCTION_COUNTED.to_owned(),
        actor: actor.to_owned(),
        organ: id.to_owned(),
        release: release.digest().to_owned(),
        fields: body.to_fields(),
    };
    commit(&mut tx, vec![draft], &mut moment).await?;
    tx.commit().await?;
    Ok(Counted { before, changed: true })
}
