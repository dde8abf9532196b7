//! Erasure of one record: an `erased` entry with its ground, then the bodies go, in one transaction.
//! Envelopes and leaves stay, so every old proof still verifies (PIPL art. 47; trust: Erasure). What larger stages
//! kept of the record they empty themselves, in the same transaction: they are told what it was about.

use xh_db::{Fault, Res, Tx};
use xh_kernel::Id;
use xh_ledger::{Draft, Fields};
use xh_ledger_store::Stored;
use xh_policy_store::Office;
use xh_registry::{ERASED, RecordBody};

use crate::{ActFault, Refused, commit};

/// What was erased, for those who kept copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Bodies that went.
    pub bodies: u64,
    /// Matching key of the document number.
    pub document: String,
    /// The subject's code.
    pub code: String,
    /// The subject's names, now and as filed.
    pub names: Vec<String>,
}

/// Erases the bodies of one record's stream in `tx`; the caller empties what else was kept, and commits.
///
/// # Errors
/// `ActFault::Refused` without a ground, for an unknown record or one erased before; else `ActFault::Fault`.
pub async fn erase_in(
    office: &Office,
    tx: &mut Tx<'_>,
    actor: &str,
    record: &str,
    ground: &str,
) -> Result<Erased, ActFault> {
    if ground.trim().is_empty() {
        return Err(Refused::NoGround.into());
    }
    let stream = Id::parse(record).map_err(|_| Refused::NoSuchRecord(record.to_owned()))?;
    let mut moment = office.moment();
    let position = xh_ledger_store::lock_head(tx).await?;
    let entries = xh_ledger_store::stream(tx, &stream, position).await?;
    let newest = entries.last().filter(|n| n.entry.kind == ERASED || n.entry.kind.starts_with("record."));
    let newest = newest.ok_or_else(|| Refused::NoSuchRecord(record.to_owned()))?;
    if newest.entry.kind == ERASED {
        return Err(Refused::AlreadyErased(record.to_owned()).into());
    }
    let release = office.law_in(tx).await?;
    let draft = Draft {
        stream: stream.clone(),
        version: newest.entry.version + 1,
        kind: ERASED.to_owned(),
        actor: actor.to_owned(),
        organ: newest.entry.organ.clone(),
        release: release.digest().to_owned(),
        fields: Fields::from([("ground".to_owned(), ground.into())]),
    };
    let mut erased = about(tx, &entries).await?;
    commit(tx, vec![draft], &mut moment).await?;
    erased.bodies = xh_ledger_store::erase_bodies(tx, &stream, position).await?;
    Ok(erased)
}

/// What the record was about, from its first word, while it can still be read.
async fn about(tx: &mut Tx<'_>, entries: &[Stored]) -> Res<Erased> {
    let mut erased = Erased { bodies: 0, document: String::new(), code: String::new(), names: Vec::new() };
    for stored in entries {
        let Some(fields) = stored.fields()?.filter(|fields| fields.contains_key("document_key")) else {
            continue;
        };
        let body = RecordBody::from_fields(&fields).map_err(|e| Fault::found("记录内容", e))?;
        if let Some(name) = body.fields.get("subject_name").and_then(|name| name.as_str()) {
            erased.names.push(name.to_owned());
        }
        if let Some(subject) = xh_registry_store::subject_by_id(tx, body.subject.as_str()).await? {
            erased.code = subject.uscc.as_str().to_owned();
            erased.names.extend(xh_registry_store::former_names(tx, body.subject.as_str(), "").await?);
            erased.names.push(subject.name);
        }
        erased.document = body.document_key;
    }
    Ok(erased)
}
