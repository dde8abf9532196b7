//! What follows the ledger while a node serves: the signer, the search index, the note of ended intervals.

use std::sync::Arc;
use std::time::Duration;

use xh_db::{Fault, Res};
use xh_ledger_desk::{LogKey, SIGNER_LEASE};
use xh_policy_store::Office;
use xh_search::{Change, Doc, SearchIndex};

const TICK: Duration = Duration::from_secs(1);
/// How long an answer is kept for a client that repeats its request (`Idempotency-Key`).
const ANSWER_KEPT: Duration = Duration::from_secs(7 * 86_400);
const LEASE_SECONDS: i64 = 10;
const PAGE: i64 = 20_000;

/// Signs every second when the log grew, while this node holds the lease.
pub async fn sign(office: Office, key: Arc<LogKey>) {
    let holder = office.moment().opaque();
    let mut tick = tokio::time::interval(TICK);
    loop {
        tick.tick().await;
        if let Err(fault) = sign_once(&office, &key, holder.as_str()).await {
            tracing::error!(%fault, "signer");
        }
    }
}

async fn sign_once(office: &Office, key: &LogKey, holder: &str) -> Res<()> {
    let now = office.moment().at().clone();
    let until = xh_kernel::Instant::from_unix_micros(now.unix_micros() + LEASE_SECONDS * 1_000_000);
    let mut tx = office.db.write().await?;
    let mine =
        xh_ledger_store::take_lease(&mut tx, SIGNER_LEASE, holder, now.as_str(), until.as_str()).await?;
    tx.commit().await?;
    if mine {
        key.catch_up(&office.db, &now).await?;
    }
    Ok(())
}

/// Keeps the search index at the newest entry.
pub async fn index(office: Office, search: SearchIndex) {
    let mut tick = tokio::time::interval(TICK);
    loop {
        tick.tick().await;
        if let Err(fault) = index_once(&office, &search).await {
            tracing::error!(%fault, "search index");
        }
    }
}

/// Brings the index up to the newest entry; answers how many subjects were written.
///
/// # Errors
/// `Fault` when the database or the index fails.
pub async fn index_once(office: &Office, search: &SearchIndex) -> Res<u64> {
    let mut written = 0;
    loop {
        let from = place(search.position())?;
        let mut tx = office.db.read().await?;
        let head = xh_ledger_store::head(&mut tx).await?;
        office.saw(xh_ledger_store::newest_instant(&mut tx).await?.as_ref());
        if from >= head {
            return Ok(written);
        }
        let upto = head.min(from + PAGE);
        let changed = xh_registry_store::subjects_since(&mut tx, from, upto).await?;
        drop(tx);
        written += changed.len() as u64;
        let changes: Vec<Change> = changed.into_iter().map(change).collect();
        let (search, position) = (search.clone(), u64::try_from(upto).unwrap_or(0));
        let applied = tokio::task::spawn_blocking(move || search.apply(&changes, position)).await;
        applied.map_err(|e| Fault::found("检索索引任务", e))?.map_err(|e| Fault::found("检索索引", e))?;
    }
}

fn place(position: Result<Option<u64>, xh_search::Fault>) -> Res<i64> {
    let position = position.map_err(|e| Fault::found("检索索引", e))?;
    Ok(i64::try_from(position.unwrap_or(0)).unwrap_or(0))
}

fn change(names: xh_registry_store::SubjectNames) -> Change {
    Change::Put(Doc {
        id: names.id,
        uscc: names.uscc,
        name: names.name,
        former_names: names.former,
        district: names.division,
        state: names.state,
    })
}

/// Notes ended intervals and takes up regimes that have entered into force, at start and then every ten minutes.
/// What pages show never waits for it.
pub async fn note_ends(office: Office, actor: String) {
    let mut tick = tokio::time::interval(Duration::from_secs(600));
    let (mut seen, mut noted) = (None, None);
    loop {
        tick.tick().await;
        let today = office.moment().today();
        match xh_registry_desk::take_effect(&office, &actor, seen).await {
            Ok(_) => seen = Some(today),
            Err(fault) => tracing::error!(%fault, "regimes entering into force"),
        }
        if noted == Some(today) {
            continue;
        }
        // Nothing ends within a day; what was over when it was filed is noted on the day after.
        match xh_registry_desk::note_ended(&office, &actor).await {
            Ok(_) => noted = Some(today),
            Err(fault) => tracing::error!(%fault, "ended intervals"),
        }
    }
}

/// Forgets answers that nobody will ask for again, at start and then every hour. Nothing else is left to sweep up:
/// spools are files without a name, an unfinished tile is the row that becomes the whole one.
pub async fn forget_answers(office: Office) {
    let mut tick = tokio::time::interval(Duration::from_secs(3_600));
    loop {
        tick.tick().await;
        let kept = i64::try_from(ANSWER_KEPT.as_micros()).unwrap_or(i64::MAX);
        let until =
            xh_kernel::Instant::from_unix_micros(office.moment().at().unix_micros().saturating_sub(kept));
        if let Err(fault) = xh_access::forget(&office.db, &until).await {
            tracing::error!(%fault, "answers kept for repeated requests");
        }
    }
}
