//! Rows of proposals, adoptions and "nothing to report". A second person is asked for by a constraint of the
//! table, too.

use xh_db::{Fault, Res, Tx, statements, values};
use xh_kernel::Instant;
use xh_ledger::Fields;
use xh_policy::Catalogue;
use xh_registry::{AdoptionBody, NothingBody, ProposalBody};

use crate::project::{Applied, lost};

statements! {
    /// A proposed edition, whole.
    PUT_PROPOSAL = "insert into registry_catalogue
                    (id, edition, title, digest, content, kinds, effective_on, proposed_by, proposed_at, position)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// The second person's part, on the proposal of this stream with this digest.
    PUT_ADOPTION = "update registry_catalogue set adopted_by = $3, adopted_at = $4, adopted_position = $5
                    where id = $1 and digest = $2 and adopted_position is null";
    /// What an organ signed; said again it stands as it was.
    PUT_NOTHING = "insert into registry_nothing (organ_id, entry, from_day, to_day, period, edition, said_on, position)
                   values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (organ_id, entry, from_day) do nothing";
}

pub(crate) async fn proposed(tx: &mut Tx<'_>, applied: Applied<'_>, fields: &Fields) -> Res<()> {
    let body = ProposalBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    let catalogue = Catalogue::from_content(&body.content).map_err(|e| Fault::found("目录提案", e))?;
    let row = values![
        applied.entry.stream.as_str(),
        body.edition,
        body.title,
        body.digest,
        body.content.as_str(),
        listed(&catalogue.kinds()),
        body.effective_on.to_string(),
        applied.entry.actor.as_str(),
        applied.entry.at.as_str(),
        applied.position,
    ];
    tx.run(PUT_PROPOSAL, &row).await.map(|_| ())
}

pub(crate) async fn adopted(tx: &mut Tx<'_>, applied: Applied<'_>, fields: &Fields) -> Res<()> {
    let body = AdoptionBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    let (entry, position) = (applied.entry, applied.position);
    let row = values![entry.stream.as_str(), body.digest, entry.actor.as_str(), entry.at.as_str(), position];
    match tx.run(PUT_ADOPTION, &row).await? {
        1 => Ok(()),
        _ => Err(Fault::found("目录的采用", format!("条目 {position} 没有待采用的提案"))),
    }
}

pub(crate) async fn nothing(tx: &mut Tx<'_>, applied: Applied<'_>, fields: &Fields) -> Res<()> {
    let body = NothingBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    let at = Instant::parse(&applied.entry.at).map_err(|e| Fault::found("ledger_entry.at", e))?;
    let row = values![
        applied.entry.organ.as_str(),
        body.entry,
        body.from.to_string(),
        body.to.to_string(),
        body.period,
        body.edition,
        at.legal_day().to_string(),
        applied.position,
    ];
    tx.run(PUT_NOTHING, &row).await.map(|_| ())
}

/// Kinds as they are stored: each between bars, so that one is found whole.
fn listed(kinds: &[&str]) -> String {
    format!("|{}|", kinds.join("|"))
}
