//! Free text on its way to the shelf: proposed by one person, released by another where a rule asks for two. What may
//! be shown is decided in `xh_registry`; here it is loaded, appended and projected, in one transaction each.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use xh_db::{Res, Tx};
use xh_kernel::{Date, Id};
use xh_ledger::{Draft, Fields};
use xh_policy::{Kind, Release};
use xh_policy_store::Office;
use xh_registry::{
    Edit, KnownRecord, ReleasedBody, ReturnedBody, Review, ReviewBody, ReviewRefused, ReviewState,
    TEXT_PROPOSED, TEXT_RELEASED, TEXT_RETURNED, may_release, may_return, propose, review_fields,
};

use crate::{ActFault, Refused, commit};

/// Where a record's review stands after an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reviewed {
    /// The record.
    pub record: String,
    /// Where it stands.
    pub state: ReviewState,
    /// Must a second person agree?
    pub two_persons: bool,
    /// Names the texts.
    pub digest: String,
}

/// A record with its free text as staff see it.
#[derive(Debug)]
pub struct ReviewFile {
    /// The law in force.
    pub release: Arc<Release>,
    /// The record.
    pub record: KnownRecord,
    /// Where its review stands.
    pub review: Option<Review>,
    /// What was proposed, while it waits or stands.
    pub proposal: Option<ReviewBody>,
}

impl ReviewFile {
    /// The record's kind.
    #[must_use]
    pub fn kind(&self) -> Option<&Kind> {
        self.release.kind(&self.record.kind)
    }

    /// Where the review of the content as it is now stands.
    #[must_use]
    pub fn state(&self) -> ReviewState {
        let present = self.review.as_ref().filter(|it| it.content == self.record.body_position);
        present.map_or(ReviewState::Waiting, |it| it.state)
    }
}

/// Loads a record with its review.
///
/// # Errors
/// `ActFault::Refused` for an unknown record; `ActFault::Fault` when the database fails.
pub async fn review_file(office: &Office, tx: &mut Tx<'_>, id: &str) -> Result<ReviewFile, ActFault> {
    let release = office.law_in(tx).await?;
    let unknown = || Refused::NoSuchRecord(id.chars().take(40).collect());
    let row = xh_registry_store::record_of(tx, id, i64::MAX).await?.ok_or_else(unknown)?;
    let review = xh_registry_store::review_of(tx, id).await?;
    let proposal = match &review {
        Some(it) => Some(xh_registry_store::proposal_at(tx, it.position).await?),
        None => None,
    };
    Ok(ReviewFile { release, record: row.record, review, proposal })
}

/// Proposes what may be shown of a record's free text: the machine's proposal with a person's edits.
///
/// # Errors
/// `ActFault::Refused` as `xh_registry::propose` refuses; `ActFault::Fault` when the database fails.
pub async fn propose_text(
    office: &Office,
    tx: &mut Tx<'_>,
    actor: &str,
    id: &str,
    edits: &BTreeMap<String, Edit>,
) -> Result<Reviewed, ActFault> {
    xh_ledger_store::lock_head(tx).await?;
    let file = review_file(office, tx, id).await?;
    let kind = file.kind().ok_or(ReviewRefused::NoText)?;
    let body = propose(&file.release, kind, &file.record, edits)?;
    append(office, tx, &file, TEXT_PROPOSED, actor, body.to_fields()).await?;
    let two_persons = !body.reasons.is_empty();
    Ok(Reviewed { record: id.to_owned(), state: ReviewState::Proposed, two_persons, digest: body.digest })
}

/// Releases what was proposed; `digest` names the texts that the person saw.
///
/// # Errors
/// `ActFault::Refused` as `xh_registry::may_release` refuses; `ActFault::Fault` when the database fails.
pub async fn release_text(
    office: &Office,
    tx: &mut Tx<'_>,
    actor: &str,
    id: &str,
    digest: Option<&str>,
) -> Result<Reviewed, ActFault> {
    xh_ledger_store::lock_head(tx).await?;
    let file = review_file(office, tx, id).await?;
    let (Some(review), Some(proposal)) = (&file.review, &file.proposal) else {
        return Err(ReviewRefused::NothingProposed.into());
    };
    may_release(&file.record, Some(review), proposal, actor, digest)?;
    let body = ReleasedBody {
        content: proposal.content,
        proposal: review.position,
        texts: proposal.texts.clone(),
        digest: proposal.digest.clone(),
    };
    append(office, tx, &file, TEXT_RELEASED, actor, body.to_fields()).await?;
    let two_persons = review.two_persons;
    Ok(Reviewed { record: id.to_owned(), state: ReviewState::Released, two_persons, digest: body.digest })
}

