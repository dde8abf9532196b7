//! A consistent copy of a running SQLite database in one file.
//!
//! Writers go on meanwhile. Used for `backup` and before a migration. PostgreSQL has tools of its own
//! for this, so there it is refused.

use std::fs::File;
use std::path::{Path, PathBuf};

use sqlx::SqliteConnection;

use crate::db::{Db, Pools};
use crate::fault::{Fault, Res};
use crate::target::Target;

const COPY: &str = "vacuum into $1";

impl Db {
    /// Copies the database to `path`, which must not exist yet; the copy is on disk when this returns.
    ///
    /// # Errors
    /// `Fault::WrongEngine` on PostgreSQL, `Fault::File` when the file exists or cannot be written.
    pub async fn snapshot(&self, path: &Path) -> Res<()> {
        let Pools::Sqlite { read, .. } = &self.0.pools else {
            return Err(Fault::WrongEngine {
                doing: "快照", engine: "SQLite（PostgreSQL 请用 pg_dump）"
            });
        };
        if path.exists() {
            let source = std::io::ErrorKind::AlreadyExists.into();
            return Err(file_fault("写快照", path, source));
        }
        let mut conn = read.acquire().await.map_err(|source| Fault::Begin { source })?;
        copy(&mut conn, path).await
    }

    /// The file of a SQLite database.
    pub fn file(&self) -> Option<&Path> {
        match self.target() {
            Target::Sqlite(file) => Some(file),
            _ => None,
        }
    }
}

/// Keeps the state before a migration as `<file>.before-<version>`. An older copy of that name comes
/// from an attempt that failed and left the database as it was, so it is replaced.
pub(crate) async fn before_migrating(conn: &mut SqliteConnection, file: &Path, version: i64) -> Res<()> {
    let kept = beside(file, &format!("before-{version:04}"));
    let part = beside(file, &format!("before-{version:04}.part"));
    if part.exists() {
        std::fs::remove_file(&part).map_err(|e| file_fault("删除未完成的备份", &part, e))?;
    }
    copy(conn, &part).await?;
    std::fs::rename(&part, &kept).map_err(|e| file_fault("为备份改名", &kept, e))?;
    sync_folder(&kept)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

async fn copy(conn: &mut SqliteConnection, path: &Path) -> Res<()> {
    let named =
        path.to_str().ok_or_else(|| file_fault("写快照", path, std::io::Error::other("路径不是 UTF-8")))?;
    sqlx::query(COPY).bind(named).execute(conn).await.map_err(|e| Fault::sql(COPY, e))?;
    let file = File::open(path).map_err(|e| file_fault("打开快照", path, e))?;
    file.sync_all().map_err(|e| file_fault("同步快照", path, e))?;
    sync_folder(path)
}

fn sync_folder(path: &Path) -> Res<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|f| f.sync_all()).map_err(|e| file_fault("同步目录", folder, e))
}

fn file_fault(doing: &'static str, path: &Path, source: std::io::Error) -> Fault {
    Fault::File { doing, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests;
