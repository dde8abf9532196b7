//! Uploads on their way: the body is spooled to an unlinked file, the import runs behind the answer 202. What was
//! received but not yet done when the process ends is sent again by the client: nothing of it was acknowledged
//! as filed.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use xh_web::Problem;

use crate::api::IntakeApi;
use crate::{Asked, Imported, import};

/// How far an upload is.
#[derive(Debug, Clone)]
pub(crate) enum Job {
    /// Being imported.
    Running,
    /// Nothing was filed.
    Failed(String),
    /// The answer.
    Done(Value),
}

/// Uploads by id.
pub(crate) type Jobs = Arc<Mutex<HashMap<String, Job>>>;

/// Spools the body and starts the import; answers the job's id.
pub(crate) fn start(
    api: &IntakeApi,
    jobs: &Jobs,
    kind: String,
    name: String,
    organ: Option<String>,
    actor: String,
    body: &[u8],
) -> Result<String, Problem> {
    let mut spool = tempfile::NamedTempFile::new().map_err(Problem::internal)?;
    spool.write_all(body).map_err(Problem::internal)?;
    let id = api.office.moment().id().as_str().to_owned();
    note(jobs, &id, Job::Running);
    let (api, jobs, job) = (api.clone(), Arc::clone(jobs), id.clone());
    tokio::spawn(async move {
        let asked = Asked { path: spool.path().to_owned(), name, kind, organ, actor };
        let end = match import(&api.office, &api.decoder, asked, &|_| ()).await {
            Ok(imported) => Job::Done(answer(&job, &imported)),
            Err(fault) => Job::Failed(fault.to_string()),
        };
        drop(spool);
        note(&jobs, &job, end);
    });
    Ok(id)
}

fn note(jobs: &Jobs, id: &str, job: Job) {
    if let Ok(mut jobs) = jobs.lock() {
        jobs.insert(id.to_owned(), job);
    }
}

fn answer(id: &str, imported: &Imported) -> Value {
    json!({
        "id": id, "batch": imported.batch, "state": "done", "counts": imported.counts, "seconds": imported.seconds,
        "position": imported.position, "sha256": imported.decoded.sha256, "encoding": imported.decoded.encoding,
        "columns": imported.help, "headings": imported.headings,
    })
}
