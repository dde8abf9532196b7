//! The watched folder itself: its lock, its sheets, and the three folders in it. Every step is one rename.

use std::ffi::OsString;
use std::fs::{File, Metadata, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use xh_kernel::Instant;

use super::claim::{Claim, new_folder};

/// The name of a result, beside its sheet.
pub(super) const RESULT: &str = "result.json";
const LOCK: &str = ".xinheng-watch.lock";
const WORKING: &str = "working";
const DONE: &str = "done";
const NEEDS_A_PERSON: &str = "needs-a-person";
/// Endings under which programs write what is not whole yet.
const UNFINISHED: [&str; 6] = [".part", ".tmp", ".crdownload", ".filepart", ".swp", "~"];

/// When a file was changed and how long it is; two that differ are not the same state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shape {
    seconds: i64,
    nanoseconds: i64,
    bytes: u64,
    inode: u64,
}

impl Shape {
    pub(super) fn of(file: &Metadata) -> Self {
        Self { seconds: file.mtime(), nanoseconds: file.mtime_nsec(), bytes: file.size(), inode: file.ino() }
    }
}

/// A folder with its lock, which ends with the process.
#[derive(Debug)]
pub(super) struct Folder {
    at: PathBuf,
    _lock: File,
}

impl Folder {
    /// Locks the folder and makes the three in it; `None` while another process holds it.
    pub(super) fn take(at: &Path) -> std::io::Result<Option<Self>> {
        let lock = File::options().create(true).append(true).open(at.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(fault)) => return Err(fault),
        }
        for name in [WORKING, DONE, NEEDS_A_PERSON] {
            let folder = at.join(name);
            if !std::fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir()) {
                std::fs::create_dir(&folder)?;
            }
        }
        Ok(Some(Self { at: at.to_owned(), _lock: lock }))
    }

    /// Sheets in the folder: plain files, no links, nothing hidden and nothing that is still being written.
    pub(super) fn sheets(&self) -> std::io::Result<Vec<(OsString, Shape)>> {
        let mut sheets = Vec::new();
        for item in std::fs::read_dir(&self.at)? {
            let item = item?;
            let name = item.file_name();
            let shown = name.to_string_lossy();
            if shown.starts_with('.') || UNFINISHED.iter().any(|ending| shown.ends_with(ending)) {
                continue;
            }
            match std::fs::symlink_metadata(item.path()) {
                Ok(found) if found.is_file() => sheets.push((name, Shape::of(&found))),
                // A link, a folder, or a file that has gone meanwhile.
                _ => {}
            }
        }
        Ok(sheets)
    }

    /// Takes a sheet; `None` when it has gone meanwhile.
    pub(super) fn claim(&self, name: &OsString, now: &Instant) -> std::io::Result<Option<Claim>> {
        let (folder, at) = new_folder(&self.at.join(WORKING), now)?;
        let sheet = folder.join(name);
        match std::fs::rename(self.at.join(name), &sheet) {
            Ok(()) => {}
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => {
                std::fs::remove_dir(&folder)?;
                return Ok(None);
            }
            Err(fault) => return Err(fault),
        }
        Ok(Some(Claim { folder, sheet, name: name.to_string_lossy().into_owned(), at }))
    }

    /// What a process that died had taken, oldest first; folders without a sheet are cleared away.
    pub(super) fn left_over(&self) -> std::io::Result<Vec<Claim>> {
        let mut claims = Vec::new();
        for item in std::fs::read_dir(self.at.join(WORKING))? {
            let folder = item?.path();
            match Claim::found(folder.clone())? {
                Some(claim) => claims.push(claim),
                // Only an empty one can be removed; anything else in it is somebody's and stays.
                None => drop(std::fs::remove_dir(&folder)),
            }
        }
        claims.sort_by(|one, other| one.folder.cmp(&other.folder));
        Ok(claims)
    }

    /// Moves a sheet with what lies beside it; answers where it lies now.
    pub(super) fn leave(&self, claim: &Claim, needs_a_person: bool) -> std::io::Result<PathBuf> {
        let to = self.at.join(if needs_a_person { NEEDS_A_PERSON } else { DONE });
        let name = claim.folder.file_name().unwrap_or_default().to_string_lossy();
        // A clock that went back may give a moment twice.
        let mut free =
            (1_u64..).map(|nth| if nth == 1 { to.join(&*name) } else { to.join(format!("{name}-{nth}")) });
        let free = free.find(|path| std::fs::symlink_metadata(path).is_err()).unwrap_or_default();
        std::fs::rename(&claim.folder, &free)?;
        File::open(&to)?.sync_all()?;
        Ok(free)
    }
}
