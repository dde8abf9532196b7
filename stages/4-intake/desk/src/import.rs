//! The import of one file, from its bytes to its counts. Reading, checking and writing run side by side; what is
//! acknowledged is committed, and a killed import resumes where its last commit stood.

use std::path::PathBuf;

use tokio::sync::mpsc;
use xh_exchange::{DecodeFault, Decoded, Shape, SheetRow};
use xh_intake::{Counts, Help};
use xh_intake_store::Batch;
use xh_ledger::{Draft, Fields};
use xh_policy_store::Office;
use xh_registry::{BATCH_FILED, Organ};
use xh_registry_store::{ready, write};

use crate::reader::{Decoder, Read, hand_over};
use crate::rows::Rows;
use crate::save::Terms;
use crate::saver::Saver;
use crate::{ImportFault, open};

/// What is to be imported.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The file.
    pub path: PathBuf,
    /// The name the sender gave it.
    pub name: String,
    /// Record kind.
    pub kind: String,
    /// Code of the organ that decided every row which names none; `None` when rows name theirs.
    pub organ: Option<String>,
    /// Who imports (opaque account id).
    pub actor: String,
}

/// How far an import is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Rows of the file, title rows included.
    pub total: u64,
    /// Counts so far.
    pub counts: Counts,
}

/// The end of an import.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Batch id.
    pub batch: String,
    /// What became of the rows.
    pub counts: Counts,
    /// Working time, seconds, of all attempts together.
    pub seconds: f64,
    /// Entries in the ledger now.
    pub position: i64,
    /// Encoding found.
    pub decoded: Decoded,
    /// What a person has to say about the columns first; nothing was filed then.
    pub help: Option<Help>,
    /// The headings it concerns.
    pub headings: Vec<String>,
    /// Digest of the headings, for `mapping settle`.
    pub shape: String,
}

