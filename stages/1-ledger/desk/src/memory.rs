//! The last checkpoint this node signed, kept beside the key and not in the database: whoever puts the database back
//! to an earlier moment does not put this back with it. It is public text; losing it loses the guard, not the log.

use std::io::Write;
use std::path::{Path, PathBuf};

use xh_db::{Fault, Res};
use xh_ledger::{Checkpoint, NoteVerifier};

/// The file of the last signed checkpoint.
#[derive(Debug, Clone)]
pub struct Memory {
    file: PathBuf,
}

impl Memory {
    /// The memory kept in this file, which need not exist yet.
    #[must_use]
    pub fn at(file: PathBuf) -> Self {
        Self { file }
    }

    /// What was signed last, under this log's key.
    ///
    /// # Errors
    /// `Fault` when the file cannot be read or is no checkpoint of this log.
    pub fn last(&self, verifier: &NoteVerifier) -> Res<Option<Checkpoint>> {
        let note = match std::fs::read_to_string(&self.file) {
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(|e| self.failed("读取上次签署的检查点", e))?,
        };
        let opened = Checkpoint::open(&note, verifier);
        opened.map(Some).map_err(|e| Fault::found(format!("文件「{}」", self.file.display()), e))
    }

    /// Remembers a signed note; on disk when this returns.
    ///
    /// # Errors
    /// `Fault` when the file cannot be written.
    pub fn keep(&self, note: &str) -> Res<()> {
        self.write(note).map_err(|e| self.failed("记下已签署的检查点", e))
    }

    fn write(&self, note: &str) -> std::io::Result<()> {
        let part = self.file.with_extension("part");
        let mut out = std::fs::File::create(&part)?;
        out.write_all(note.as_bytes())?;
        out.sync_all()?;
        std::fs::rename(&part, &self.file)?;
        let folder = self.file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::File::open(folder)?.sync_all()
    }

    fn failed(&self, doing: &'static str, source: std::io::Error) -> Fault {
        Fault::File { doing, path: self.file.clone(), source }
    }
}
