//! The first transaction of a batch: the batch and the answer to its request are made together, then the work starts.

use axum::body::Bytes;
use sha2::{Digest, Sha256};
use xh_access::{KeptAnswer, Repeat};
use xh_web::Problem;

use super::{IntakeApi, once};
use crate::jobs::{self, ReceivedOut};
use crate::{Asked, open};

/// A file as it came.
pub(super) struct Upload {
    /// Record kind.
    pub kind: String,
    /// The name the sender gave it.
    pub name: String,
    /// Id of the organ in whose name it is sent; empty when none.
    pub organ: String,
    /// Who sends it.
    pub actor: String,
    /// Its bytes.
    pub body: Bytes,
}

/// Makes the batch, or finds the one that the same bytes or the same request made; answers with its id when that is
/// durable. Work on it starts unless it is done or under way here.
pub(super) async fn receive(
    api: &IntakeApi,
    repeat: Option<&Repeat>,
    upload: Upload,
) -> Result<KeptAnswer, Problem> {
    let sha256 = hex::encode(Sha256::digest(&upload.body));
    let holder = api.office.moment().opaque().as_str().to_owned();
    let mut moment = api.office.moment();
    let mut tx = api.office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    let before = match repeat {
        Some(repeat) => once::found(xh_access::before(&mut tx, repeat).await?)?,
        None => None,
    };
    let unfinished = xh_intake_store::unfinished(&mut tx, &sha256, &upload.kind, &upload.organ).await?;
    let (answer, batch) = match before {
        Some(kept) => {
            let made = ReceivedOut::id_of(&kept);
            (kept, unfinished.filter(|batch| batch.id == made))
        }
        None => {
            let batch = match unfinished {
                Some(batch) => batch,
                None => open::begin(&mut tx, &mut moment, &upload.named(&sha256), &holder).await?,
            };
            let answer = ReceivedOut::of(&batch.id).answer()?;
            if let Some(repeat) = repeat {
                xh_access::keep(&mut tx, moment.at(), repeat, &answer).await?;
            }
            (answer, Some(batch))
        }
    };
    tx.commit().await?;
    if let Some(batch) = batch {
        jobs::work(api, &batch.id, &holder, upload.asked(), &upload.body)?;
    }
    Ok(answer)
}

impl Upload {
    fn named<'a>(&'a self, sha256: &'a str) -> open::Named<'a> {
        open::Named { sha256, kind: &self.kind, organ: &self.organ, name: &self.name }
    }

    fn asked(&self) -> Asked {
        Asked {
            path: std::path::PathBuf::new(),
            name: self.name.clone(),
            kind: self.kind.clone(),
            organ: Some(self.organ.clone()).filter(|organ| !organ.is_empty()),
            actor: self.actor.clone(),
        }
    }
}