/// Imports one file. `progress` is called after each commit.
///
/// # Errors
/// `ImportFault` when nothing could be filed: unreadable, empty, unknown kind or organ, or the machine failed.
pub async fn import(
    office: &Office,
    decoder: &Decoder,
    asked: Asked,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Imported, ImportFault> {
    let terms = terms(office, &asked).await?;
    let decoded = trial(decoder, &asked).await?;
    let organ = terms.organ.as_ref().map_or("", |o| o.id.as_str()).to_owned();
    let holder = office.moment().opaque();
    let named = open::Named { sha256: &decoded.sha256, kind: &asked.kind, organ: &organ, name: &asked.name };
    let opened = open::open(office, &named, holder.as_str()).await?;
    work(office, decoder.start(&asked.path), &terms, opened, decoded, progress).await
}

/// Works on a batch that a request made; does nothing when it has ended meanwhile.
pub(crate) async fn import_received(
    office: &Office,
    decoder: &Decoder,
    asked: Asked,
    batch: &str,
    holder: &str,
) -> Result<(), ImportFault> {
    let terms = terms(office, &asked).await?;
    let decoded = trial(decoder, &asked).await?;
    let Some(opened) = open::retake(office, batch, holder).await? else { return Ok(()) };
    work(office, decoder.start(&asked.path), &terms, opened, decoded, &|_| ()).await.map(drop)
}

/// Imports rows that a connector has read: from memory, by the same way as every file.
pub(crate) async fn import_rows(
    office: &Office,
    asked: Asked,
    rows: Vec<SheetRow>,
    sha256: String,
) -> Result<Imported, ImportFault> {
    let terms = terms(office, &asked).await?;
    let decoded = received(sha256, rows.len() as u64);
    let organ = terms.organ.as_ref().map_or("", |o| o.id.as_str()).to_owned();
    let holder = office.moment().opaque();
    let named = open::Named { sha256: &decoded.sha256, kind: &asked.kind, organ: &organ, name: &asked.name };
    let opened = open::open(office, &named, holder.as_str()).await?;
    work(office, hand_over(rows, decoded.clone()), &terms, opened, decoded, &|_| ()).await
}

/// The receipt of rows that never were a file.
fn received(sha256: String, rows: u64) -> Decoded {
    let (shape, encoding) = (Shape::Ndjson, "UTF-8".to_owned());
    Decoded { shape, encoding, sha256, bytes: 0, rows, notes: Vec::new() }
}

async fn work(
    office: &Office,
    mut reading: mpsc::Receiver<Read>,
    terms: &Terms,
    opened: Batch,
    decoded: Decoded,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Imported, ImportFault> {
    let mut saver = Saver::new(office.clone(), terms.clone(), &opened);
    let mut rows = Rows::new(office, terms, &opened, &opened.organ);
    while let Some(read) = reading.recv().await {
        match read {
            Read::Rows(batch) => {
                for row in batch {
                    rows.push(row, &mut saver).await?;
                }
                progress(Progress { total: decoded.rows, counts: saver.counts() });
            }
            Read::Done(end) => {
                end.map_err(ImportFault::Unreadable)?;
            }
        }
    }
    rows.finish(&mut saver).await?;
    let counts = saver.drain().await?;
    progress(Progress { total: decoded.rows, counts });
    finish(office, terms, &opened, decoded, rows, saver).await
}

/// The id of the organ with this code; empty for none.
pub(crate) async fn organ_id(office: &Office, code: Option<&str>) -> Result<String, ImportFault> {
    let Some(code) = code else { return Ok(String::new()) };
    let mut tx = office.db.read().await?;
    Ok(organ(&mut tx, code).await?.id.as_str().to_owned())
}

/// What an import goes by: the law, the kind, the organ.
pub(crate) async fn terms(office: &Office, asked: &Asked) -> Result<Terms, ImportFault> {
    let mut tx = office.db.read().await?;
    let release = office.law_in(&mut tx).await?;
    if release.kind(&asked.kind).is_none() {
        let kinds = release.kinds().iter().map(|k| k.id.clone()).collect::<Vec<_>>().join("、");
        return Err(ImportFault::NoSuchKind(asked.kind.clone(), kinds));
    }
    let organ = match asked.organ.as_deref() {
        Some(code) => Some(organ(&mut tx, code).await?),
        None => None,
    };
    Ok(Terms { release, kind: asked.kind.clone(), organ, actor: asked.actor.clone() })
}

async fn organ(tx: &mut xh_db::Tx<'_>, code: &str) -> Result<Organ, ImportFault> {
    let organs = xh_registry_store::organs(tx).await?;
    let found = organs.into_iter().find(|o| o.uscc.as_str() == code || o.id.as_str() == code);
    found.ok_or_else(|| ImportFault::NoSuchOrgan(code.to_owned()))
}

/// Reads the whole file once without keeping anything: an unreadable file files nothing.
async fn trial(decoder: &Decoder, asked: &Asked) -> Result<Decoded, ImportFault> {
    let mut reading = decoder.start(&asked.path);
    while let Some(read) = reading.recv().await {
        if let Read::Done(end) = read {
            return end.map_err(ImportFault::Unreadable);
        }
    }
    Err(ImportFault::Unreadable(DecodeFault::Empty))
}

async fn finish(
    office: &Office,
    terms: &Terms,
    opened: &Batch,
    decoded: Decoded,
    rows: Rows<'_>,
    saver: Saver,
) -> Result<Imported, ImportFault> {
    let counts = saver.counts();
    if counts.rows == 0 {
        return Err(ImportFault::Empty);
    }
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    let mut position = xh_ledger_store::lock_head(&mut tx).await?;
    if counts.filed + counts.amended > 0 {
        let draft = batch_entry(terms, opened, &decoded.sha256, &counts)?;
        position = write(&mut tx, position, ready(vec![draft], &mut moment)?).await?;
    }
    let done =
        xh_intake_store::finish(&mut tx, &opened.id, &opened.holder, moment.at().as_str(), None).await?;
    if !done {
        return Err(ImportFault::TakenOver);
    }
    tx.commit().await?;
    let (help, headings, shape) = rows.unsettled();
    let seconds = saver.millis() as f64 / 1000.0;
    Ok(Imported { batch: opened.id.clone(), counts, seconds, position, decoded, help, headings, shape })
}

fn batch_entry(terms: &Terms, opened: &Batch, sha256: &str, counts: &Counts) -> Result<Draft, ImportFault> {
    let numbers = serde_json::to_value(counts).map_err(|e| xh_db::Fault::found("批次计数", e))?;
    let stream = xh_kernel::Id::parse(&opened.id).map_err(|e| xh_db::Fault::found("intake_batch.id", e))?;
    Ok(Draft {
        stream,
        version: 1,
        kind: BATCH_FILED.to_owned(),
        actor: terms.actor.clone(),
        organ: terms.organ.as_ref().map_or_else(String::new, |o| o.id.as_str().to_owned()),
        release: terms.release.digest().to_owned(),
        fields: Fields::from([
            ("record_kind".to_owned(), terms.kind.as_str().into()),
            ("sha256".to_owned(), sha256.into()),
            ("counts".to_owned(), numbers),
        ]),
    })
}
