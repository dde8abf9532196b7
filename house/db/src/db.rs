//! One open database: pools, transactions, opening and closing.
//!
//! SQLite: WAL, `synchronous = full` (normal loses acknowledged commits on power loss), one writing
//! connection opened first, readers that cannot write. PostgreSQL: a pool for writers and one for
//! readers, so that writers waiting for the ledger's lock never starve a reader (design.md §3).

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgPool};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use crate::fault::{Fault, Res};
use crate::migrate::{self, Migration};
use crate::snapshot;
use crate::sql::Engine;
use crate::target::Target;
use crate::tx::{Open, Tx};
use crate::wire::Wire;

/// How long a writer waits for another, in this process or beside it.
const WAIT: Duration = Duration::from_secs(30);
/// Statements kept prepared by a writer: 65 sizes of insert for each of its tables.
const WRITER_STATEMENTS: usize = 800;
const READER_STATEMENTS: usize = 300;
const ANALYZE: &str = "analyze";
const BYTES: &str = "select pg_database_size(current_database()) as bytes";
const POSTGRES_WRITERS: u32 = 8;
const POSTGRES_READERS: u32 = 16;

/// One open database. Cloning is cheap; the last clone closes it.
#[derive(Clone, Debug)]
pub struct Db(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) pools: Pools,
    target: Target,
    /// The folder of a throwaway database, removed with it.
    _scratch: Option<tempfile::TempDir>,
}

#[derive(Debug)]
pub(crate) enum Pools {
    Sqlite { write: SqlitePool, read: SqlitePool },
    Postgres { write: PgPool, read: PgPool, wire: Wire },
}

impl Db {
    /// Opens a database and brings it to this program's structure; before an existing SQLite file is
    /// migrated it is copied to `<file>.before-<version>`.
    ///
    /// # Errors
    /// `Fault::NewerSchema` when a newer program has migrated it; `Open`, `Migration…`, `Foreign`.
    pub async fn open(target: &Target) -> Res<Db> {
        Db::open_with(target, &migrate::embedded()?).await
    }

    /// The same with a list of migrations of the caller's: for tests.
    pub async fn open_with(target: &Target, migrations: &[Migration]) -> Res<Db> {
        match target {
            Target::Sqlite(file) => open_sqlite(file.clone(), None, migrations).await,
            Target::SqliteMemory => {
                let folder = tempfile::TempDir::with_prefix("xinheng-").map_err(|source| Fault::File {
                    doing: "建立临时目录",
                    path: std::env::temp_dir(),
                    source,
                })?;
                open_sqlite(folder.path().join("memory.db"), Some(folder), migrations).await
            }
            Target::Postgres(url) => open_postgres(url, migrations).await,
        }
    }

    /// The engine beneath.
    pub fn engine(&self) -> Engine {
        match self.0.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Where this database is: what a second handle, or a command of the shell, would open. A throwaway
    /// database answers its file.
    pub fn target(&self) -> &Target {
        &self.0.target
    }

    /// A reading transaction: all its statements see one state. It cannot write.
    pub async fn read(&self) -> Res<Tx<'static>> {
        const SNAPSHOT: &str = "begin transaction isolation level repeatable read read only";
        match &self.0.pools {
            Pools::Sqlite { read, .. } => read.begin().await.map(Open::Sqlite),
            Pools::Postgres { read, wire, .. } => {
                read.begin_with(SNAPSHOT).await.map(|open| Open::Postgres(open, *wire))
            }
        }
        .map(Tx)
        .map_err(|source| Fault::Begin { source })
    }

    /// A writing transaction. On SQLite it holds the only write lock from the start; on PostgreSQL the
    /// ledger's head row is the lock, taken by the first statement of a command.
    pub async fn write(&self) -> Res<Tx<'static>> {
        match &self.0.pools {
            Pools::Sqlite { write, .. } => begin_sqlite(write).await.map(Open::Sqlite),
            Pools::Postgres { write, wire, .. } => {
                write.begin().await.map(|open| Open::Postgres(open, *wire))
            }
        }
        .map(Tx)
        .map_err(|source| Fault::Begin { source })
    }

    /// Has PostgreSQL count its tables anew, for a caller that has just multiplied them: until its own housekeeping
    /// does so, a minute later at best, plans are made and kept for tables that were small (measured: an import of
    /// 60,000 rows at 1,200 rows/s instead of several thousand). SQLite plans by its indexes alone: nothing is done.
    ///
    /// # Errors
    /// `Fault` when the database fails. A role that does not own the tables is warned by PostgreSQL, not refused.
    pub async fn count_anew(&self) -> Res<()> {
        let Pools::Postgres { write, .. } = &self.0.pools else { return Ok(()) };
        sqlx::query(ANALYZE).execute(write).await.map_err(|e| Fault::sql(ANALYZE, e))?;
        Ok(())
    }

    /// Bytes that the database takes on disk, indexes included; on SQLite its file and the WAL beside it.
    ///
    /// # Errors
    /// `Fault` when the database or the file system fails.
    pub async fn bytes(&self) -> Res<u64> {
        let Pools::Postgres { read, .. } = &self.0.pools else { return file_bytes(&self.0.target) };
        let bytes: i64 = sqlx::query_scalar(BYTES).fetch_one(read).await.map_err(|e| Fault::sql(BYTES, e))?;
        Ok(u64::try_from(bytes).unwrap_or_default())
    }

    /// Closes all connections; on SQLite the writer last, which folds the WAL into the file.
    pub async fn close(&self) {
        match &self.0.pools {
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { write, read, .. } => {
                read.close().await;
                write.close().await;
            }
        }
    }
}

