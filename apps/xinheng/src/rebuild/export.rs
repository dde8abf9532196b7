//! Writes the ledger as lines, from one state of the database however long it takes.

use std::io::Write;

use serde::Serialize;
use xh_db::{Db, Fault, Res, Tx};

use super::FORMAT;
use super::line::{EntryLine, Header, Line};

const PAGE: i64 = 2_000;

/// Writes an export; answers the number of entries. Only a `complete` one can be replayed: it holds contents and
/// salts and is as confidential as the database. The other holds envelopes, and contents that are public for ever.
///
/// # Errors
/// `Fault` when the database or the writer fails, or a row cannot be read as an entry.
pub async fn export<W: Write + ?Sized>(db: &Db, out: &mut W, complete: bool) -> Res<u64> {
    export_in(&mut db.read().await?, out, complete).await
}

/// The same as one transaction sees the ledger.
pub(super) async fn export_in<W: Write + ?Sized>(tx: &mut Tx<'_>, out: &mut W, complete: bool) -> Res<u64> {
    let head = xh_ledger_store::head(tx).await?;
    let entries = u64::try_from(head).map_err(|e| Fault::found("ledger_head", e))?;
    put(out, &Header { format: FORMAT.to_owned(), complete, entries })?;
    for release in xh_policy_store::releases(tx).await? {
        put(out, &Line::Release(release.into()))?;
    }
    let (mut after, mut written) = (i64::MIN, 0);
    loop {
        let page = xh_ledger_store::entries_after(tx, after, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            let stored = row.map_err(|spoiled| {
                Fault::found(format!("账本条目 position={}", spoiled.position), spoiled.what)
            })?;
            after = stored.position;
            put(out, &Line::Entry(Box::new(EntryLine::new(stored, complete))))?;
            written += 1;
        }
    }
    out.flush().map_err(|e| Fault::found("导出文件", e))?;
    Ok(written)
}

fn put<W: Write + ?Sized>(out: &mut W, line: &impl Serialize) -> Res<()> {
    let text = serde_json::to_string(line).map_err(|e| Fault::found("导出行", e))?;
    out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).map_err(|e| Fault::File {
        doing: "写导出文件",
        path: std::path::PathBuf::new(),
        source: e,
    })
}
