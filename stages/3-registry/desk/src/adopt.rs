//! Adopting a release: its digest becomes a public leaf, its content is kept for ever, and every record is decided
//! anew under it. Entry 0 of a ledger adopts the first release.

use xh_db::Res;
use xh_kernel::Severity;
use xh_ledger::{Draft, Fields};
use xh_policy::Release;
use xh_policy_store::{Adopted, Office};
use xh_registry::Organ;
use xh_registry_store::RecordRow;

use crate::{commit, reconsidered};

/// What an adoption changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Adoption {
    /// Digest of the release now in force.
    pub release: String,
    /// `false` when it was in force already.
    pub changed: bool,
    /// Records decided anew with another result.
    pub records: u64,
}

/// Adopts a release; one already in force changes nothing.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn adopt(office: &Office, actor: &str, release: &Release) -> Res<Adoption> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    let position = xh_ledger_store::lock_head(&mut tx).await?;
    if xh_policy_store::in_force_digest(&mut tx).await?.as_deref() == Some(release.digest()) {
        return Ok(Adoption { release: release.digest().to_owned(), changed: false, records: 0 });
    }
    let draft = Draft {
        stream: moment.id(),
        version: 1,
        kind: "policy.release".to_owned(),
        actor: actor.to_owned(),
        organ: String::new(),
        release: release.digest().to_owned(),
        fields: Fields::from([
            ("digest".to_owned(), release.digest().into()),
            ("title".to_owned(), release.title().into()),
        ]),
    };
    commit(&mut tx, vec![draft], &mut moment).await?;
    let adopted = Adopted {
        digest: release.digest().to_owned(),
        title: release.title(),
        content: release.content().to_owned(),
        position,
        adopted_at: moment.at().as_str().to_owned(),
    };
    xh_policy_store::put(&mut tx, &adopted).await?;
    tx.commit().await?;
    let records = decide_all(office, actor, release).await?;
    Ok(Adoption { release: release.digest().to_owned(), changed: true, records })
}

async fn decide_all(office: &Office, actor: &str, release: &Release) -> Res<u64> {
    let (mut after, mut changed) = (String::new(), 0);
    loop {
        let (last, page) = decide_page(office, actor, release, &after).await?;
        changed += page;
        let Some(last) = last else { return Ok(changed) };
        after = last;
    }
}

async fn decide_page(
    office: &Office,
    actor: &str,
    release: &Release,
    after: &str,
) -> Res<(Option<String>, u64)> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    let ids = xh_registry_store::current_records_after(&mut tx, after, 500).await?;
    let rows = crate::change::load(&mut tx, &ids).await?;
    let organs = xh_registry_store::organs(&mut tx).await?;
    let answers = xh_registry_store::answers(&mut tx).await?;
    let decide = |row: &RecordRow| {
        let organ: &Organ = organs.iter().find(|o| o.id.as_str() == row.record.organ)?;
        let answer = answer_for(&answers, row, release, organ, moment.today());
        let ground = "采用新的政策发布";
        reconsidered(release, &row.record, organ, answer, moment.today(), actor, ground)
    };
    let drafts: Vec<Draft> = rows.iter().filter_map(decide).collect();
    let changed = drafts.len() as u64;
    commit(&mut tx, drafts, &mut moment).await?;
    tx.commit().await?;
    Ok((ids.last().cloned(), changed))
}

fn answer_for(
    answers: &[((String, String, String), String)],
    row: &RecordRow,
    release: &Release,
    organ: &Organ,
    today: xh_kernel::Date,
) -> Option<Severity> {
    let kind = release.kind(&row.record.kind)?;
    let facts = xh_registry::facts_of(kind, &row.record.fields, organ, None);
    let question =
        xh_policy::judge(release, &kind.id, &facts, today).unsettled.as_ref().map(xh_registry::question)?;
    let key = (row.record.organ.clone(), row.record.kind.clone(), question);
    let found = answers.iter().find(|(k, _)| *k == key)?;
    Severity::parse(&found.1).ok()
}
