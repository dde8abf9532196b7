//! Work on batches that came over HTTP: the body lies in an unlinked file, the import runs behind the answer 202.
//!
//! What this process is working on is kept in memory; how far a batch is stands in the database. Work that the end
//! of the process cuts off goes on when the same bytes come again.

use std::collections::HashSet;
use std::io::Write;
use std::os::fd::AsRawFd;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xh_access::KeptAnswer;
use xh_db::{Fault, Res};
use xh_web::Problem;

use crate::api::IntakeApi;
use crate::import::import_received;
use crate::{Asked, ImportFault};

/// Ids of the batches being worked on here.
pub(crate) type Jobs = Arc<Mutex<HashSet<String>>>;

/// The answer to a file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ReceivedOut {
    /// 批次编号
    pub id: String,
    /// received：已收下；此后的情况见批次的地址
    pub state: String,
}

impl ReceivedOut {
    pub(crate) fn of(id: &str) -> Self {
        Self { id: id.to_owned(), state: "received".to_owned() }
    }

    pub(crate) fn answer(&self) -> Res<KeptAnswer> {
        let body = serde_json::to_string(self).map_err(|e| Fault::found("批次回答", e))?;
        Ok(KeptAnswer { status: 202, body })
    }

    pub(crate) fn id_of(kept: &KeptAnswer) -> String {
        serde_json::from_str::<Self>(&kept.body).map(|answer| answer.id).unwrap_or_default()
    }
}

/// Spools the body and works on the batch, unless that is being done here already.
pub(crate) fn work(
    api: &IntakeApi,
    batch: &str,
    holder: &str,
    asked: Asked,
    body: &[u8],
) -> Result<(), Problem> {
    if !api.jobs.lock().unwrap_or_else(PoisonError::into_inner).insert(batch.to_owned()) {
        return Ok(());
    }
    let running = Running { jobs: Arc::clone(&api.jobs), batch: batch.to_owned() };
    let mut spool = tempfile::tempfile().map_err(Problem::internal)?;
    spool.write_all(body).map_err(Problem::internal)?;
    let (api, holder) = (api.clone(), holder.to_owned());
    tokio::spawn(async move {
        let asked = Asked { path: path_of(&spool), ..asked };
        if let Err(fault) = import_received(&api.office, &api.decoder, asked, &running.batch, &holder).await {
            fail(&api, &running.batch, &holder, &fault).await;
        }
        drop(spool);
    });
    Ok(())
}

/// Under this name a child of ours opens a file that has no other.
fn path_of(spool: &std::fs::File) -> PathBuf {
    PathBuf::from(format!("/proc/{}/fd/{}", std::process::id(), spool.as_raw_fd()))
}

/// Notes why the batch ended; a batch that another process took over goes on there.
async fn fail(api: &IntakeApi, batch: &str, holder: &str, fault: &ImportFault) {
    let reason = match fault {
        ImportFault::Fault(_) | ImportFault::Io(..) => {
            tracing::error!(%fault, batch, "batch");
            "系统出了差错，已经记录；请重新报送".to_owned()
        }
        other => xh_kernel::without_identity_numbers(&other.to_string()).into_owned(),
    };
    let noted = async {
        let mut tx = api.office.db.write().await?;
        let now = api.office.moment().at().clone();
        xh_intake_store::finish(&mut tx, batch, holder, now.as_str(), Some(&reason)).await?;
        tx.commit().await
    };
    if let Err(fault) = noted.await {
        tracing::error!(%fault, batch, "end of a batch");
    }
}

/// A batch being worked on here; no longer when this is dropped, however the work ended.
struct Running {
    jobs: Jobs,
    batch: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.batch);
    }
}
