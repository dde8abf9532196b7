//! Where the index lies on disk, and what happens to one that cannot be read: it is dropped and filled again
//! by the follower. Only folders this file has named are ever removed.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::{Index, TantivyError};

use crate::fault::{Doing, Fault, Res};
use crate::schema::{FORMAT, Fields, tokenizers};

const STEM: &str = "organisations-v";

/// Opens or makes the index of today's format below `folder`; older formats and a damaged index are removed.
pub(crate) fn open(folder: &Path, fields: &Fields) -> Res<Index> {
    let place = folder.join(format!("{STEM}{FORMAT}"));
    std::fs::create_dir_all(&place).doing("建立目录")?;
    remove_older(folder, &place).doing("清理旧格式目录")?;
    match sound(&place, fields) {
        Err(fault) if is_damage(&fault) => anew(&place, fields),
        opened => opened.doing("打开"),
    }
}

/// Drops a damaged index, but only while nobody writes it: a merge beside us may look like damage.
fn anew(place: &Path, fields: &Fields) -> Res<Index> {
    let lock = MmapDirectory::open(place).doing("打开目录")?.acquire_lock(&INDEX_WRITER_LOCK);
    let _held = lock.map_err(|_| Fault::Busy)?;
    match sound(place, fields) {
        Err(fault) if is_damage(&fault) => {
            std::fs::remove_dir_all(place).doing("移除损坏的索引")?;
            std::fs::create_dir_all(place).doing("建立目录")?;
            sound(place, fields).doing("重建")
        }
        opened => opened.doing("打开"),
    }
}

/// An index in memory, gone with the process.
pub(crate) fn in_memory(fields: &Fields) -> Res<Index> {
    Index::builder()
        .schema(fields.schema.clone())
        .tokenizers(tokenizers())
        .create_in_ram()
        .doing("建立内存索引")
}

fn sound(place: &Path, fields: &Fields) -> tantivy::Result<Index> {
    let index = Index::builder()
        .schema(fields.schema.clone())
        .tokenizers(tokenizers())
        .open_or_create(MmapDirectory::open(place)?)?;
    let damaged = index.validate_checksum()?;
    match damaged.iter().next() {
        None => Ok(index),
        Some(file) => Err(OpenReadError::FileDoesNotExist(file.clone()).into()),
    }
}

fn is_damage(fault: &TantivyError) -> bool {
    let torn =
        |fault: &io::Error| matches!(fault.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof);
    match fault {
        TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::SchemaError(_) => true,
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => torn(io_error),
        TantivyError::OpenReadError(_) => true,
        TantivyError::IoError(io_error) => torn(io_error),
        _ => false,
    }
}

fn remove_older(folder: &Path, keep: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        let ours = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(STEM));
        if ours && path != keep {
            std::fs::remove_dir_all(&path)?;
        }
    }
    Ok(())
}
