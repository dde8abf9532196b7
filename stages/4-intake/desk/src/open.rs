//! Opening a batch: a new one, or the unfinished one of the same bytes where it stopped.

use std::time::Duration;

use xh_db::{Fault, Res, Tx};
use xh_intake_store::{Batch, Tally};
use xh_kernel::{Instant, Moment};
use xh_policy_store::Office;

/// A holder silent for longer than this is taken to be dead.
const SILENCE: Duration = Duration::from_secs(5);

/// Clocks of two nodes differ by less than this.
const CLOCKS_DIFFER: Duration = Duration::from_secs(300);
const PAUSE: Duration = Duration::from_millis(300);

/// What names a batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    /// SHA-256 of the bytes, hex.
    pub sha256: &'a str,
    /// Record kind.
    pub kind: &'a str,
    /// Organ id; empty when none.
    pub organ: &'a str,
    /// The name the sender gave it.
    pub name: &'a str,
}

/// The batch to work on, held by `holder`: waits while another process works on the same bytes.
pub(crate) async fn open(office: &Office, named: &Named<'_>, holder: &str) -> Res<Batch> {
    loop {
        if let Some(batch) = try_open(office, named, holder).await? {
            return Ok(batch);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// A batch that exists, held by `holder`: waits while another holder works on it; `None` when it has ended.
pub(crate) async fn retake(office: &Office, id: &str, holder: &str) -> Res<Option<Batch>> {
    loop {
        let mut tx = office.db.write().await?;
        xh_ledger_store::lock_head(&mut tx).await?;
        let found = xh_intake_store::batch(&mut tx, id).await?.filter(|batch| batch.done_at.is_none());
        let Some(batch) = found else { return Ok(None) };
        let now = office.moment().at().clone();
        if let Some(taken) = take(&mut tx, batch, holder, &now).await? {
            tx.commit().await?;
            return Ok(Some(taken));
        }
        tx.rollback().await?;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Writes a new batch in this transaction.
pub(crate) async fn begin(
    tx: &mut Tx<'_>,
    moment: &mut Moment,
    named: &Named<'_>,
    holder: &str,
) -> Res<Batch> {
    let now = moment.at().as_str().to_owned();
    let batch = fresh(moment.id().as_str(), named, holder, &now);
    xh_intake_store::begin(tx, &batch).await?;
    Ok(batch)
}

/// The batch in this holder's hands, unless another one has shown life.
async fn take(tx: &mut Tx<'_>, mut batch: Batch, holder: &str, now: &Instant) -> Res<Option<Batch>> {
    let silent = silence(&batch, now)?;
    if batch.holder != holder
        && !xh_intake_store::take_over(tx, &batch.id, holder, now.as_str(), silent.as_str()).await?
    {
        return Ok(None);
    }
    batch.holder = holder.to_owned();
    Ok(Some(batch))
}

/// Whoever showed no life since then is taken to be dead. A sign of life from the future is no sign: the clock of that
/// holder was wrong, or ours is, and nobody waits a year to find out.
fn silence(batch: &Batch, now: &Instant) -> Res<Instant> {
    let beat = Instant::parse(&batch.beat_at).map_err(|e| Fault::found("intake_batch.beat_at", e))?;
    if beat.unix_micros() > now.unix_micros() + micros(CLOCKS_DIFFER) {
        return Ok(Instant::from_unix_micros(beat.unix_micros() + 1));
    }
    Ok(Instant::from_unix_micros(now.unix_micros() - micros(SILENCE)))
}

async fn try_open(office: &Office, named: &Named<'_>, holder: &str) -> Res<Option<Batch>> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    let found = xh_intake_store::unfinished(&mut tx, named.sha256, named.kind, named.organ).await?;
    let batch = match found {
        Some(batch) => take(&mut tx, batch, holder, moment.at()).await?,
        None => Some(begin(&mut tx, &mut moment, named, holder).await?),
    };
    if batch.is_some() {
        tx.commit().await?;
    }
    Ok(batch)
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

fn fresh(id: &str, named: &Named<'_>, holder: &str, now: &str) -> Batch {
    Batch {
        id: id.to_owned(),
        sha256: named.sha256.to_owned(),
        kind: named.kind.to_owned(),
        organ: named.organ.to_owned(),
        name: xh_kernel::without_identity_numbers(named.name).into_owned(),
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
