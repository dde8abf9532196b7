//! A connector's run: pages of a department's database become ordinary batches, one by one, and every row of the source
//! is accounted for. A connector yields batches and nothing else; what happens to their rows is the import's.
//!
//! A page is held in memory only, screened like every sheet, and the cursor moves once its batch has ended. A run that
//! was cut off between the two finds the batch of the same rows again and does not file it twice.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use xh_exchange::{Cell, SheetRow};
use xh_intake_store::{ConnectorRun, ConnectorState};
use xh_kernel::Instant;
use xh_policy_store::Office;
use xh_pull::{ConnectorSpec, Cursor, Digest, Page, PullFault, Source};

use crate::import::{import_rows, organ_id, terms};
use crate::{Asked, ImportFault};

/// A holder silent for longer than this is taken to be dead; a page takes less.
const SILENCE: Duration = Duration::from_secs(120);
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// What is to be run.
#[derive(Debug, Clone)]
pub struct PullAsked {
    /// The connector.
    pub spec: ConnectorSpec,
    /// The source's address, with its password.
    pub url: String,
    /// Who files (opaque account id).
    pub actor: String,
    /// Forget how far it got and read everything again.
    pub from_start: bool,
    /// The columns' kinds have changed, and that is right.
    pub accept_columns: bool,
    /// The first pause before a lost source is looked for again; each next one is twice as long.
    pub pause: Duration,
}

/// A place in the source as stored.
#[derive(Serialize, Deserialize)]
struct Place(String, String);

/// Why a run stopped early.
enum Stop {
    /// The source.
    Source(PullFault),
    /// Somebody has to decide.
    Person(String),
    /// This machine.
    Ours(ImportFault),
}

impl From<PullFault> for Stop {
    fn from(fault: PullFault) -> Self {
        Self::Source(fault)
    }
}

impl From<ImportFault> for Stop {
    fn from(fault: ImportFault) -> Self {
        Self::Ours(fault)
    }
}

impl From<xh_db::Fault> for Stop {
    fn from(fault: xh_db::Fault) -> Self {
        Self::Ours(fault.into())
    }
}

/// Runs a connector once, up to the newest row the source shows; the run is stored whatever its end.
///
/// # Errors
/// `ImportFault` when another run is at work, kind or organ are unknown, or this machine failed.
pub async fn pull(office: &Office, asked: &PullAsked) -> Result<ConnectorRun, ImportFault> {
    terms(office, &asked_for(asked, String::new())).await?;
    let mut pull = Pull::begin(office, asked).await?;
    let mut pause = asked.pause;
    let end = loop {
        match pull.session().await {
            Err(Stop::Source(fault)) if fault.passes() && pull.tries < asked.spec.retries => {
                pull.tries += 1;
                tracing::warn!(%fault, connector = asked.spec.id, "source lost, trying again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(PAUSE_MAX);
            }
            end => break end,
        }
    };
    pull.end(end).await
}

/// A run under way.
struct Pull<'a> {
    office: &'a Office,
    asked: &'a PullAsked,
    state: ConnectorState,
    organ: String,
    run: ConnectorRun,
    read: Digest,
    tries: u32,
}

impl<'a> Pull<'a> {
    async fn begin(office: &'a Office, asked: &'a PullAsked) -> Result<Self, ImportFault> {
        let organ = organ_id(office, asked.spec.organ.as_deref()).await?;
        let mut moment = office.moment();
        let holder = moment.opaque().as_str().to_owned();
        let now = moment.at().clone();
        let silent = Instant::from_unix_micros(now.unix_micros() - micros(SILENCE));
        let mut tx = office.db.write().await?;
        let mut state = xh_intake_store::connector(&mut tx, &asked.spec.id, now.as_str()).await?;
        if !xh_intake_store::hold_connector(&mut tx, &state.id, &holder, now.as_str(), silent.as_str())
            .await?
        {
            return Err(ImportFault::Busy(asked.spec.id.clone()));
        }
        state.holder = holder;
        if asked.from_start {
            xh_intake_store::move_connector(&mut tx, &state, "", &state.kinds, now.as_str()).await?;
            (state.cursor, state.moved_at) = (String::new(), now.as_str().to_owned());
        }
        tx.commit().await?;
        let run = ConnectorRun {
            id: moment.id().as_str().to_owned(),
            connector: asked.spec.id.clone(),
            begun_at: now.as_str().to_owned(),
            from_cursor: state.cursor.clone(),
            ..ConnectorRun::default()
        };
        Ok(Self { office, asked, state, organ, run, read: Digest::default(), tries: 0 })
    }

