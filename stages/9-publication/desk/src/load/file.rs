//! One organisation's file, as everyone may see it on the day and at the state of knowledge asked for.

use std::collections::BTreeSet;

use xh_db::{Fault, Res, Tx};
use xh_kernel::{Date, Instant, Uscc};
use xh_ledger_store::Stored;
use xh_policy::Release;
use xh_publication::{own_channel, public_name, shown_now};
use xh_registry::{Asked, Dossier, KnownRecord, Subject, SubjectBody};

use crate::load::Times;

/// The file.
#[derive(Debug)]
pub(crate) struct File {
    /// The subject as it is now.
    pub subject: Subject,
    /// What the register said on the day; its name is the one to show.
    pub body: SubjectBody,
    /// Name of the organ that supplied the registration.
    pub source: Option<String>,
    /// Earlier names, newest first, with the first day each was no longer the name.
    pub former: Vec<(String, Option<Date>)>,
    /// The records.
    pub dossier: Dossier,
    /// True for an individual business.
    pub person: bool,
}

/// Whether a code has a file.
pub(crate) async fn known_code(tx: &mut Tx<'_>, uscc: &Uscc) -> Res<bool> {
    Ok(xh_registry_store::subject_by_code(tx, uscc).await?.is_some())
}

/// The file of a code; `None` when nothing was known of it then.
pub(crate) async fn file(
    tx: &mut Tx<'_>,
    release: &Release,
    uscc: &Uscc,
    times: &Times,
) -> Res<Option<File>> {
    let Some(subject) = xh_registry_store::subject_by_code(tx, uscc).await? else { return Ok(None) };
    let said = said(&xh_ledger_store::stream(tx, &subject.id, times.known_at).await?)?;
    let Some(at) = current_on(&said, times.as_of) else { return Ok(None) };
    let Some(now) = said.get(at) else { return Ok(None) };
    let former = former_names(said.get(..=at).unwrap_or_default());
    let (organ, mut body) = (now.organ.clone(), now.body.clone());
    body.name = public_name(&body.name);
    let organs = xh_registry_store::organs(tx).await?;
    let source = organs.into_iter().find(|one| one.id.as_str() == organ).map(|one| public_name(&one.name));
    let records = visible(tx, release, subject.id.as_str(), times).await?;
    let supplied = xh_registry_store::supplied_kinds(tx, times.known_at).await?;
    let asked = Asked { as_of: times.as_of, known_at: times.known_at };
    let dossier = Dossier::public(release, asked, own_channel(release), records, &supplied);
    Ok(Some(File { person: subject.uscc.is_individual_business(), subject, body, source, former, dossier }))
}

/// Records as known then, of those that our shelf may show today.
async fn visible(tx: &mut Tx<'_>, release: &Release, subject: &str, times: &Times) -> Res<Vec<KnownRecord>> {
    let channel = own_channel(release);
    let now = xh_registry_store::records_of(tx, subject, times.head).await?;
    let shown = |record: &&KnownRecord| shown_now(record, channel, &times.today).is_some();
    let ids: BTreeSet<String> = now.iter().filter(shown).map(|record| record.id.clone()).collect();
    let mut known = if times.known_at == times.head {
        now
    } else {
        xh_registry_store::records_of(tx, subject, times.known_at).await?
    };
    known.iter_mut().for_each(|record| record.organ_name = public_name(&record.organ_name));
    known.retain(|record| ids.contains(&record.id) && record.unsettled.is_none());
    Ok(known)
}

/// One thing the register said.
struct Said {
    on: Date,
    organ: String,
    body: SubjectBody,
}

fn said(entries: &[Stored]) -> Res<Vec<Said>> {
    let mut out = Vec::new();
    for stored in entries {
        let subject = matches!(
            stored.entry.kind.as_str(),
            xh_registry::SUBJECT_REGISTERED | xh_registry::SUBJECT_PROVISIONAL
        );
        let Some(fields) = stored.fields()?.filter(|_| subject) else { continue };
        let lost = |fault: &dyn std::fmt::Display| Fault::found(format!("条目 {}", stored.position), fault);
        let body = SubjectBody::from_fields(&fields).map_err(|e| lost(&e))?;
        let at = Instant::parse(&stored.entry.at).map_err(|e| lost(&e))?;
        out.push(Said { on: at.legal_day(), organ: stored.entry.organ.clone(), body });
    }
    Ok(out)
}

/// The newest word on the day; before the first word, the first.
fn current_on(said: &[Said], day: Date) -> Option<usize> {
    let newest = said.iter().rposition(|one| one.on <= day);
    newest.or_else(|| (!said.is_empty()).then_some(0))
}

fn former_names(said: &[Said]) -> Vec<(String, Option<Date>)> {
    let Some(now) = said.last() else { return Vec::new() };
    let mut out: Vec<(String, Option<Date>)> = Vec::new();
    for pair in said.windows(2).rev() {
        if let [before, after] = pair
            && before.body.name != after.body.name
        {
            out.push((before.body.name.clone(), Some(after.on)));
        }
    }
    for name in &now.body.former_names {
        if !out.iter().any(|(known, _)| known == name) {
            out.push((name.clone(), None));
        }
    }
    out.retain(|(name, _)| *name != now.body.name);
    out.iter_mut().for_each(|(name, _)| *name = public_name(name));
    out
}
