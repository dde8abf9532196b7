//! The organ register: who may file and decide. A code is registered once; names may be added.

use xh_kernel::{Id, Uscc};
use xh_ledger::Draft;
use xh_policy_store::Office;
use xh_registry::{ORGAN_REGISTERED, Organ, OrganBody};

use crate::{ActFault, commit};

/// An organ to register, or to describe anew.
#[derive(Debug, Clone)]
pub struct NewOrgan {
    /// GB 32100 code.
    pub uscc: Uscc,
    /// Display name.
    pub name: String,
    /// Other names it signs with.
    pub aliases: Vec<String>,
    /// Vertical system the rules ask for; empty when none.
    pub system: String,
}

/// Registers an organ; the same facts again change nothing.
///
/// # Errors
/// `ActFault` when the database fails.
pub async fn register_organ(office: &Office, actor: &str, new: NewOrgan) -> Result<Organ, ActFault> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    let release = office.law_in(&mut tx).await?;
    let known = xh_registry_store::organs(&mut tx).await?.into_iter().find(|o| o.uscc == new.uscc);
    if let Some(same) =
        known.as_ref().filter(|o| o.name == new.name && o.system == new.system && new.aliases.is_empty())
    {
        return Ok(same.clone());
    }
    let (id, version) = known.map_or_else(|| (moment.id(), 1), |o| (o.id, o.version + 1));
    let draft = draft(&new, id.clone(), version, actor, release.digest());
    commit(&mut tx, vec![draft], &mut moment).await?;
    tx.commit().await?;
    Ok(Organ { id, uscc: new.uscc, name: new.name, system: new.system, version })
}

fn draft(new: &NewOrgan, stream: Id, version: i64, actor: &str, release: &str) -> Draft {
    let mut names = vec![new.name.clone()];
    names.extend(new.aliases.iter().cloned());
    let body = OrganBody { uscc: new.uscc, name: new.name.clone(), names, system: new.system.clone() };
    Draft {
        organ: stream.as_str().to_owned(),
        stream,
        version,
        kind: ORGAN_REGISTERED.to_owned(),
        actor: actor.to_owned(),
        release: release.to_owned(),
        fields: body.to_fields(),
    }
}
