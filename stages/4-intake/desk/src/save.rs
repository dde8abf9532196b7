//! The database part of a chunk: load, decide and seal before the lock, then lock and write; when somebody else wrote
//! in between, load and decide again under the lock. Batch progress moves in the same transaction. A chunk may be
//! decided while the one before is written: it then counts on the head that one will leave.

use xh_db::{Res, Tx};
use xh_intake::filing::{Candidate, Ground, Known, Outcome, Plan, file};
use xh_intake::{AUTHORITY_ORGAN, Mapping};
use xh_kernel::Moment;
use xh_policy::{Kind, KindRole, Release};
use xh_policy_store::Office;
use xh_registry::Organ;
use xh_registry_store::{Ready, ready, write};

use crate::carry::carry;
use crate::known;

/// What a chunk is filed under.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// The law in force when the batch began.
    pub release: std::sync::Arc<Release>,
    /// Kind id.
    pub kind: String,
    /// The organ named for the batch.
    pub organ: Option<Organ>,
    /// Who files.
    pub actor: String,
}

impl Terms {
    pub(crate) fn kind(&self) -> Res<&Kind> {
        self.release.kind(&self.kind).ok_or_else(|| xh_db::Fault::found("信息类别", &self.kind))
    }

    /// The mapping as rows are read under these terms: the batch's organ decided what names no authority. Never stored,
    /// since a mapping is settled for a shape and may serve another organ. Nobody decides a registration: there the
    /// organ's own code may well be the subject's.
    pub(crate) fn with_authority(&self, mapping: &Mapping) -> Mapping {
        let mut mapping = mapping.clone();
        let decides = self.kind().is_ok_and(|kind| kind.role != KindRole::Registration);
        if let Some(organ) = self.organ.as_ref().filter(|_| decides) {
            mapping.defaults.insert(AUTHORITY_ORGAN.to_owned(), organ.uscc.as_str().to_owned());
        }
        mapping
    }

    fn ground(&self) -> Res<Ground<'_>> {
        Ok(Ground {
            release: &self.release,
            kind: self.kind()?,
            default_organ: self.organ.as_ref(),
            actor: &self.actor,
        })
    }
}

/// A chunk decided and sealed against a known head.
#[derive(Debug)]
pub(crate) struct Decided {
    /// The head it takes for granted.
    head: i64,
    outcomes: Vec<Outcome>,
    ready: Vec<Ready>,
}

/// A head that no ledger has.
const NEVER: i64 = -1;

/// What a chunk will have changed, for the chunk that is decided while it is being written.
#[derive(Debug)]
pub(crate) struct Ahead {
    head: i64,
    before: i64,
    known: Known,
}

impl Ahead {
    /// Somebody else wrote meanwhile: what was decided on it must be decided anew.
    pub(crate) fn is_moot(&self) -> bool {
        self.before == NEVER
    }
}

/// Loads, decides and seals without the lock, counting on `ahead` to be written first.
pub(crate) async fn decide(
    office: &Office,
    terms: &Terms,
    rows: &[Candidate],
    ahead: Option<Ahead>,
    moment: &mut Moment,
) -> Res<(Decided, Ahead)> {
    let mut tx = office.db.read().await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let ground = terms.ground()?;
    let mut known = known::load(&mut tx, ground.kind, rows, moment.today()).await?;
    drop(tx);
    let head = match &ahead {
        None => head,
        Some(ahead) => {
            carry(&mut known, &ahead.known, ground.kind, rows);
            if head == ahead.head || head == ahead.before { ahead.head } else { NEVER }
        }
    };
    let Plan { drafts, outcomes } = file(ground, &mut known, rows, moment);
    let ready = ready(drafts, moment)?;
    let after = head + i64::try_from(ready.len()).unwrap_or(i64::MAX - head.max(0));
    Ok((Decided { head, outcomes, ready }, Ahead { head: after, before: head, known }))
}

async fn decide_in(
    tx: &mut Tx<'_>,
    head: i64,
    terms: &Terms,
    rows: &[Candidate],
    moment: &mut Moment,
) -> Res<Decided> {
    let ground = terms.ground()?;
    let mut known = known::load(tx, ground.kind, rows, moment.today()).await?;
    let Plan { drafts, outcomes } = file(ground, &mut known, rows, moment);
    Ok(Decided { head, outcomes, ready: ready(drafts, moment)? })
}

/// Writes a decided chunk in `tx`, deciding again if the ledger is not where it was expected; answers the outcomes, and
/// whether they are those that were decided ahead.
pub(crate) async fn save(
    tx: &mut Tx<'_>,
    mut decided: Decided,
    terms: &Terms,
    rows: &[Candidate],
    moment: &mut Moment,
) -> Res<(Vec<Outcome>, bool)> {
    let head = xh_ledger_store::lock_head(tx).await?;
    let as_decided = head == decided.head;
    if !as_decided {
        decided = decide_in(tx, head, terms, rows, moment).await?;
    }
    write(tx, head, decided.ready).await?;
    Ok((decided.outcomes, as_decided))
}

/// Decides and writes under the lock at once: the path of small groups.
pub(crate) async fn decide_and_save(
    tx: &mut Tx<'_>,
    terms: &Terms,
    rows: &[Candidate],
    moment: &mut Moment,
) -> Res<(Vec<Outcome>, i64)> {
    let head = xh_ledger_store::lock_head(tx).await?;
    let decided = decide_in(tx, head, terms, rows, moment).await?;
    let head = write(tx, head, decided.ready).await?;
    Ok((decided.outcomes, head))
}
