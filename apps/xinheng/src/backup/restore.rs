//! Puts a backup back where nothing is. First what was signed before is remembered, then the key, the data last: a
//! restore that was cut short leaves nothing that could sign a second tree.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use xh_db::{Db, Target, Tx};
use xh_ledger::Checkpoint;
use xh_ledger_desk::{LogKey, Memory, Standing, standing};

use super::manifest::{Manifest, Table};
use super::{CHECKPOINT, DATABASE, KEY, private, private_folder, sync_folder};
use crate::exit::Exit;
use crate::keys::SM2_KEY;
use crate::place::{MEMORY, Place};

/// What is to be restored, and what is known of the log.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// The backup.
    pub folder: &'a Path,
    /// Where to.
    pub place: &'a Place,
    /// Files with checkpoints that were published.
    pub known: &'a [PathBuf],
    /// The operator vouches that nothing newer than the backup was published.
    pub nothing_newer: bool,
    /// The signing key, when neither place nor backup has it.
    pub key: Option<&'a Path>,
}

/// A checkpoint with its signed text.
type Known = (Checkpoint, String);

/// Restores a backup.
///
/// # Errors
/// `Exit` 2 when something is missing or in the way, 4 when the log would be forked.
pub async fn restore(wanted: &Wanted<'_>) -> Result<Manifest, Exit> {
    let manifest = Manifest::read(wanted.folder)?;
    private_folder(&wanted.place.data)?;
    let (key, secret) = key(wanted, &manifest)?;
    let known = known(wanted, &manifest, &key)?;
    match &wanted.place.target {
        Target::Postgres(_) => tables(wanted, &manifest, &known, &secret).await?,
        Target::Sqlite(file) => whole(wanted, &manifest, file, &known, &secret).await?,
        Target::SqliteMemory => return Err(Exit::usage("不能恢复到内存数据库")),
    }
    Ok(manifest)
}

fn key(wanted: &Wanted<'_>, manifest: &Manifest) -> Result<(LogKey, String), Exit> {
    let here = wanted.place.data.join(KEY);
    let from = if here.exists() {
        here
    } else if let Some(given) = wanted.key {
        given.to_owned()
    } else if manifest.part(KEY).is_some() {
        wanted.folder.join(KEY)
    } else {
        return Err(Exit::usage("备份中没有签名密钥;请用 --key 指出单独保管的密钥文件"));
    };
    let secret = std::fs::read_to_string(&from)
        .map_err(|e| Exit::usage(format!("无法读取密钥文件「{}」:{e}", from.display())))?;
    let key = LogKey::parse(&secret)?;
    if key.vkey() == manifest.vkey {
        return Ok((key, secret));
    }
    let (shown, vkey) = (from.display(), &manifest.vkey);
    Err(refused(format!("密钥文件「{shown}」不是这个账本的:备份的公钥为 {vkey};请换对应的密钥")))
}

/// Every checkpoint that the restored ledger must begin with.
fn known(wanted: &Wanted<'_>, manifest: &Manifest, key: &LogKey) -> Result<Vec<Known>, Exit> {
    let memory = wanted.place.data.join(MEMORY);
    let mut files = wanted.known.to_vec();
    files.extend(memory.exists().then_some(memory));
    if files.is_empty() && !wanted.nothing_newer {
        return Err(Exit::usage(
            "恢复之前需要知道最近公布过的检查点,以免账本分叉:请用 --known 给出(公众、见证方或镜像处的 /checkpoint),\
             确实没有公布过比备份更新的,请用 --nothing-newer",
        ));
    }
    files.extend(manifest.part(CHECKPOINT).map(|part| wanted.folder.join(&part.file)));
    files.iter().map(|file| checkpoint(file, key)).collect()
}

/// A published checkpoint from a file.
///
/// # Errors
/// `Exit` when it cannot be read or is not signed by this log.
pub(crate) fn checkpoint(file: &Path, key: &LogKey) -> Result<Known, Exit> {
    let wrong = |why: String| Exit::usage(format!("检查点文件「{}」:{why}", file.display()));
    let note = std::fs::read_to_string(file).map_err(|e| wrong(e.to_string()))?;
    let opened = Checkpoint::open(&note, &key.verifier()).map_err(|e| wrong(e.to_string()))?;
    Ok((opened, note))
}

