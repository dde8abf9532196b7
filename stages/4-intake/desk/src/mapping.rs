//! A person settles once which column of a shape is which field; the import remembers it per source.

use xh_intake::Mapping;
use xh_intake_store::SettledMapping;
use xh_policy_store::Office;

use crate::ImportFault;

/// Stores a settled mapping for a source (an organ id, or empty for every source), a shape and a kind.
///
/// # Errors
/// `ImportFault::NoSuchKind`, `ImportFault::Mapping` for a field the kind does not have, or `Fault`.
pub async fn settle_shape(
    office: &Office,
    actor: &str,
    source: &str,
    shape: &str,
    kind: &str,
    mapping: &Mapping,
) -> Result<(), ImportFault> {
    let release = office.law().await?;
    let Some(known) = release.kind(kind) else {
        let kinds = release.kinds().iter().map(|k| k.id.clone()).collect::<Vec<_>>().join("、");
        return Err(ImportFault::NoSuchKind(kind.to_owned(), kinds));
    };
    if let Some(stranger) = mapping.strangers(known).first() {
        return Err(ImportFault::Mapping(format!("「{}」没有字段「{stranger}」", known.title)));
    }
    let moment = office.moment();
    let settled = SettledMapping {
        source: source.to_owned(),
        shape: shape.to_owned(),
        kind: kind.to_owned(),
        mapping: serde_json::to_string(mapping).map_err(|e| ImportFault::Mapping(e.to_string()))?,
        settled_at: moment.at().as_str().to_owned(),
        settled_by: actor.to_owned(),
    };
    let mut tx = office.db.write().await?;
    xh_intake_store::settle_mapping(&mut tx, &settled).await?;
    tx.commit().await?;
    Ok(())
}
