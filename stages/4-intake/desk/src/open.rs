//! Opening a batch: a new one, or the unfinished one of the same bytes where it stopped.

use std::time::Duration;

use xh_db::Res;
use xh_intake_store::{Batch, Tally};
use xh_kernel::Instant;
use xh_policy_store::Office;

/// A holder silent for longer than this is taken to be dead.
const SILENCE: Duration = Duration::from_secs(5);

/// The batch to work on, held by `holder`: waits while another process works on the same bytes.
pub(crate) async fn open(
    office: &Office,
    sha256: &str,
    kind: &str,
    organ: &str,
    name: &str,
    holder: &str,
) -> Res<Batch> {
    loop {
        if let Some(batch) = try_open(office, sha256, kind, organ, name, holder).await? {
            return Ok(batch);
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

async fn try_open(
    office: &Office,
    sha256: &str,
    kind: &str,
    organ: &str,
    name: &str,
    holder: &str,
) -> Res<Option<Batch>> {
    let mut moment = office.moment();
    let now = moment.at().clone();
    let mut tx = office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    let found = xh_intake_store::unfinished(&mut tx, sha256, kind, organ).await?;
    let batch = match found {
        Some(mut batch) => {
            let silent = Instant::from_unix_micros(now.unix_micros() - micros(SILENCE));
            if !xh_intake_store::take_over(&mut tx, &batch.id, holder, now.as_str(), silent.as_str()).await? {
                return Ok(None);
            }
            batch.holder = holder.to_owned();
            batch
        }
        None => {
            let batch = fresh(moment.id().as_str(), sha256, kind, organ, name, holder, now.as_str());
            xh_intake_store::begin(&mut tx, &batch).await?;
            batch
        }
    };
    tx.commit().await?;
    Ok(Some(batch))
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

fn fresh(id: &str, sha256: &str, kind: &str, organ: &str, name: &str, holder: &str, now: &str) -> Batch {
    Batch {
        id: id.to_owned(),
        sha256: sha256.to_owned(),
        kind: kind.to_owned(),
        organ: organ.to_owned(),
        name: name.to_owned(),
        shape: String::new(),
        headings: "[]".to_owned(),
        mapping: String::new(),
        holder: holder.to_owned(),
        beat_at: now.to_owned(),
        begun_at: now.to_owned(),
        done_at: None,
        failure: None,
        next_row: 0,
        tally: Tally::default(),
    }
}
