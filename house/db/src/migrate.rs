//! Brings a database to the structure this program knows, and refuses one that is newer.
//!
//! Migrations are files `NNNN_name.sql` at the root of the repository, written once for both engines
//! (see `rewrite`). The checksum is that of the source text, so a change of the rewriter does not make
//! applied migrations look modified. Which law is in force is never a migration: that is a release.

use std::borrow::Cow;

use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};
use sqlx::migrate::{Migrate, MigrationType};
use sqlx::{Connection as _, PgConnection, SqlSafeStr as _, SqliteConnection};

use crate::fault::{Fault, Res};
use crate::rewrite::{fences, rewrite};
use crate::sql::{Engine, Sql};

/// Where sqlx keeps what has been applied.
pub(crate) const TABLE: &str = "_sqlx_migrations";

/// One step, written for both engines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// The number in the file's name, from 1.
    pub version: i64,
    /// The name without number and ending.
    pub name: Cow<'static, str>,
    /// The source text, before it is rewritten for an engine.
    pub sql: Cow<'static, str>,
}

#[derive(RustEmbed)]
#[folder = "../../migrations"]
#[include = "*.sql"]
struct Files;

impl Migration {
    /// A migration from constants: for tests.
    pub const fn new(version: i64, name: &'static str, sql: &'static str) -> Migration {
        Migration { version, name: Cow::Borrowed(name), sql: Cow::Borrowed(sql) }
    }

    /// The text for one engine.
    pub fn text(&self, engine: Engine) -> Res<String> {
        rewrite(engine, &self.sql).map_err(|refused| Fault::MigrationText {
            name: format!("{:04}_{}", self.version, self.name),
            line: refused.line,
            why: refused.why,
        })
    }

    /// How many blocks are fenced for one engine.
    pub fn fences(&self) -> usize {
        fences(&self.sql)
    }

    fn checksum(&self) -> Vec<u8> {
        Sha256::digest(self.sql.as_bytes()).to_vec()
    }

    fn for_sqlx(&self, engine: Engine) -> Res<sqlx::migrate::Migration> {
        let text = Sql::made(self.text(engine)?, 0).ready(engine, 0)?.into_sql_str();
        let kind = MigrationType::Simple;
        let mut made = sqlx::migrate::Migration::new(self.version, self.name.clone(), kind, text, false);
        made.checksum = self.checksum().into();
        Ok(made)
    }

    fn failed(&self, source: sqlx::migrate::MigrateError) -> Fault {
        Fault::Migration { version: self.version, name: self.name.to_string(), source: Box::new(source) }
    }
}

/// The migrations of this program, in order.
pub fn embedded() -> Res<Vec<Migration>> {
    let mut all = Files::iter().map(|file| read(&file)).collect::<Res<Vec<_>>>()?;
    all.sort_by_key(|migration| migration.version);
    Ok(all)
}

fn read(file: &str) -> Res<Migration> {
    let refused = |why: &str| Fault::MigrationText { name: file.to_owned(), line: 0, why: why.to_owned() };
    let (number, name) = file
        .strip_suffix(".sql")
        .and_then(|stem| stem.split_once('_'))
        .ok_or_else(|| refused("文件名应为 NNNN_name.sql"))?;
    let version = number.parse().map_err(|_| refused("文件名应以数字开头"))?;
    let bytes = Files::get(file).ok_or_else(|| refused("文件读不到"))?.data;
    let sql = String::from_utf8(bytes.into_owned()).map_err(|_| refused("不是 UTF-8 文本"))?;
    Ok(Migration { version, name: name.to_owned().into(), sql: sql.into() })
}

/// What stands between a database and the program.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// Positions in the program's list that are yet to be applied.
    pub pending: Vec<usize>,
    /// Whether anything has been applied before.
    pub used: bool,
}

