//! What the door kept of a record that is being erased: its rows in screened originals and in the queues go too, in
//! the transaction of the erasure. Counts stay: they say nothing of a row.

use xh_db::{Fault, Res, Tx};
use xh_intake::Trace;
use xh_intake_store::WaitingRow;
use xh_kernel::Moment;

use crate::original::{pack_kept, unpack};

const PAGE: i64 = 500;

/// Empties every kept row that is a trace; answers how many.
///
/// # Errors
/// `Fault` when the database fails or holds a row that cannot be read.
pub async fn forget(tx: &mut Tx<'_>, trace: &Trace, actor: &str, moment: &Moment) -> Res<u64> {
    Ok(queues(tx, trace, actor, moment).await? + originals(tx, trace).await?)
}

async fn queues(tx: &mut Tx<'_>, trace: &Trace, actor: &str, moment: &Moment) -> Res<u64> {
    let (mut emptied, mut batch, mut at) = (0, String::new(), -1);
    loop {
        let page = xh_intake_store::kept_rows(tx, &batch, at, PAGE).await?;
        let Some(last) = page.last() else { return Ok(emptied) };
        (batch, at) = (last.batch.clone(), last.sheet_row);
        for row in page {
            if trace.is_in(&cells(&row)?) {
                xh_intake_store::empty_row(tx, &row, moment.at().as_str(), actor).await?;
                emptied += 1;
            }
        }
    }
}

fn cells(row: &WaitingRow) -> Res<Vec<String>> {
    serde_json::from_str(&row.cells).map_err(|e| Fault::found("intake_row.cells", e))
}

async fn originals(tx: &mut Tx<'_>, trace: &Trace) -> Res<u64> {
    let (mut emptied, mut batch, mut at) = (0, String::new(), -1);
    while let Some((of, chunk, packed)) = xh_intake_store::next_original_of_all(tx, &batch, at).await? {
        let unreadable = |e| Fault::found("留存原件", e);
        let mut kept = unpack(&packed).map_err(unreadable)?;
        let before = kept.len();
        kept.retain(|(_, cells)| !trace.is_in(cells));
        if kept.len() < before {
            emptied += (before - kept.len()) as u64;
            xh_intake_store::put_original(tx, &of, chunk, &pack_kept(&kept).map_err(unreadable)?).await?;
        }
        (batch, at) = (of, chunk);
    }
    Ok(emptied)
}
