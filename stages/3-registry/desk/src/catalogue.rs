//! Proposing an edition of the catalogue, and adopting it: two acts of two persons of the credit office.

use xh_db::Res;
use xh_kernel::{Date, Id, Moment};
use xh_ledger::{Draft, Fields};
use xh_policy::{Catalogue, Release};
use xh_policy_store::Office;
use xh_registry::{
    AdoptionBody, CATALOGUE_ADOPTED, CATALOGUE_PROPOSED, CatalogueRefused, Proposal, ProposalBody, may_adopt,
    may_propose,
};

use crate::{ActFault, commit};

/// What a proposal came to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Proposed {
    /// Id of the proposal, by which it is adopted.
    pub id: String,
    /// The edition.
    pub edition: String,
    /// Digest of its content.
    pub digest: String,
    /// First day in force, once adopted.
    pub effective_on: Date,
    /// `false` when the same proposal was open already.
    pub changed: bool,
}

/// Proposes an edition of the release in force, from a day on: today, or the edition's first day if that is later.
///
/// # Errors
/// `ActFault::Refused` for an unknown edition and for a day that may not be; `ActFault::Fault` when the database fails.
pub async fn propose_catalogue(
    office: &Office,
    actor: &str,
    edition: &str,
    effective_on: Option<Date>,
) -> Result<Proposed, ActFault> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    let release = office.law_in(&mut tx).await?;
    let proposals = xh_registry_store::proposals(&mut tx).await?;
    let body = body(&release, edition, effective_on, &moment, &proposals)?;
    let open = |it: &&Proposal| {
        it.adopted.is_none() && it.digest == body.digest && it.effective_on == body.effective_on
    };
    let same = proposals.iter().find(open).map(|it| it.id.clone());
    let (id, changed) = (same.clone().unwrap_or_else(|| moment.id()), same.is_none());
    let proposed = Proposed {
        id: id.as_str().to_owned(),
        edition: body.edition.clone(),
        digest: body.digest.clone(),
        effective_on: body.effective_on,
        changed,
    };
    if changed {
        let draft = draft(id, 1, CATALOGUE_PROPOSED, actor, &release, body.to_fields());
        commit(&mut tx, vec![draft], &mut moment).await?;
        tx.commit().await?;
    }
    Ok(proposed)
}

fn body(
    release: &Release,
    edition: &str,
    effective_on: Option<Date>,
    moment: &Moment,
    proposals: &[Proposal],
) -> Result<ProposalBody, ActFault> {
    let all = release.catalogues();
    let Some(catalogue) = all.iter().find(|it| it.id == edition) else {
        let known = all.iter().map(|it| it.id.as_str()).collect::<Vec<_>>().join("、");
        return Err(CatalogueRefused::NoSuchEdition(edition.to_owned(), known).into());
    };
    let effective_on = effective_on.unwrap_or_else(|| catalogue.from.max(moment.today()));
    may_propose(catalogue, effective_on, moment.today(), is_first(proposals))?;
    let content = catalogue.content().map_err(|e| xh_db::Fault::found("目录", e))?;
    Ok(ProposalBody {
        edition: catalogue.id.clone(),
        title: catalogue.title.clone(),
        digest: Catalogue::digest(&content),
        effective_on,
        content,
    })
}

/// Adopts a proposal; its proposer may not.
///
/// # Errors
/// `ActFault::Refused` for an unknown proposal, one adopted before, the proposer, and a day that has passed;
/// `ActFault::Fault` when the database fails.
pub async fn adopt_catalogue(office: &Office, actor: &str, id: &str) -> Result<Proposal, ActFault> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    let release = office.law_in(&mut tx).await?;
    let proposals = xh_registry_store::proposals(&mut tx).await?;
    let unknown = || CatalogueRefused::NoSuchProposal(id.chars().take(40).collect());
    let proposal = proposals.iter().find(|it| it.id.as_str() == id).ok_or_else(unknown)?;
    may_adopt(proposal, actor, moment.today(), is_first(&proposals))?;
    let fields = AdoptionBody { digest: proposal.digest.clone() }.to_fields();
    let draft = draft(proposal.id.clone(), 2, CATALOGUE_ADOPTED, actor, &release, fields);
    commit(&mut tx, vec![draft], &mut moment).await?;
    let adopted = adopted(&mut tx, proposal).await?;
    tx.commit().await?;
    Ok(adopted)
}

async fn adopted(tx: &mut xh_db::Tx<'_>, proposal: &Proposal) -> Res<Proposal> {
    let found = xh_registry_store::proposal(tx, proposal.id.as_str()).await?;
    found.ok_or_else(|| xh_db::Fault::found("目录的采用", "提案不见了"))
}

fn is_first(proposals: &[Proposal]) -> bool {
    proposals.iter().all(|it| it.adopted.is_none())
}

fn draft(stream: Id, version: i64, kind: &str, actor: &str, release: &Release, fields: Fields) -> Draft {
    Draft {
        stream,
        version,
        kind: kind.to_owned(),
        actor: actor.to_owned(),
        organ: String::new(),
        release: release.digest().to_owned(),
        fields,
    }
}
