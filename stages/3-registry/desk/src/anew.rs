//! Deciding every record anew: when a release is adopted, and when a regime it holds enters into force later. Pages do
//! not wait for the second: stored intervals end by themselves (`xh_registry::lawful`); classes and the questions for
//! the authorities follow here.

use xh_db::{Fault, Res};
use xh_kernel::{Date, Instant};
use xh_ledger::Draft;
use xh_policy::Release;
use xh_policy_store::Office;
use xh_registry::Organ;
use xh_registry_store::RecordRow;

use crate::change::{answered, load};
use crate::{commit, reconsidered};

/// Decides every record anew if a regime has entered into force after `since`, or after the release was adopted when
/// nobody has looked since; answers how many records changed.
///
/// # Errors
/// `Fault` when the database fails or holds no release.
pub async fn take_effect(office: &Office, actor: &str, since: Option<Date>) -> Res<u64> {
    let release = office.law().await?;
    let since = match since {
        Some(day) => day,
        None => adopted_on(office, &release).await?,
    };
    let today = office.moment().today();
    let entered = release.regimes().iter().any(|it| since < it.from && it.from <= today);
    if entered { decide_all(office, actor, &release, "新规定施行").await } else { Ok(0) }
}

async fn adopted_on(office: &Office, release: &Release) -> Res<Date> {
    let mut tx = office.db.read().await?;
    let adopted = xh_policy_store::release(&mut tx, release.digest()).await?;
    let adopted = adopted.ok_or_else(|| Fault::found("政策发布", "没有已采用的版本"))?;
    let at = Instant::parse(&adopted.adopted_at).map_err(|e| Fault::found("policy_release.adopted_at", e))?;
    Ok(at.legal_day())
}

/// Decides every current record under `release`, 500 in a transaction; answers how many changed.
pub(crate) async fn decide_all(office: &Office, actor: &str, release: &Release, ground: &str) -> Res<u64> {
    let (mut after, mut changed) = (String::new(), 0);
    loop {
        let (last, page) = decide_page(office, actor, release, ground, &after).await?;
        changed += page;
        let Some(last) = last else { return Ok(changed) };
        after = last;
    }
}

async fn decide_page(
    office: &Office,
    actor: &str,
    release: &Release,
    ground: &str,
    after: &str,
) -> Res<(Option<String>, u64)> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    let ids = xh_registry_store::current_records_after(&mut tx, after, 500).await?;
    let rows = load(&mut tx, &ids).await?;
    let organs = xh_registry_store::organs(&mut tx).await?;
    let answers = xh_registry_store::answers(&mut tx).await?;
    let decide = |row: &RecordRow| {
        let organ: &Organ = organs.iter().find(|o| o.id.as_str() == row.record.organ)?;
        let answer = |asked: &str| answered(&answers, &row.record, asked);
        reconsidered(release, &row.record, organ, &answer, moment.today(), actor, ground)
    };
    let drafts: Vec<Draft> = rows.iter().filter_map(decide).collect();
    let changed = drafts.len() as u64;
    commit(&mut tx, drafts, &mut moment).await?;
    tx.commit().await?;
    Ok((ids.last().cloned(), changed))
}