    /// One connection: a snapshot of the source, from the cursor to its newest row.
    async fn session(&mut self) -> Result<(), Stop> {
        self.run.attempts += 1;
        let mut source = Source::open(&self.asked.spec, &self.asked.url).await?;
        self.same_columns(source.kinds())?;
        let mut from = self.cursor()?;
        let window = source.window(from.as_ref()).await?;
        self.run.placeless = number(window.placeless);
        if window.went_back {
            return Err(Stop::Person(
                "来源中已没有上次读到的位置及其后的行:来源可能恢复过旧备份、时钟回拨,或最后的行被删除。\
                 请与来源单位核对;确认后用 --from-start 从头再读(已入库的记为重复)"
                    .to_owned(),
            ));
        }
        self.run.source_rows = self.run.read_rows + number(window.rows);
        self.run.source_digest = self.read.and(window.digest).sum().cast_signed();
        let Some(to) = window.to else {
            source.close().await;
            return Ok(());
        };
        let kinds = json(source.kinds())?;
        loop {
            let page = source.page(from.as_ref(), &to).await?;
            let Some(end) = page.end.clone() else { break };
            self.page(&page, &end, &kinds).await?;
            from = Some(end);
        }
        source.close().await;
        Ok(())
    }

    /// Files one page and moves the cursor behind it.
    async fn page(&mut self, page: &Page, end: &Cursor, kinds: &str) -> Result<(), Stop> {
        let sheet = sheet(&self.asked.spec, page);
        let sha256 = sha256(&self.asked.spec, &sheet);
        self.beat().await?;
        let counts = match self.filed_before(&sha256).await? {
            Some(counts) => counts,
            None => self.file(sheet, sha256).await?,
        };
        let to = json(&Place(end.changed.clone(), end.key.clone()))?;
        let now = self.office.moment().at().as_str().to_owned();
        let mut tx = self.office.db.write().await?;
        if !xh_intake_store::move_connector(&mut tx, &self.state, &to, kinds, &now).await? {
            return Err(Stop::Ours(ImportFault::Busy(self.state.id.clone())));
        }
        tx.commit().await?;
        (self.state.cursor, self.state.kinds, self.state.moved_at) = (to, kinds.to_owned(), now);
        self.read = self.read.and(page.digest);
        self.account(&counts, page.rows.len() as u64);
        Ok(())
    }

    async fn file(&self, sheet: Vec<SheetRow>, sha256: String) -> Result<xh_intake::Counts, Stop> {
        let name = format!("connector:{} {}", self.asked.spec.id, self.run.batches + 1);
        let imported = import_rows(self.office, asked_for(self.asked, name), sheet, sha256).await?;
        if let Some(help) = imported.help {
            let reasons = help.reasons.join(";");
            let batch = imported.batch;
            return Err(Stop::Person(format!(
                "列对应关系需要确认:{reasons}。请改正 [columns],或确认批次 {batch} 的列对应关系后再运行"
            )));
        }
        Ok(imported.counts)
    }

    /// The batch of the same rows, if it ended since the cursor was last moved.
    async fn filed_before(&self, sha256: &str) -> Result<Option<xh_intake::Counts>, Stop> {
        let mut tx = self.office.db.read().await?;
        let (kind, since) = (&self.asked.spec.kind, &self.state.moved_at);
        let found = xh_intake_store::finished_since(&mut tx, sha256, kind, &self.organ, since).await?;
        let Some(batch) = found else { return Ok(None) };
        let kept = xh_intake_store::next_original(&mut tx, &batch.id, -1).await?.is_some();
        Ok(kept.then(|| crate::settle::counts(&batch.tally)))
    }

    async fn beat(&self) -> Result<(), Stop> {
        let now = self.office.moment().at().as_str().to_owned();
        let mut tx = self.office.db.write().await?;
        if !xh_intake_store::beat_connector(&mut tx, &self.state.id, &self.state.holder, &now).await? {
            return Err(Stop::Ours(ImportFault::Busy(self.state.id.clone())));
        }
        Ok(tx.commit().await?)
    }

    fn account(&mut self, counts: &xh_intake::Counts, rows: u64) {
        let run = &mut self.run;
        run.batches += 1;
        run.read_rows += number(rows);
        run.filed += number(counts.filed);
        run.amended += number(counts.amended);
        run.duplicate += number(counts.duplicate);
        run.rejected += number(counts.rejected);
        run.held += number(counts.held);
        run.refused_person += number(counts.refused_person);
    }

    fn cursor(&self) -> Result<Option<Cursor>, Stop> {
        if self.state.cursor.is_empty() {
            return Ok(None);
        }
        let Place(changed, key) = serde_json::from_str(&self.state.cursor)
            .map_err(|e| xh_db::Fault::found("intake_connector.cursor", e))?;
        Ok(Some(Cursor { changed, key }))
    }

