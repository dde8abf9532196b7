//! The scheduler's only act: it notes that intervals have ended, for feeds and proofs. Pages never wait for it.

use xh_db::{Fault, Res};
use xh_kernel::{Date, Id};
use xh_ledger::Draft;
use xh_policy_store::Office;
use xh_registry::{EndedBody, RECORD_ENDED};
use xh_registry_store::EndingInterval;

use crate::commit;

const PAGE: i64 = 1_000;

/// Notes every interval over by today, a thousand in an entry; answers how many. It looks through all that ever
/// ended, so once a legal day is enough; it holds the lock only for what it notes.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn note_ended(office: &Office, actor: &str) -> Res<u64> {
    let (mut noted, mut last) = (0, None);
    loop {
        let day = office.moment().today().to_string();
        let mut tx = office.db.read().await?;
        let page = xh_registry_store::ending_by(&mut tx, &day, last.as_ref(), PAGE).await?;
        drop(tx);
        if !page.is_empty() {
            noted += note_page(office, actor, &page).await?;
        }
        if page.len() < PAGE as usize {
            return Ok(noted);
        }
        last = page.into_iter().next_back();
    }
}

/// One entry for those of the page that nobody noted meanwhile.
async fn note_page(office: &Office, actor: &str, page: &[EndingInterval]) -> Res<u64> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    let release = office.law_in(&mut tx).await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    let ending = xh_registry_store::still_ending(&mut tx, &moment.today().to_string(), page).await?;
    if ending.is_empty() {
        return Ok(0);
    }
    let body = EndedBody { ended: ending.iter().map(typed).collect::<Res<_>>()? };
    let draft = Draft {
        stream: moment.id(),
        version: 1,
        kind: RECORD_ENDED.to_owned(),
        actor: actor.to_owned(),
        organ: String::new(),
        release: release.digest().to_owned(),
        fields: body.to_fields(),
    };
    commit(&mut tx, vec![draft], &mut moment).await?;
    tx.commit().await?;
    Ok(ending.len() as u64)
}

fn typed(ending: &EndingInterval) -> Res<(Id, String, Date)> {
    let id = Id::parse(&ending.record).map_err(|e| Fault::found("registry_interval.record_id", e))?;
    let day = Date::parse(&ending.until).map_err(|e| Fault::found("registry_interval.until_day", e))?;
    Ok((id, ending.channel.clone(), day))
}