/// Begins on the one writing connection. SQLite ends a transaction by itself when the disk fails (full, unsynced) and
/// the driver does not see it: such a connection begins nothing any more, and another takes its place.
async fn begin_sqlite(write: &SqlitePool) -> sqlx::Result<sqlx::Transaction<'static, sqlx::Sqlite>> {
    const BEGIN: &str = "begin immediate";
    match write.begin_with(BEGIN).await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            write.acquire().await?.detach().close_hard().await?;
            write.begin_with(BEGIN).await
        }
        begun => begun,
    }
}

async fn open_sqlite(file: PathBuf, scratch: Option<tempfile::TempDir>, migrations: &[Migration]) -> Res<Db> {
    let shown = file.display().to_string();
    let opened = |source| Fault::Open { target: shown.clone(), source };
    let sync = if scratch.is_some() { SqliteSynchronous::Off } else { SqliteSynchronous::Full };
    let writer = sqlite_options(&file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(sync)
        .pragma("journal_size_limit", "67108864") // Bytes: a bulk load leaves no large WAL behind.
        .statement_cache_capacity(WRITER_STATEMENTS);
    // The writer first: a reader cannot make the file nor its WAL.
    let write = sqlite_pool(1).connect_with(writer).await.map_err(opened)?;
    migrate_sqlite(&write, &file, migrations).await?;
    let reader = sqlite_options(&file).read_only(true).statement_cache_capacity(READER_STATEMENTS);
    let read = sqlite_pool(sqlite_readers()).connect_with(reader).await.map_err(opened)?;
    let pools = Pools::Sqlite { write, read };
    Ok(Db(Arc::new(Inner { pools, target: Target::Sqlite(file), _scratch: scratch })))
}

fn sqlite_options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(true)
        .busy_timeout(WAIT)
        .pragma("cache_size", "-32000") // KiB a connection
        .disable_statement_logging()
}

fn sqlite_pool(size: u32) -> PoolOptions<sqlx::Sqlite> {
    PoolOptions::new()
        .max_connections(size)
        .min_connections(1)
        .acquire_timeout(WAIT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

fn sqlite_readers() -> u32 {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    u32::try_from(cores * 2).unwrap_or(16).clamp(4, 16)
}

async fn migrate_sqlite(write: &SqlitePool, file: &Path, migrations: &[Migration]) -> Res<()> {
    let mut conn = write.acquire().await.map_err(|source| Fault::Begin { source })?;
    let applied = migrate::applied_sqlite(&mut conn).await.map_err(|fault| at(fault, file))?;
    if migrate::gap(&applied, migrations)?.pending.is_empty() {
        return Ok(());
    }
    // One process copies and migrates; another that was started with it waits here and finds it done.
    let _turn = turn(file).await?;
    let gap = migrate::gap(&migrate::applied_sqlite(&mut conn).await?, migrations)?;
    let Some(version) = gap.pending.iter().filter_map(|at| migrations.get(*at)).map(|m| m.version).max()
    else {
        return Ok(());
    };
    if gap.used {
        snapshot::before_migrating(&mut conn, file, version).await?;
    }
    migrate::migrate_sqlite(&mut conn, migrations).await
}

/// Waits for the file's lock; it is given back with the answer. SQLite's own locks are of another kind.
async fn turn(file: &Path) -> Res<std::fs::File> {
    let path = file.to_owned();
    let locked = move || std::fs::File::open(&path).and_then(|file| file.lock().map(|()| file));
    let waited = tokio::task::spawn_blocking(locked).await.unwrap_or_else(|e| Err(std::io::Error::other(e)));
    waited.map_err(|source| Fault::File { doing: "等待另一进程迁移", path: file.to_owned(), source })
}

fn at(fault: Fault, file: &Path) -> Fault {
    match fault {
        Fault::Foreign { .. } => Fault::Foreign { path: file.to_owned() },
        other => other,
    }
}

fn file_bytes(target: &Target) -> Res<u64> {
    let Target::Sqlite(file) = target else { return Ok(0) };
    let wal = PathBuf::from(format!("{}-wal", file.display()));
    let mut bytes = 0;
    for path in [file, &wal] {
        match std::fs::metadata(path) {
            Ok(found) => bytes += found.len(),
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => return Err(Fault::File { doing: "查看大小", path: path.clone(), source }),
        }
    }
    Ok(bytes)
}

async fn open_postgres(url: &str, migrations: &[Migration]) -> Res<Db> {
    let target = Target::Postgres(url.to_owned()).to_string();
    let opened = |source| Fault::Open { target: target.clone(), source };
    let options = PgConnectOptions::from_str(url)
        .map_err(opened)?
        .application_name("xinheng")
        .options([("lock_timeout", "30000")]) // Milliseconds, as SQLite's busy timeout.
        .disable_statement_logging();
    let mut conn = PgConnection::connect_with(&options).await.map_err(opened)?;
    let gap = migrate::gap(&migrate::applied_postgres(&mut conn).await?, migrations)?;
    if !gap.pending.is_empty() {
        migrate::migrate_postgres(&mut conn, migrations).await?;
    }
    conn.close().await.map_err(opened)?;
    let wire = Wire::of(&options);
    let pool = |size| PoolOptions::new().max_connections(size).acquire_timeout(WAIT);
    let writer = options.clone().statement_cache_capacity(WRITER_STATEMENTS);
    let write = pool(POSTGRES_WRITERS).connect_with(writer).await.map_err(opened)?;
    let reader = options.statement_cache_capacity(READER_STATEMENTS);
    let read = pool(POSTGRES_READERS).connect_with(reader).await.map_err(opened)?;
    let target = Target::Postgres(url.to_owned());
    Ok(Db(Arc::new(Inner { pools: Pools::Postgres { write, read, wire }, target, _scratch: None })))
}

#[cfg(test)]
mod tests;
