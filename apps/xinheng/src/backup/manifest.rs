//! What a backup folder says of itself: written last, so a folder that has it is whole. Digests find what broke on
//! the way; who tampers can write them anew, and is found by `ledger audit`.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{private, sync_folder};
use crate::exit::Exit;

const NAME: &str = "backup.json";
const FORMAT: &str = "xinheng-backup 1";

/// A backup's description.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: String,
    /// The version of the program that made it.
    pub program: String,
    /// When, UTC.
    pub made_at: String,
    /// The version of the tables' structure.
    pub schema: i64,
    /// Entries in the ledger.
    pub entries: i64,
    /// Entries under the newest checkpoint in it.
    pub signed: i64,
    /// The log's public key.
    pub vkey: String,
    /// Its files.
    pub parts: Vec<Part>,
}

/// One file of a backup.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name in the folder.
    pub file: String,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 in hex.
    pub sha256: String,
    /// The table whose rows it holds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub table: Option<Table>,
}

/// A table with its columns in the order of the rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
}

impl Part {
    /// Closes a file of a backup: on disk, private, digested.
    pub(super) fn close(folder: &Path, file: &str, table: Option<Table>) -> Result<Self, Exit> {
        let path = folder.join(file);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        File::open(&path)?.sync_all()?;
        let (bytes, sha256) = digest(&path)?;
        Ok(Self { file: file.to_owned(), bytes, sha256, table })
    }
}

impl Manifest {
    /// A description of these parts, made by this program.
    pub(super) fn new(made_at: &str, schema: i64, vkey: String, parts: Vec<Part>) -> Self {
        let (format, program) = (FORMAT.to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        Self { format, program, made_at: made_at.to_owned(), schema, entries: 0, signed: 0, vkey, parts }
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), Exit> {
        let text = serde_json::to_string_pretty(self).map_err(|e| Exit::failed(&e))?;
        let mut out = private(&folder.join(NAME))?;
        out.write_all(text.as_bytes())?;
        out.sync_all()?;
        Ok(sync_folder(folder)?)
    }

    /// Reads the description of a backup whose files are all as they were written.
    ///
    /// # Errors
    /// `Exit` when the folder is no whole backup or a file was changed.
    pub fn read(folder: &Path) -> Result<Self, Exit> {
        let shown = folder.display();
        let text = std::fs::read_to_string(folder.join(NAME));
        let text = text.map_err(|_| Exit::usage(format!("「{shown}」不是完整的备份:缺少 {NAME}")))?;
        let manifest: Self = serde_json::from_str(&text)
            .map_err(|e| Exit::usage(format!("「{shown}」的 {NAME} 无法识别:{e};请核对程序版本")))?;
        if manifest.format != FORMAT {
            let format = &manifest.format;
            return Err(Exit::usage(format!("不认识的备份格式「{format}」,本程序只认识「{FORMAT}」")));
        }
        manifest.parts.iter().try_for_each(|part| unchanged(folder, part))?;
        Ok(manifest)
    }

    /// The part with this name.
    #[must_use]
    pub fn part(&self, file: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.file == file)
    }
}

fn unchanged(folder: &Path, part: &Part) -> Result<(), Exit> {
    let file = &part.file;
    if Path::new(file).file_name().is_none_or(|name| name != file.as_str()) {
        return Err(Exit::usage(format!("备份中的文件名「{file}」不合规格")));
    }
    let found = digest(&folder.join(file))
        .map_err(|e| Exit::usage(format!("备份中的文件「{file}」无法读取:{e};请换一份备份")))?;
    if found == (part.bytes, part.sha256.clone()) {
        return Ok(());
    }
    Err(Exit::usage(format!("备份中的文件「{file}」与备份时不同(SHA-256 不符);请换一份备份")))
}

fn digest(path: &Path) -> std::io::Result<(u64, String)> {
    let (mut from, mut sha, mut bytes) = (BufReader::new(File::open(path)?), Sha256::new(), 0);
    let mut chunk = vec![0; 1 << 16];
    loop {
        let read = from.read(&mut chunk)?;
        let Some(some) = chunk.get(..read).filter(|some| !some.is_empty()) else { break };
        sha.update(some);
        bytes += read as u64;
    }
    Ok((bytes, hex::encode(sha.finalize())))
}
