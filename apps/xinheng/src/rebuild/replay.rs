//! Reads an export into an empty database: entries as they were, releases as their entries tell them, and the
//! stage tables through the one projection that also writes them live.

use std::collections::BTreeMap;
use std::io::BufRead;

use sha2::{Digest as _, Sha256};
use xh_db::{Db, Fault, Tx};
use xh_ledger::Fields;
use xh_ledger_store::Stored;
use xh_policy_store::Adopted;
use xh_registry_store::{Applied, project};

use super::RebuildFault;
use super::line::{Header, Line};

/// Entries in one transaction.
const PAGE: usize = 2_000;
/// Longer than any line we write (a release of the law); a longer one is no export.
const LINE_MAX: u64 = 256 << 20;

/// Replays a complete export into `db`, which must be migrated and hold no entry; answers the entries replayed.
///
/// # Errors
/// `RebuildFault` when the file is not a whole export, the database is not empty, or either fails. What was
/// replayed before the fault stays: begin anew with another empty database.
pub async fn replay<R: BufRead + ?Sized>(export: &mut R, db: &Db) -> Result<u64, RebuildFault> {
    let head = xh_ledger_store::head(&mut db.read().await?).await?;
    if head != 0 {
        return Err(RebuildFault::NotEmpty(head));
    }
    let mut lines = Lines { from: export, line: 0 };
    let header = lines.header()?;
    let mut replay = Replay { db, contents: BTreeMap::new(), waiting: Vec::with_capacity(PAGE), next: 0 };
    while let Some(line) = lines.next()? {
        match line {
            Line::Release(release) => drop(replay.contents.insert(release.digest, release.content)),
            Line::Entry(entry) => {
                let line = lines.line;
                let stored = entry.stored().map_err(|why| RebuildFault::Line { line, why })?;
                replay.take(stored, line).await?;
            }
        }
    }
    replay.flush().await?;
    let found = replay.next.unsigned_abs();
    if found == header.entries {
        Ok(found)
    } else {
        Err(RebuildFault::Cut { expected: header.entries, found })
    }
}

struct Lines<'r, R: ?Sized> {
    from: &'r mut R,
    line: u64,
}

impl<R: BufRead + ?Sized> Lines<'_, R> {
    fn text(&mut self) -> Result<String, RebuildFault> {
        let mut text = String::new();
        std::io::Read::take(&mut *self.from, LINE_MAX).read_line(&mut text)?;
        self.line += 1;
        Ok(text)
    }

    fn header(&mut self) -> Result<Header, RebuildFault> {
        let header: Header = serde_json::from_str(&self.text()?).map_err(|_| RebuildFault::Format)?;
        match (header.format == super::FORMAT, header.complete) {
            (false, _) => Err(RebuildFault::Format),
            (true, false) => Err(RebuildFault::Incomplete),
            (true, true) => Ok(header),
        }
    }

    fn next(&mut self) -> Result<Option<Line>, RebuildFault> {
        let text = self.text()?;
        if text.is_empty() {
            return Ok(None);
        }
        // The reader's own words quote nothing of the line: it may hold what is confidential.
        let refused = |e: serde_json::Error| {
            let why = format!("{:?}，第 {} 列", e.classify(), e.column());
            RebuildFault::Line { line: self.line, why }
        };
        serde_json::from_str(&text).map(Some).map_err(refused)
    }
}

struct Replay<'d> {
    db: &'d Db,
    /// Texts of the law by digest.
    contents: BTreeMap<String, String>,
    waiting: Vec<Stored>,
    next: i64,
}

impl Replay<'_> {
    async fn take(&mut self, stored: Stored, line: u64) -> Result<(), RebuildFault> {
        if stored.position != self.next {
            return Err(RebuildFault::Gap { line, expected: self.next, found: stored.position });
        }
        self.next += 1;
        self.waiting.push(stored);
        if self.waiting.len() < PAGE { Ok(()) } else { self.flush().await }
    }

    async fn flush(&mut self) -> Result<(), RebuildFault> {
        let page = std::mem::take(&mut self.waiting);
        if page.is_empty() {
            return Ok(());
        }
        let fields = page.iter().map(Stored::fields).collect::<Result<Vec<Option<Fields>>, Fault>>()?;
        let applied: Vec<Applied<'_>> = page
            .iter()
            .zip(&fields)
            .map(|(p, fields)| Applied { position: p.position, entry: &p.entry, fields: fields.as_ref() })
            .collect();
        let mut tx = self.db.write().await?;
        xh_ledger_store::restore(&mut tx, &page).await?;
        for applied in applied.iter().filter(|a| a.entry.kind == "policy.release") {
            self.release(&mut tx, *applied).await?;
        }
        project(&mut tx, &applied).await?;
        xh_publication_store::project_subscribers(&mut tx, &applied).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A release as its entry tells it; only the text of the law comes from a line of its own, under its digest.
    async fn release(&self, tx: &mut Tx<'_>, applied: Applied<'_>) -> Result<(), RebuildFault> {
        let text = |name: &str| {
            let value = applied.fields.and_then(|fields| fields.get(name)).and_then(|value| value.as_str());
            value.unwrap_or_default().to_owned()
        };
        let digest = text("digest");
        let content = self.contents.get(&digest).filter(|c| hex::encode(Sha256::digest(c)) == digest);
        let Some(content) = content else { return Err(RebuildFault::Release { digest }) };
        let adopted = Adopted {
            title: text("title"),
            content: content.clone(),
            position: applied.position,
            adopted_at: applied.entry.at.clone(),
            digest,
        };
        Ok(xh_policy_store::put(tx, &adopted).await?)
    }
}