/// Holds what was applied against what the program knows.
pub(crate) fn gap(applied: &[(i64, Vec<u8>)], known: &[Migration]) -> Res<Gap> {
    let newest = known.iter().map(|m| m.version).max().unwrap_or(0);
    if let Some(found) = applied.iter().map(|(version, _)| *version).max().filter(|v| *v > newest) {
        return Err(Fault::NewerSchema { found, known: newest });
    }
    for (version, checksum) in applied {
        let known = known.iter().find(|m| m.version == *version);
        let migration = known.ok_or(Fault::MigrationMissing { version: *version })?;
        if migration.checksum() != *checksum {
            let name = migration.name.to_string();
            return Err(Fault::MigrationChanged { version: *version, name });
        }
    }
    let is_new = |m: &Migration| !applied.iter().any(|(version, _)| *version == m.version);
    let pending = known.iter().enumerate().filter(|(_, m)| is_new(m)).map(|(at, _)| at).collect();
    Ok(Gap { pending, used: !applied.is_empty() })
}

/// What was applied to a SQLite database; refuses a file of another program.
pub(crate) async fn applied_sqlite(conn: &mut SqliteConnection) -> Res<Vec<(i64, Vec<u8>)>> {
    const NAMES: &str = "select name from sqlite_master where type = 'table'
                         and name not like 'sqlite\\_%' escape '\\' order by name";
    let names: Vec<String> =
        sqlx::query_scalar(NAMES).fetch_all(&mut *conn).await.map_err(|e| Fault::sql(NAMES, e))?;
    if names.is_empty() {
        return Ok(Vec::new());
    }
    if !names.iter().any(|name| name == TABLE) {
        return Err(Fault::Foreign { path: std::path::PathBuf::new() });
    }
    applied(conn).await
}

/// What was applied to a PostgreSQL database.
pub(crate) async fn applied_postgres(conn: &mut PgConnection) -> Res<Vec<(i64, Vec<u8>)>> {
    const KNOWN: &str = "select to_regclass('_sqlx_migrations') is not null";
    let known: bool =
        sqlx::query_scalar(KNOWN).fetch_one(&mut *conn).await.map_err(|e| Fault::sql(KNOWN, e))?;
    if known { applied(conn).await } else { Ok(Vec::new()) }
}

async fn applied<C: Migrate>(conn: &mut C) -> Res<Vec<(i64, Vec<u8>)>> {
    let listed = conn.list_applied_migrations(TABLE).await.map_err(unlisted)?;
    Ok(listed.into_iter().map(|a| (a.version, a.checksum.into_owned())).collect())
}

fn unlisted(source: sqlx::migrate::MigrateError) -> Fault {
    Fault::Migration { version: 0, name: TABLE.to_owned(), source: Box::new(source) }
}

/// Applies what is pending in one transaction: all of it or nothing. Another process may have been
/// faster, so the list is read again under the lock.
pub(crate) async fn migrate_sqlite(conn: &mut SqliteConnection, known: &[Migration]) -> Res<()> {
    let begun = conn.begin_with("begin immediate").await;
    let mut tx = begun.map_err(|source| Fault::Begin { source })?;
    let gap = gap(&applied_sqlite(&mut tx).await?, known)?;
    apply(&mut *tx, Engine::Sqlite, known, &gap).await?;
    tx.commit().await.map_err(|e| Fault::sql("commit", e))
}

/// Applies what is pending, each step in its own transaction, under sqlx's advisory lock.
/// The connection must be closed after an error: that gives the lock back.
pub(crate) async fn migrate_postgres(conn: &mut PgConnection, known: &[Migration]) -> Res<()> {
    conn.lock().await.map_err(unlisted)?;
    let gap = gap(&applied_postgres(conn).await?, known)?;
    apply(conn, Engine::Postgres, known, &gap).await?;
    conn.unlock().await.map_err(unlisted)
}

async fn apply<C: Migrate>(conn: &mut C, engine: Engine, known: &[Migration], gap: &Gap) -> Res<()> {
    if gap.pending.is_empty() {
        return Ok(());
    }
    conn.ensure_migrations_table(TABLE).await.map_err(unlisted)?;
    for migration in gap.pending.iter().filter_map(|at| known.get(*at)) {
        let step = migration.for_sqlx(engine)?;
        conn.apply(TABLE, &step).await.map_err(|e| migration.failed(e))?;
        tracing::info!(version = migration.version, name = %migration.name, "applied migration");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