/// Sends back what was proposed, or takes a released text off again; one person suffices for showing less.
///
/// # Errors
/// `ActFault::Refused` as `xh_registry::may_return` refuses; `ActFault::Fault` when the database fails.
pub async fn return_text(
    office: &Office,
    tx: &mut Tx<'_>,
    actor: &str,
    id: &str,
    reason: &str,
) -> Result<Reviewed, ActFault> {
    xh_ledger_store::lock_head(tx).await?;
    let file = review_file(office, tx, id).await?;
    may_return(&file.record, file.review.as_ref(), reason)?;
    let Some(review) = &file.review else { return Err(ReviewRefused::NothingProposed.into()) };
    let body = ReturnedBody { proposal: review.position, reason: reason.trim().to_owned() };
    append(office, tx, &file, TEXT_RETURNED, actor, body.to_fields()).await?;
    let (two_persons, digest) = (review.two_persons, review.digest.clone());
    Ok(Reviewed { record: id.to_owned(), state: ReviewState::Returned, two_persons, digest })
}

async fn append(
    office: &Office,
    tx: &mut Tx<'_>,
    file: &ReviewFile,
    kind: &str,
    actor: &str,
    fields: Fields,
) -> Result<(), ActFault> {
    let draft = next(&file.record, file.release.digest(), kind, actor, fields)?;
    commit(tx, vec![draft], &mut office.moment()).await?;
    Ok(())
}

/// The next entry on a record's stream.
pub(crate) fn next(
    record: &KnownRecord,
    release: &str,
    kind: &str,
    actor: &str,
    fields: Fields,
) -> Result<Draft, ActFault> {
    let stream = Id::parse(&record.id).map_err(|_| Refused::NoSuchRecord(record.id.clone()))?;
    Ok(Draft {
        stream,
        version: record.version + 1,
        kind: kind.to_owned(),
        actor: actor.to_owned(),
        organ: record.organ.clone(),
        release: release.to_owned(),
        fields,
    })
}

/// One line of the work list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewLine {
    /// The record.
    pub record: String,
    /// Record kind.
    pub kind: String,
    /// The authority.
    pub authority: String,
    /// Day of the decision.
    pub decided_on: Option<String>,
    /// Where it stands: waiting, proposed or returned.
    pub state: ReviewState,
    /// Fields with free text.
    pub fields: usize,
    /// What was found in them.
    pub findings: u32,
    /// Must a second person agree?
    pub two_persons: bool,
}

/// Which part of the work list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkList {
    /// Proposed, and waiting for somebody's decision.
    Proposed,
    /// Nobody has looked at it, or it was sent back.
    Waiting,
}

/// A page of the work list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkPage {
    /// The lines.
    pub lines: Vec<ReviewLine>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
}

/// Records looked at for one page; many have no free text.
const SCAN: i64 = 500;

/// A page of records that wait for a person, behind a place; with `organ` only that organ's.
///
/// # Errors
/// `ActFault::Fault` when the database fails.
pub async fn work_list(
    office: &Office,
    tx: &mut Tx<'_>,
    list: WorkList,
    organ: &str,
    after: &str,
    limit: usize,
) -> Result<WorkPage, ActFault> {
    let today = office.moment().today();
    let (mut lines, mut after) = (Vec::new(), after.to_owned());
    loop {
        let ids = places(office, tx, list, today, &after).await?;
        let whole = ids.len() < usize::try_from(SCAN).unwrap_or(usize::MAX);
        for (place, id) in ids {
            if lines.len() >= limit {
                return Ok(WorkPage { lines, next: Some(after) });
            }
            after = place;
            let file = review_file(office, tx, &id).await?;
            if organ.is_empty() || file.record.organ == organ {
                lines.extend(line(&file));
            }
        }
        if whole {
            return Ok(WorkPage { lines, next: None });
        }
    }
}

/// (place in the list, record id) of the next records.
async fn places(
    office: &Office,
    tx: &mut Tx<'_>,
    list: WorkList,
    today: Date,
    after: &str,
) -> Res<Vec<(String, String)>> {
    if list == WorkList::Proposed {
        let after = after.parse().unwrap_or(-1);
        let open = xh_registry_store::reviews_open(tx, after, SCAN).await?;
        return Ok(open.into_iter().map(|(record, position)| (position.to_string(), record)).collect());
    }
    let release = office.law_in(tx).await?;
    let channel = release.channels().iter().find(|it| it.own).map_or("", |it| it.id.as_str());
    let ids = xh_registry_store::reviews_waiting(tx, channel, today, after, SCAN).await?;
    Ok(ids.into_iter().map(|id| (id.clone(), id)).collect())
}

fn line(file: &ReviewFile) -> Option<ReviewLine> {
    let kind = file.kind()?;
    let fields = review_fields(&file.release, kind, &file.record);
    if fields.is_empty() || file.record.status == xh_registry::WITHDRAWN {
        return None;
    }
    let classes = fields.iter().flat_map(|it| it.counts.keys().copied()).collect();
    let state = file.state();
    let asked = file.review.as_ref().filter(|_| state == ReviewState::Proposed).map(|it| it.two_persons);
    Some(ReviewLine {
        record: file.record.id.clone(),
        kind: file.record.kind.clone(),
        authority: file.record.organ_name.clone(),
        decided_on: file.record.decided_on.map(|day| day.to_string()),
        state,
        findings: fields.iter().flat_map(|it| it.counts.values()).sum(),
        fields: fields.len(),
        two_persons: asked.unwrap_or_else(|| !file.release.second_person(kind, &classes, false).is_empty()),
    })
}
