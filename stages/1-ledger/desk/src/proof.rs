//! A proof for one entry under the newest checkpoint; the caller says which fields the asker may see.

use xh_db::{Fault, Res, Tx};
use xh_ledger::tree::{inclusion_proof, inclusion_tiles};
use xh_ledger::{Fields, Place, RecordProof, Salt};

use crate::tiles;

/// The proof of the entry at `position`, disclosing the fields that `shown` names; `None` while no checkpoint
/// covers it.
///
/// # Errors
/// `Fault` when the database fails or its tiles contradict the checkpoint.
pub async fn prove(tx: &mut Tx<'_>, position: i64, shown: impl Fn(&str) -> bool) -> Res<Option<RecordProof>> {
    let Some(newest) = xh_ledger_store::newest_checkpoint(tx).await?.filter(|c| c.size > position) else {
        return Ok(None);
    };
    let Some(stored) = xh_ledger_store::entries(tx, position, position + 1).await?.pop() else {
        return Ok(None);
    };
    let (index, size) = (unsigned(position)?, unsigned(newest.size)?);
    let wanted = inclusion_tiles(size, index).map_err(|e| Fault::found("ledger_tile", e))?;
    let tiles = tiles::load(tx, &wanted).await?;
    let hashes = inclusion_proof(&tiles, size, index).map_err(|e| Fault::found("ledger_tile", e))?;
    let place = Place { index, size, hashes, checkpoint: newest.note };
    let fields = stored.fields()?;
    let salt = stored.salt.as_deref().and_then(|s| Salt::try_from(s).ok());
    let body: Option<(&Salt, &Fields)> = salt.as_ref().zip(fields.as_ref());
    RecordProof::new(&stored.entry, body, shown, place).map(Some).map_err(|e| Fault::found("条目内容", e))
}

fn unsigned(number: i64) -> Res<u64> {
    u64::try_from(number).map_err(|e| Fault::found("账本位置", e))
}
