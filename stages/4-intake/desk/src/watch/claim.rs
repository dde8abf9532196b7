//! One sheet in a folder of its own under `working/`, from the moment it was taken. The folder's name is that moment.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use xh_kernel::Instant;

use super::folder::{RESULT, Shape};

/// A sheet that this process has taken.
#[derive(Debug)]
pub(super) struct Claim {
    pub folder: PathBuf,
    pub sheet: PathBuf,
    pub name: String,
    pub at: Instant,
}

impl Claim {
    /// A claim in this folder, if it holds a sheet.
    pub(super) fn found(folder: PathBuf) -> std::io::Result<Option<Self>> {
        let Some(at) = folder.file_name().and_then(|name| moment_of(&name.to_string_lossy())) else {
            return Ok(None);
        };
        for item in std::fs::read_dir(&folder)? {
            let sheet = item?.path();
            let name = sheet.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if sheet.is_file() && !name.starts_with('.') && !is_ours(&name) {
                return Ok(Some(Self { folder, sheet, name, at }));
            }
        }
        Ok(None)
    }

    pub(super) fn shape(&self) -> std::io::Result<Shape> {
        Ok(Shape::of(&std::fs::symlink_metadata(&self.sheet)?))
    }

    /// SHA-256 of the sheet, as a batch keeps it.
    pub(super) fn sha256(&self) -> std::io::Result<String> {
        let (mut file, mut digest) = (File::open(&self.sheet)?, Sha256::new());
        let mut buffer = vec![0; 64 << 10];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                return Ok(hex::encode(digest.finalize()));
            }
            digest.update(buffer.get(..read).unwrap_or_default());
        }
    }

    /// A file that gets its name when it is whole.
    pub(super) fn part(&self) -> std::io::Result<NamedTempFile> {
        NamedTempFile::new_in(&self.folder)
    }

    /// Gives a finished file its name: that of the sheet with another ending.
    pub(super) fn keep(&self, part: NamedTempFile, ending: &str) -> std::io::Result<()> {
        part.as_file().sync_all()?;
        part.persist(self.folder.join(format!("{}.{ending}", self.name))).map_err(|fault| fault.error)?;
        Ok(())
    }

    /// Writes the result beside the sheet.
    pub(super) fn note(&self, result: &serde_json::Value) -> std::io::Result<()> {
        let mut part = self.part()?;
        part.write_all(serde_json::to_string_pretty(result).map_err(std::io::Error::other)?.as_bytes())?;
        part.as_file().sync_all()?;
        part.persist(self.folder.join(RESULT)).map_err(|fault| fault.error)?;
        Ok(())
    }
}

fn is_ours(name: &str) -> bool {
    name == RESULT || name.ends_with(".marked.xlsx")
}

/// `20261124-011000-123456` for an instant.
pub(super) fn name_of(at: &Instant) -> String {
    let digits: String = at.as_str().chars().filter(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("{}-{}-{}", part(0, 8), part(8, 14), part(14, 20))
}

fn moment_of(name: &str) -> Option<Instant> {
    let part = |from: usize, to: usize| name.get(from..to);
    let text = format!(
        "{}-{}-{}T{}:{}:{}.{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(9, 11)?,
        part(11, 13)?,
        part(13, 15)?,
        part(16, 22)?
    );
    Instant::parse(&text).ok().filter(|at| name_of(at) == name)
}

/// The folder of a claim under `working/`, made new; moments that are taken are passed over.
pub(super) fn new_folder(working: &Path, at: &Instant) -> std::io::Result<(PathBuf, Instant)> {
    let mut at = at.clone();
    loop {
        let folder = working.join(name_of(&at));
        match std::fs::create_dir(&folder) {
            Ok(()) => return Ok((folder, at)),
            Err(fault) if fault.kind() == std::io::ErrorKind::AlreadyExists => {
                at = Instant::from_unix_micros(at.unix_micros() + 1);
            }
            Err(fault) => return Err(fault),
        }
    }
}
