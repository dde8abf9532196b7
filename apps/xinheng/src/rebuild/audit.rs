//! The whole audit: the log against itself and its signatures, then every table against a replay.
//! Whatever was edited beside the program is a finding with its row; only a failing machine is a fault.

use serde::Serialize;
use xh_db::{Db, Fault, Tx};
use xh_ledger::LogVerifier;

use super::check::check_in;
use super::{Difference, RebuildFault};

/// What an audit saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Audited {
    /// Entries read.
    pub entries: u64,
    /// Entries whose body was lawfully erased.
    pub erased: u64,
    /// Everything that does not hold; empty when the file is whole.
    pub findings: Vec<Finding>,
}

/// A row that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Its table.
    pub table: String,
    /// The row, by the columns of its key.
    pub row: String,
    /// What is wrong, for people.
    pub what: String,
}

/// Audits log and tables; with `vkeys` (one, or two parted by a blank) checkpoints must carry these signatures.
///
/// # Errors
/// `RebuildFault` when the machine fails or `vkeys` are no keys; never because of what was edited.
pub async fn audit(db: &Db, vkeys: Option<&str>) -> Result<Audited, RebuildFault> {
    let catalogue = db.catalogue().await?;
    audit_in(&mut db.read().await?, &catalogue, vkeys).await
}

/// The same as one transaction sees the database; `catalogue` is the answer of [`Db::catalogue`].
///
/// # Errors
/// As [`audit`].
pub async fn audit_in(
    tx: &mut Tx<'_>,
    catalogue: &[(String, String, String)],
    vkeys: Option<&str>,
) -> Result<Audited, RebuildFault> {
    let keys = vkeys.map(LogVerifier::parse).transpose().map_err(|e| Fault::found("账本公钥", e))?;
    let log = xh_ledger_desk::audit_log(tx, keys.as_ref()).await?;
    let mut findings: Vec<Finding> = log.findings.into_iter().map(of_log).collect();
    match check_in(tx, catalogue).await {
        Ok(checked) => findings.extend(checked.differences.into_iter().map(of_tables)),
        Err(fault) if fault.is_machine() => return Err(fault),
        Err(fault) => findings.push(unplayable(&fault)),
    }
    Ok(Audited { entries: log.entries, erased: log.erased, findings })
}

fn of_log(finding: xh_ledger::audit::Finding) -> Finding {
    Finding { table: finding.table.to_owned(), row: finding.row, what: finding.what }
}

fn of_tables(difference: Difference) -> Finding {
    let Difference { table, key, left, right } = difference;
    let what = match (left, right) {
        (Some(left), Some(right)) => format!("库中为 {left}；按账本重放应为 {right}"),
        (Some(left), None) => format!("库中有此行（{left}），按账本重放不应有"),
        (None, Some(right)) => format!("按账本重放应有此行（{right}），库中没有"),
        (None, None) => "两边都没有此行".to_owned(),
    };
    Finding { table, row: key, what }
}

fn unplayable(fault: &RebuildFault) -> Finding {
    let (table, row) = match fault {
        RebuildFault::Release { digest } => ("policy_release", format!("digest={digest}")),
        RebuildFault::Gap { expected, .. } => ("ledger_entry", format!("position={expected}")),
        _ => ("ledger_entry", String::new()),
    };
    Finding { table: table.to_owned(), row, what: format!("账本无法重放：{fault}") }
}
