//! Erasure of one record through every stage, in one transaction: the registry's bodies, then what the door kept of
//! the sheets it came in.

use xh_intake::Trace;
use xh_policy_store::Office;
use xh_registry_desk::{ActFault, erase_in};

/// What an erasure took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// Bodies in the ledger.
    pub bodies: u64,
    /// Rows of sheets: screened originals, rejected and held rows.
    pub rows: u64,
}

/// Erases one record.
///
/// # Errors
/// `ActFault` when it is refused or the database fails; nothing is erased then.
pub async fn erase(office: &Office, actor: &str, record: &str, ground: &str) -> Result<Gone, ActFault> {
    let mut tx = office.db.write().await?;
    let erased = erase_in(office, &mut tx, actor, record, ground).await?;
    let names: Vec<&str> = erased.names.iter().map(String::as_str).collect();
    let trace = Trace::new(&erased.document, &erased.code, &names);
    let rows = xh_intake_desk::forget(&mut tx, &trace, actor, &office.moment()).await?;
    tx.commit().await?;
    Ok(Gone { bodies: erased.bodies, rows })
}
