//! Do the tables still follow from the ledger? Export, replay into a throwaway database, compare.
//! All of it sees one state of the database, so it may run beside a working server.

use std::io::{BufReader, BufWriter, Seek as _};

use serde::Serialize;
use xh_db::{Db, Target, Tx};

use super::compare::{Side, compare_in};
use super::export::export_in;
use super::{Difference, RebuildFault, replay};

/// What a check saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Entries replayed.
    pub entries: u64,
    /// Rows that do not follow from them: left as they are, right as they should be.
    pub differences: Vec<Difference>,
}

/// Replays the ledger aside and compares every table.
///
/// # Errors
/// `RebuildFault` when the ledger cannot be replayed, or the machine fails.
pub async fn check(db: &Db) -> Result<Checked, RebuildFault> {
    let catalogue = db.catalogue().await?;
    check_in(&mut db.read().await?, &catalogue).await
}

/// The same as one transaction sees the database.
pub(super) async fn check_in(
    tx: &mut Tx<'_>,
    catalogue: &[(String, String, String)],
) -> Result<Checked, RebuildFault> {
    // Contents may name people: the file has no name and is gone with its handle.
    let mut file = tempfile::tempfile()?;
    export_in(tx, &mut BufWriter::new(&file), true).await?;
    file.rewind()?;
    let aside = Db::open(&Target::SqliteMemory).await?;
    let entries = replay(&mut BufReader::new(&file), &aside).await?;
    let columns = aside.catalogue().await?;
    let mut replayed = aside.read().await?;
    let mut left = Side { tx, catalogue };
    let mut right = Side { tx: &mut replayed, catalogue: &columns };
    let differences = compare_in(&mut left, &mut right).await?;
    drop(replayed);
    aside.close().await;
    Ok(Checked { entries, differences })
}
