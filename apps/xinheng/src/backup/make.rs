//! Makes a backup beside whatever else is at work: all of it as one transaction sees the database.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::Path;

use xh_db::{Db, Engine, Fault, Target, Tx};

use super::manifest::{Manifest, Part, Table};
use super::{CHECKPOINT, DATABASE, KEY, private, private_folder};
use crate::exit::Exit;
use crate::keys::SM2_KEY;
use crate::place::Opened;

/// What the copied ledger holds.
#[derive(Debug)]
struct Held {
    entries: i64,
    signed: i64,
    note: Option<String>,
}

/// Copies a deployment into an empty folder; the signing key only when asked.
///
/// # Errors
/// `Exit` when the folder is not empty, or database or disk fail; what is there then has no `backup.json`.
pub async fn make(opened: &Opened, folder: &Path, with_key: bool) -> Result<Manifest, Exit> {
    empty(folder)?;
    let (db, moment) = (&opened.office.db, opened.office.moment());
    opened.key.catch_up(db, moment.at()).await?;
    let (held, mut parts) = match db.engine() {
        Engine::Sqlite => whole(db, folder).await?,
        Engine::Postgres => tables(db, folder).await?,
    };
    if let Some(note) = &held.note {
        parts.push(text(folder, CHECKPOINT, note)?);
    }
    if with_key {
        parts.push(text(folder, KEY, &opened.key.secret_text())?);
        if let Some(sm2) = opened.key.sm2() {
            let pem = sm2.to_secret_pem().map_err(|e| Exit::failed(&e))?;
            parts.push(text(folder, SM2_KEY, &pem)?);
        }
    }
    let schema = xh_db::embedded()?.iter().map(|migration| migration.version).max().unwrap_or(0);
    let mut manifest = Manifest::new(moment.at().as_str(), schema, opened.key.vkey(), parts);
    (manifest.entries, manifest.signed) = (held.entries, held.signed);
    manifest.write(folder)?;
    Ok(manifest)
}

fn empty(folder: &Path) -> Result<(), Exit> {
    if folder.exists() && std::fs::read_dir(folder)?.next().is_some() {
        let shown = folder.display();
        return Err(Exit::usage(format!("备份目录「{shown}」不是空的;请另选一个,旧备份不会被覆盖")));
    }
    Ok(private_folder(folder)?)
}

async fn whole(db: &Db, folder: &Path) -> Result<(Held, Vec<Part>), Exit> {
    let file = folder.join(DATABASE);
    db.snapshot(&file).await?;
    // What the copy holds is asked of the copy: the ledger has grown since.
    let copy = Db::open(&Target::Sqlite(file)).await?;
    let held = held(&mut copy.read().await?).await;
    copy.close().await;
    Ok((held?, vec![Part::close(folder, DATABASE, None)?]))
}

async fn tables(db: &Db, folder: &Path) -> Result<(Held, Vec<Part>), Exit> {
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column, _) in db.catalogue().await? {
        columns.entry(table).or_default().push(column);
    }
    let mut tx = db.read().await?;
    let held = held(&mut tx).await?;
    let mut parts = Vec::with_capacity(columns.len());
    for (name, columns) in columns {
        let file = format!("{name}.copy");
        let mut out = BufWriter::new(private(&folder.join(&file))?);
        tx.copy_out(&name, &columns, &mut out).await?;
        out.flush()?;
        parts.push(Part::close(folder, &file, Some(Table { name, columns }))?);
    }
    Ok((held, parts))
}

async fn held(tx: &mut Tx<'_>) -> Result<Held, Fault> {
    let newest = xh_ledger_store::newest_checkpoint(tx).await?;
    Ok(Held {
        entries: xh_ledger_store::head(tx).await?,
        signed: newest.as_ref().map_or(0, |c| c.size),
        note: newest.map(|c| c.note),
    })
}

fn text(folder: &Path, file: &str, text: &str) -> Result<Part, Exit> {
    private(&folder.join(file))?.write_all(text.as_bytes())?;
    Part::close(folder, file, None)
}
