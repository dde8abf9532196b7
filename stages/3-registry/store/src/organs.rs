//! The organ register.

use xh_db::{Fault, Res, Row, Tx, statements};
use xh_kernel::{Id, Uscc};
use xh_registry::Organ;

statements! {
    /// Every organ.
    ORGANS = "select id, uscc, name, system, version from registry_organ order by uscc";
    /// Every name of every organ.
    NAMES = "select name_key, organ_id from registry_organ_name order by name_key, organ_id";
}

/// Every organ, by code.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn organs(tx: &mut Tx<'_>) -> Res<Vec<Organ>> {
    tx.all(ORGANS, &[]).await?.iter().map(organ).collect()
}

/// (name key, organ id) of every name.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn names_of_organs(tx: &mut Tx<'_>) -> Res<Vec<(String, String)>> {
    tx.all(NAMES, &[]).await?.iter().map(|row| Ok((row.text("name_key")?, row.text("organ_id")?))).collect()
}

fn organ(row: &Row) -> Res<Organ> {
    Ok(Organ {
        id: Id::parse(&row.text("id")?).map_err(|e| Fault::found("registry_organ.id", e))?,
        uscc: Uscc::parse(&row.text("uscc")?).map_err(|e| Fault::found("registry_organ.uscc", e))?,
        name: row.text("name")?,
        system: row.text("system")?,
        version: row.int("version")?,
    })
}
