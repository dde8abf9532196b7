//! Loads what a chunk needs to know, in a handful of multi-key questions.

use std::collections::{BTreeSet, HashMap};

use xh_db::{Fault, Res, Tx};
use xh_intake::KnownSubject;
use xh_intake::filing::{Candidate, Known, KnownRegistration, KnownVersion, OrganBook};
use xh_kernel::{Date, Id, Severity, Uscc, name_key};
use xh_policy::{Kind, KindRole};
use xh_registry::{NaturalKey, Organ, SubjectBody, own_fields};
use xh_registry_store as store;
use xh_registry_store::FoundSubject;

/// Everything `file` will ask about these rows.
///
/// # Errors
/// `Fault` when the database fails or holds what this program cannot have written.
pub(crate) async fn load(tx: &mut Tx<'_>, kind: &Kind, rows: &[Candidate], today: Date) -> Res<Known> {
    let organs = store::organs(tx).await?;
    let by_code = store::subjects_by_code(tx, &codes(kind, rows, &organs)).await?;
    let organs = OrganBook::new(organs, &store::names_of_organs(tx).await?);
    let outside = store::outside(tx, &kind.id, today).await?;
    let mut known = Known { organs, outside, ..Known::default() };
    for found in &by_code {
        known.by_code.insert(found.uscc.clone(), subject(found, &[])?);
    }
    for found in store::subjects_by_name(tx, &names(rows)).await? {
        let key = found.found_by.clone();
        let former = if name_key(&found.name) == key { Vec::new() } else { vec![key.clone()] };
        let one = subject(&found, &former)?;
        if !former.is_empty()
            && let Some(same) = known.by_code.get_mut(&found.uscc)
        {
            same.former_names.extend(former);
        }
        known.by_name.entry(key).or_default().push(one);
    }
    match kind.role {
        KindRole::Registration => registrations(tx, &mut known, &by_code).await?,
        KindRole::Record | KindRole::Statistics => records(tx, &mut known, kind, rows).await?,
    }
    Ok(known)
}

async fn records(tx: &mut Tx<'_>, known: &mut Known, kind: &Kind, rows: &[Candidate]) -> Res<()> {
    let numbers: BTreeSet<String> = rows
        .iter()
        .filter(|r| r.checked.subject.code.is_none())
        .flat_map(|r| r.checked.subject.identifiers().map(|(_, value)| value.to_owned()).collect::<Vec<_>>())
        .collect();
    for found in store::subjects_by_identifier(tx, &listed(numbers)).await? {
        let one = subject(&found, &[])?;
        known.by_number.entry(found.found_by.clone()).or_default().push(one);
    }
    for found in current(tx, known, kind, rows).await? {
        let key = NaturalKey {
            organ: found.organ,
            kind: found.kind,
            document_key: found.document_key,
            subject: found.subject,
        };
        let id = id(&found.id)?;
        let fields = own_fields(&found.fields);
        known.records.insert(key, KnownVersion { id, version: found.version, status: found.status, fields });
    }
    known.supplied = store::supplies(tx).await?.into_iter().collect();
    known.settled = settled(tx).await?;
    Ok(())
}

/// Records the rows may be about again: by document number, or, where many records share a key, by subject.
async fn current(
    tx: &mut Tx<'_>,
    known: &Known,
    kind: &Kind,
    rows: &[Candidate],
) -> Res<Vec<store::FoundRecord>> {
    if !kind.keyed_by_document() {
        let several = known.by_name.values().chain(known.by_number.values()).flatten();
        let subjects: BTreeSet<String> =
            known.by_code.values().chain(several).map(|s| s.id.clone()).collect();
        return store::records_of_kind(tx, &kind.id, &listed(subjects)).await;
    }
    let keys: BTreeSet<String> = rows.iter().filter_map(|r| r.checked.document_key.clone()).collect();
    let mut found = store::records_by_document(tx, &listed(keys)).await?;
    found.retain(|record| record.kind == kind.id);
    Ok(found)
}

async fn registrations(tx: &mut Tx<'_>, known: &mut Known, found: &[FoundSubject]) -> Res<()> {
    let positions: Vec<i64> = found.iter().map(|f| f.position).collect();
    let mut bodies: HashMap<i64, xh_ledger::Fields> =
        store::current_bodies(tx, &positions).await?.into_iter().collect();
    for subject in found {
        let Some(fields) = bodies.remove(&subject.position) else { continue };
        let body = SubjectBody::from_fields(&fields).map_err(|e| Fault::found("条目内容", e))?;
        let registration = KnownRegistration {
            version: subject.version,
            provisional: subject.provisional,
            name: body.name,
            former_names: body.former_names,
            fields: body.fields,
            fresh: false,
        };
        known.registrations.insert(subject.uscc.clone(), registration);
    }
    Ok(())
}

async fn settled(tx: &mut Tx<'_>) -> Res<HashMap<(String, String, String), Severity>> {
    let mut out = HashMap::new();
    for (key, severity) in store::answers(tx).await? {
        out.insert(
            key,
            Severity::parse(&severity).map_err(|e| Fault::found("registry_settled.severity", e))?,
        );
    }
    Ok(out)
}

/// Codes of the subjects: those the rows name, or, of figures, those of the organs.
fn codes(kind: &Kind, rows: &[Candidate], organs: &[Organ]) -> Vec<String> {
    if kind.role == KindRole::Statistics {
        return listed(organs.iter().map(|organ| organ.uscc.as_str().to_owned()).collect());
    }
    let of_row = |r: &Candidate| {
        r.settled_subject.clone().or_else(|| Some(r.checked.subject.code?.as_str().to_owned()))
    };
    listed(rows.iter().filter_map(of_row).collect())
}

fn names(rows: &[Candidate]) -> Vec<String> {
    let keys = rows.iter().map(|r| name_key(&r.checked.subject.name)).filter(|key| !key.is_empty());
    listed(keys.collect())
}

fn listed(set: BTreeSet<String>) -> Vec<String> {
    set.into_iter().collect()
}

fn subject(found: &FoundSubject, former: &[String]) -> Res<KnownSubject> {
    Ok(KnownSubject {
        id: found.id.clone(),
        code: Some(Uscc::parse(&found.uscc).map_err(|e| Fault::found("registry_subject.uscc", e))?),
        name: found.name.clone(),
        former_names: former.to_vec(),
        provisional: found.provisional,
    })
}

fn id(text: &str) -> Res<Id> {
    Id::parse(text).map_err(|e| Fault::found("编号", e))
}