    /// A kind that has changed may mean other values than before; a person says that it does not.
    fn same_columns(&self, kinds: &BTreeMap<String, String>) -> Result<(), Stop> {
        if self.state.kinds.is_empty() || self.asked.accept_columns {
            return Ok(());
        }
        let before: BTreeMap<String, String> = serde_json::from_str(&self.state.kinds)
            .map_err(|e| xh_db::Fault::found("intake_connector.kinds", e))?;
        let changed = kinds.iter().filter_map(|(column, kind)| {
            let was = before.get(column).filter(|was| *was != kind)?;
            Some(format!("「{column}」由 {was} 变为 {kind}"))
        });
        let changed: Vec<String> = changed.collect();
        if changed.is_empty() {
            return Ok(());
        }
        let changed = changed.join(",");
        Err(Stop::Person(format!(
            "来源的列类型变了:{changed}。请与来源单位核对含义;确认无误后用 --accept-columns 运行"
        )))
    }

    /// Stores the run and lets the connector go.
    async fn end(mut self, end: Result<(), Stop>) -> Result<ConnectorRun, ImportFault> {
        let run = &mut self.run;
        run.to_cursor.clone_from(&self.state.cursor);
        run.read_digest = self.read.sum().cast_signed();
        run.done_at = self.office.moment().at().as_str().to_owned();
        let (outcome, why, ours) = match end {
            Ok(()) if even(run) => ("even", String::new(), None),
            Ok(()) => ("uneven", uneven(run), None),
            Err(Stop::Source(fault)) => ("stopped", fault.to_string(), None),
            Err(Stop::Person(why)) => ("stopped", why, None),
            Err(Stop::Ours(fault)) => ("stopped", "本系统出了差错,已经记录".to_owned(), Some(fault)),
        };
        (run.outcome, run.why) = (outcome.to_owned(), why);
        if let Some(fault) = &ours {
            tracing::error!(%fault, connector = run.connector, "connector");
        }
        let stored = async {
            let mut tx = self.office.db.write().await?;
            xh_intake_store::end_run(&mut tx, &self.state.holder, &self.run).await?;
            tx.commit().await
        };
        let stored = stored.await;
        match ours {
            Some(fault) => Err(fault),
            None => stored.map(|()| self.run).map_err(ImportFault::Fault),
        }
    }
}

/// Every row of the source was read as it stands there, and has an end.
fn even(run: &ConnectorRun) -> bool {
    run.source_rows == run.read_rows
        && run.source_digest == run.read_digest
        && run.placeless == 0
        && run.read_rows == ended(run)
}

fn ended(run: &ConnectorRun) -> i64 {
    run.filed + run.amended + run.duplicate + run.rejected + run.held + run.refused_person
}

fn uneven(run: &ConnectorRun) -> String {
    let mut why = Vec::new();
    if run.source_rows != run.read_rows {
        why.push(format!("来源有 {} 行,读到 {} 行", run.source_rows, run.read_rows));
    } else if run.source_digest != run.read_digest {
        why.push("来源与读到的内容摘要不一致".to_owned());
    }
    if run.placeless > 0 {
        why.push(format!("来源有 {} 行的游标列为空,永远读不到", run.placeless));
    }
    if run.read_rows != ended(run) {
        why.push(format!("读到 {} 行,有去向的 {} 行", run.read_rows, ended(run)));
    }
    why.join(";")
}

/// The page as a sheet: the codes above, the values below, nothing else.
fn sheet(spec: &ConnectorSpec, page: &Page) -> Vec<SheetRow> {
    let head = spec.columns.values().map(|code| Cell::Text(code.clone())).collect();
    let cell = |value: &Option<String>| match value.as_deref() {
        None | Some("") => Cell::Empty,
        Some(text) => Cell::Text(text.to_owned()),
    };
    let row = |(row, values): (u32, &Vec<Option<String>>)| SheetRow {
        sheet: 0,
        row,
        cells: values.iter().map(cell).collect(),
    };
    std::iter::once(SheetRow { sheet: 0, row: 0, cells: head })
        .chain((1..).zip(&page.rows).map(row))
        .collect()
}

/// What names the batch of these rows: the same rows again give the same.
fn sha256(spec: &ConnectorSpec, sheet: &[SheetRow]) -> String {
    let mut digest = Sha256::new();
    let mut put = |text: &str| {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text.as_bytes());
    };
    put("xinheng-connector/v1");
    put(&spec.id);
    for row in sheet {
        put("row");
        row.cells.iter().for_each(|cell| put(&cell.text()));
    }
    hex::encode(digest.finalize())
}

fn asked_for(asked: &PullAsked, name: String) -> Asked {
    let spec = &asked.spec;
    Asked {
        path: std::path::PathBuf::new(),
        name,
        kind: spec.kind.clone(),
        organ: spec.organ.clone(),
        actor: asked.actor.clone(),
    }
}

fn json(value: &impl Serialize) -> Result<String, Stop> {
    serde_json::to_string(value).map_err(|e| Stop::Ours(xh_db::Fault::found("intake_connector", e).into()))
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
