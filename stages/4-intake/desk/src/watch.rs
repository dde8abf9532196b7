//! A watched folder: a sheet that lies there whole is filed by the same import as every other and moved, with its
//! result, to `done/` or `needs-a-person/`. Not a connector's pull, and no rule of its own about rows.
//!
//! One process works on a folder (a lock that the system lets go of when it dies); others stand by. A sheet is taken
//! by one rename into `working/`, and leaves by one rename of that folder. What a kill leaves in `working/` is carried
//! on: a batch that was finished is not filed again, one that was not is resumed.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use xh_kernel::Instant;
use xh_policy_store::Office;

use crate::import::{organ_id, terms};
use crate::{Asked, Decoder, ImportFault, Imported, import, write_marked_sheet};

mod claim;
mod folder;

use claim::Claim;
use folder::{Folder, Shape};

/// What holds for every sheet of a folder.
#[derive(Debug, Clone)]
pub struct WatchAsked {
    /// The folder.
    pub folder: PathBuf,
    /// Record kind.
    pub kind: String,
    /// Code of the organ that sends here; `None` when rows name theirs.
    pub organ: Option<String>,
    /// Who files (opaque account id).
    pub actor: String,
    /// A sheet is whole once size and time of change have stood still for so long.
    pub whole_after: Duration,
}

/// A sheet that was worked on.
#[derive(Debug, Clone)]
pub struct Watched {
    /// Its name.
    pub name: String,
    /// Where it lies now, with its result.
    pub folder: PathBuf,
    /// Somebody has to look: columns, rows sent back or held, a file that cannot be read.
    pub needs_a_person: bool,
    /// In words.
    pub said: String,
}

/// A folder held by this process.
#[derive(Debug)]
pub struct Watch {
    asked: WatchAsked,
    folder: Folder,
    /// When each sheet was first seen as it is.
    seen: HashMap<OsString, (Shape, Instant)>,
}

impl Watch {
    /// Takes the folder; `None` while another process holds it.
    ///
    /// # Errors
    /// `ImportFault` when kind or organ are unknown or the folder cannot be used.
    pub async fn take(office: &Office, asked: WatchAsked) -> Result<Option<Self>, ImportFault> {
        terms(office, &asked_for(&asked, Path::new(""), "")).await?;
        let folder = Folder::take(&asked.folder).map_err(|fault| io(&asked.folder, fault))?;
        Ok(folder.map(|folder| Self { asked, folder, seen: HashMap::new() }))
    }

    /// Carries on what lies in `working/`, then files every sheet that is whole, oldest first.
    ///
    /// # Errors
    /// `ImportFault` when the machine failed; the sheet stays in `working/` and the next call carries it on.
    pub async fn poll(&mut self, office: &Office, decoder: &Decoder) -> Result<Vec<Watched>, ImportFault> {
        let mut worked = Vec::new();
        for claim in self.folder.left_over().map_err(|fault| io(&self.asked.folder, fault))? {
            worked.push(self.work(office, decoder, &claim, true).await?);
        }
        for name in self.whole(office)? {
            let claimed = self.folder.claim(&name, office.moment().at());
            if let Some(claim) = claimed.map_err(|fault| io(&self.asked.folder, fault))? {
                worked.push(self.work(office, decoder, &claim, false).await?);
            }
        }
        Ok(worked)
    }

    /// Sheets that have stood still for long enough.
    fn whole(&mut self, office: &Office) -> Result<Vec<OsString>, ImportFault> {
        let there = self.folder.sheets().map_err(|fault| io(&self.asked.folder, fault))?;
        let now = office.moment().at().clone();
        self.seen.retain(|name, _| there.iter().any(|(other, _)| other == name));
        let mut whole = Vec::new();
        for (name, shape) in there {
            let first = self.seen.entry(name.clone()).or_insert_with(|| (shape, now.clone()));
            if first.0 != shape {
                *first = (shape, now.clone());
            }
            let still = now.unix_micros() - first.1.unix_micros();
            if still >= i64::try_from(self.asked.whole_after.as_micros()).unwrap_or(i64::MAX) {
                whole.push((shape, name));
            }
        }
        whole.sort();
        Ok(whole.into_iter().map(|(_, name)| name).collect())
    }

    async fn work(
        &self,
        office: &Office,
        decoder: &Decoder,
        claim: &Claim,
        left_over: bool,
    ) -> Result<Watched, ImportFault> {
        if left_over && let Some(batch) = self.finished(office, claim).await? {
            return self.leave(office, claim, &Ended::of_batch(&batch)).await;
        }
        let before = claim.shape().map_err(|fault| io(&claim.sheet, fault))?;
        let asked = asked_for(&self.asked, &claim.sheet, &claim.name);
        let ended = match import(office, decoder, asked, &|_| ()).await {
            Ok(imported) => Ended::of(&imported),
            Err(fault @ (ImportFault::Unreadable(_) | ImportFault::Empty | ImportFault::Mapping(_))) => {
                Ended { why: vec![fault.to_string()], ..Ended::default() }
            }
            Err(fault) => return Err(fault),
        };
        let after = claim.shape().map_err(|fault| io(&claim.sheet, fault))?;
        self.leave(office, claim, &ended.unless_changed(before == after)).await
    }