async fn whole(
    wanted: &Wanted<'_>,
    manifest: &Manifest,
    file: &Path,
    known: &[Known],
    secret: &str,
) -> Result<(), Exit> {
    let Some(part) = manifest.part(DATABASE) else {
        return Err(Exit::usage("这是 PostgreSQL 的备份;请用 --database 指出一个空的 PostgreSQL 数据库"));
    };
    // A log that lies there from another database would be played into this one.
    if let Some(there) = [file.to_owned(), beside(file, "-wal")].iter().find(|path| path.exists()) {
        let shown = there.display();
        return Err(Exit::usage(format!("「{shown}」已经存在;恢复不会覆盖数据,请另选 --data 或先移走它")));
    }
    let here = file.with_extension("restoring");
    for left in
        [here.clone(), beside(&here, "-wal"), beside(&here, "-shm")].iter().filter(|path| path.exists())
    {
        std::fs::remove_file(left)?;
    }
    let mut out = File::create(&here)?;
    std::io::copy(&mut File::open(wanted.folder.join(&part.file))?, &mut out)?;
    std::fs::set_permissions(&here, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let db = Db::open(&Target::Sqlite(here.clone())).await?;
    let agreed = async { agrees(&mut db.read().await?, known).await }.await;
    db.close().await;
    if let Err(refused) = agreed {
        std::fs::remove_file(&here)?;
        return Err(refused);
    }
    out.sync_all()?;
    guard(wanted, manifest, known, secret)?;
    std::fs::rename(&here, file)?;
    Ok(sync_folder(file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))?)
}

async fn tables(wanted: &Wanted<'_>, manifest: &Manifest, known: &[Known], secret: &str) -> Result<(), Exit> {
    let schema = xh_db::embedded()?.iter().map(|migration| migration.version).max().unwrap_or(0);
    if manifest.schema != schema {
        let (found, program) = (manifest.schema, &manifest.program);
        return Err(Exit::usage(format!(
            "备份的结构版本为 {found},本程序为 {schema};请用 {program} 版的程序恢复,然后再升级"
        )));
    }
    if manifest.parts.iter().all(|part| part.table.is_none()) {
        return Err(Exit::usage("这是 SQLite 的备份;请不要使用 --database,改用 --data 指出新的数据目录"));
    }
    let db = Db::open(&wanted.place.target).await?;
    if !db.is_untouched().await? {
        return Err(Exit::usage("目标数据库不是空的;恢复不会覆盖数据,请新建一个数据库"));
    }
    let mut tx = db.write().await?;
    for (file, table) in manifest.parts.iter().filter_map(|part| Some((&part.file, part.table.as_ref()?))) {
        let Table { name, columns } = table;
        let mut from = BufReader::new(File::open(wanted.folder.join(file))?);
        tx.copy_in(name, columns, &mut from).await?;
    }
    agrees(&mut tx, known).await?;
    guard(wanted, manifest, known, secret)?;
    tx.commit().await?;
    db.count_anew().await?;
    db.close().await;
    Ok(())
}

/// The ledger begins with every tree that was published.
pub(crate) async fn agrees(tx: &mut Tx<'_>, known: &[Known]) -> Result<(), Exit> {
    for (known, _) in known {
        let size = known.size;
        match standing(tx, known).await? {
            Standing::Begins => {}
            Standing::Shorter { entries } => {
                return Err(refused(format!(
                    "拒绝:账本只有 {entries} 条,而已公布的检查点有 {size} 条;照此继续会使账本分叉。\
                     请改用更新的备份或副本(litestream、pgBackRest)"
                )));
            }
            Standing::Differs => {
                return Err(refused(format!(
                    "拒绝:账本前 {size} 条与已公布的检查点不同;照此继续会使账本分叉。请核对备份的来源"
                )));
            }
        }
    }
    Ok(())
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// What must be on disk before the data are.
fn guard(wanted: &Wanted<'_>, manifest: &Manifest, known: &[Known], secret: &str) -> Result<(), Exit> {
    let data = &wanted.place.data;
    if let Some((_, note)) = known.iter().max_by_key(|(known, _)| known.size) {
        Memory::at(data.join(MEMORY)).keep(note)?;
    }
    keep(&data.join(KEY), secret)?;
    if manifest.part(SM2_KEY).is_some() {
        keep(&data.join(SM2_KEY), &std::fs::read_to_string(wanted.folder.join(SM2_KEY))?)?;
    }
    Ok(sync_folder(data)?)
}

/// A key where none is.
fn keep(file: &Path, secret: &str) -> Result<(), Exit> {
    if !file.exists() {
        let mut out = private(file)?;
        out.write_all(secret.as_bytes())?;
        out.sync_all()?;
    }
    Ok(())
}

fn refused(message: String) -> Exit {
    Exit { code: 4, message }
}
