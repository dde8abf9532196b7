//! A deployment in a folder of its own, and back: consistent beside a running server, checked by digest, and never
//! put back in a way that would let the log sign another tree of a size already published (trust: restore order).
//!
//! SQLite comes as its whole file, PostgreSQL as its tables. The search index is not in it: it is read again from the
//! ledger. Continuous copies are the work of litestream and pgBackRest (docs/operating.md).

mod make;
mod manifest;
mod restore;

pub use make::make;
pub use manifest::{Manifest, Part, Table};
pub use restore::{Wanted, restore};
pub(crate) use restore::{agrees, checkpoint};

use std::fs::File;
use std::path::Path;

use xh_kernel::Instant;

/// The signing key, in a data folder and in a backup that was asked to hold it.
pub const KEY: &str = "ledger.key";
/// The whole SQLite database.
const DATABASE: &str = "xinheng.db";
/// In the data folder: when `backup` was last done from here.
const LAST: &str = "backup.last";
/// The newest checkpoint that the backup covers.
const CHECKPOINT: &str = "checkpoint";

/// When a backup was last made from this data folder.
#[must_use]
pub fn last_made(data: &Path) -> Option<Instant> {
    let note = std::fs::read_to_string(data.join(LAST)).ok()?;
    Instant::parse(note.trim()).ok()
}

/// Notes that a backup was made, for `doctor`.
///
/// # Errors
/// When the note cannot be written.
pub fn note_made(data: &Path, made_at: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut out =
        File::options().write(true).create(true).truncate(true).mode(0o600).open(data.join(LAST))?;
    writeln!(out, "{made_at}")
}

/// A new file that only its owner reads.
fn private(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().write(true).create_new(true).mode(0o600).open(path)
}

/// A folder that only its owner enters, with what is missing above it.
fn private_folder(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Has the names in a folder reach the disk.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}