    /// The batch of a sheet that was finished before its folder could be moved.
    async fn finished(
        &self,
        office: &Office,
        claim: &Claim,
    ) -> Result<Option<xh_intake_store::Batch>, ImportFault> {
        let sha256 = claim.sha256().map_err(|fault| io(&claim.sheet, fault))?;
        let organ = organ_id(office, self.asked.organ.as_deref()).await?;
        let mut tx = office.db.read().await?;
        let since = claim.at.as_str();
        let found =
            xh_intake_store::finished_since(&mut tx, &sha256, &self.asked.kind, &organ, since).await?;
        let Some(batch) = found else { return Ok(None) };
        // Nothing was kept of a sheet whose columns were not understood; reading it again tells the person why.
        let kept = xh_intake_store::next_original(&mut tx, &batch.id, -1).await?.is_some();
        Ok(Some(batch).filter(|_| kept))
    }

    /// Writes result and marked sheet beside the sheet, and moves the three in one step.
    async fn leave(&self, office: &Office, claim: &Claim, ended: &Ended) -> Result<Watched, ImportFault> {
        let failed = |fault| io(&claim.folder, fault);
        if let (Some(batch), true) = (&ended.batch, ended.marked) {
            let mut part = claim.part().map_err(failed)?;
            if write_marked_sheet(office, batch, part.as_file_mut()).await? {
                claim.keep(part, "marked.xlsx").map_err(failed)?;
            }
        }
        let result = json!({
            "file": xh_kernel::without_identity_numbers(&claim.name), "kind": self.asked.kind, "batch": ended.batch,
            "needs_a_person": ended.needs_a_person(), "counts": ended.counts, "why": ended.why,
        });
        claim.note(&result).map_err(failed)?;
        let folder = self.folder.leave(claim, ended.needs_a_person()).map_err(failed)?;
        if ended.understood() {
            // As it was sent it may hold rows about people; the screened original is kept with the batch.
            std::fs::remove_file(folder.join(&claim.name)).map_err(failed)?;
        }
        let name = claim.name.clone();
        Ok(Watched { name, folder, needs_a_person: ended.needs_a_person(), said: ended.said() })
    }
}

/// How a sheet ended.
#[derive(Debug, Default)]
struct Ended {
    batch: Option<String>,
    counts: Option<xh_intake::Counts>,
    /// Rows were sent back or held: there is a marked sheet.
    marked: bool,
    why: Vec<String>,
}

impl Ended {
    fn of(imported: &Imported) -> Self {
        let marked = imported.counts.rejected + imported.counts.held > 0;
        let mut why: Vec<String> = imported.help.iter().flat_map(|help| help.reasons.clone()).collect();
        if !why.is_empty() {
            why.push(format!("请确认列对应关系(批次 {}),再把文件放回原目录", imported.batch));
        }
        Self { batch: Some(imported.batch.clone()), counts: Some(imported.counts), marked, why }
    }

    fn of_batch(batch: &xh_intake_store::Batch) -> Self {
        let counts = crate::settle::counts(&batch.tally);
        let marked = counts.rejected + counts.held > 0;
        Self { batch: Some(batch.id.clone()), counts: Some(counts), marked, why: Vec::new() }
    }

    fn unless_changed(mut self, unchanged: bool) -> Self {
        if !unchanged {
            self.why.push(
                "读取期间文件仍在变化,可能不完整;请先以 .part 结尾的名字写入,写完再改名,并重新放入"
                    .to_owned(),
            );
        }
        self
    }

    /// Was every row dealt with, so that the sheet as it was sent is needed no more?
    fn understood(&self) -> bool {
        self.batch.is_some() && self.why.is_empty()
    }

    fn needs_a_person(&self) -> bool {
        self.marked || !self.why.is_empty()
    }

    fn said(&self) -> String {
        let counted = self.counts.map(|c| {
            format!(
                "{} 行 = 入库 {} + 更新 {} + 重复 {} + 退回 {} + 待核 {} + 自然人不予受理 {}",
                c.rows, c.filed, c.amended, c.duplicate, c.rejected, c.held, c.refused_person
            )
        });
        counted.into_iter().chain(self.why.iter().cloned()).collect::<Vec<_>>().join(";")
    }
}

fn asked_for(asked: &WatchAsked, path: &Path, name: &str) -> Asked {
    Asked {
        path: path.to_owned(),
        name: name.to_owned(),
        kind: asked.kind.clone(),
        organ: asked.organ.clone(),
        actor: asked.actor.clone(),
    }
}

fn io(path: &Path, fault: std::io::Error) -> ImportFault {
    ImportFault::Io(path.display().to_string(), fault)
}
