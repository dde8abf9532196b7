//! Databases for tests: a throwaway SQLite file, and a fresh copy of a migrated PostgreSQL template.
//!
//! For tests alone, so a failure panics with its chain of causes. The PostgreSQL server is private to
//! the tests: its URL (of any database that may create others) is in `XINHENG_TEST_PG`.
#![expect(clippy::panic, reason = "a test that cannot have its database has failed")]

use std::error::Error;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU32, Ordering};

use sha2::{Digest as _, Sha256};
use sqlx::{Connection as _, PgConnection, SqlSafeStr as _};

use crate::db::Db;
use crate::fault::{Fault, Res};
use crate::migrate::{self, Migration};
use crate::sql::{Engine, Sql};
use crate::target::Target;

/// The environment variable with the URL of the tests' PostgreSQL server.
pub const SERVER: &str = "XINHENG_TEST_PG";
/// Serialises the making of templates between test processes.
const TEMPLATE_LOCK: &str = "select pg_advisory_lock(7240516)";

static MADE: AtomicU32 = AtomicU32::new(0);

/// A fresh migrated SQLite database, gone with its last handle.
pub async fn sqlite() -> Db {
    told(Db::open(&Target::SqliteMemory).await)
}

/// A fresh migrated PostgreSQL database. `both!` drops its own afterwards; this one stays until
/// [`drop_postgres`] or the end of the private server.
pub async fn postgres() -> Db {
    postgres_with(&embedded()).await.0
}

/// The migrations of this program.
pub fn embedded() -> Vec<Migration> {
    told(migrate::embedded())
}

/// What a story may answer: nothing, or a result whose error fails the test.
pub trait Told {
    /// Panics on an error.
    fn told(self);
}

impl Told for () {
    fn told(self) {}
}

impl<E: Debug> Told for Result<(), E> {
    fn told(self) {
        if let Err(error) = self {
            panic!("the story ended with {error:?}");
        }
    }
}

/// Runs a story on a fresh SQLite database.
pub fn on_sqlite(migrations: &[Migration], story: impl AsyncFnOnce(&Db)) {
    runtime().block_on(async {
        let db = told(Db::open_with(&Target::SqliteMemory, migrations).await);
        story(&db).await;
        db.close().await;
    });
}

/// Runs a story on a fresh PostgreSQL database, which is dropped afterwards, also when the story fails.
pub fn on_postgres(migrations: &[Migration], story: impl AsyncFnOnce(&Db)) {
    let runtime = runtime();
    let (db, name) = runtime.block_on(postgres_with(migrations));
    let ended = catch_unwind(AssertUnwindSafe(|| runtime.block_on(story(&db))));
    runtime.block_on(drop_postgres(&db, &name));
    if let Err(panic) = ended {
        resume_unwind(panic);
    }
}

/// A fresh database on the tests' server, and its name.
pub async fn postgres_with(migrations: &[Migration]) -> (Db, String) {
    let server = server();
    let template = told(template(&server, migrations).await);
    let name = format!("xh_test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    told(
        command(
            &server,
            &[
                format!("drop database if exists {name} with (force)"),
                format!("create database {name} template {template}"),
            ],
        )
        .await,
    );
    let db = Db::open_with(&Target::Postgres(with_database(&server, &name)), migrations).await;
    (told(db), name)
}

/// Closes a database made by [`postgres_with`] and drops it.
pub async fn drop_postgres(db: &Db, name: &str) {
    db.close().await;
    told(command(&server(), &[format!("drop database if exists {name} with (force)")]).await);
}

/// Makes a role for this PostgreSQL database alone, named after it, runs an operator's script with that name in place
/// of `stands_for`, and answers role and URL. The role belongs to the server: end it with [`drop_role`].
pub async fn with_role(db: &Db, stands_for: &str, script: &str) -> (String, String) {
    let Target::Postgres(url) = db.target() else { panic!("not a PostgreSQL database") };
    let (rest, place) = url.split_once('@').unwrap_or_else(|| panic!("no user in the URL of the server"));
    let database = place.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let (role, scheme) = (format!("{database}_app"), rest.split("://").next().unwrap_or("postgres"));
    let made = format!("create role {role} login password 'app'");
    told(command(url, &[made, script.replace(stands_for, &role)]).await);
    let address = format!("{scheme}://{role}:app@{place}");
    (role, address)
}

/// Takes a role of [`with_role`] away.
pub async fn drop_role(db: &Db, role: &str) {
    let Target::Postgres(url) = db.target() else { panic!("not a PostgreSQL database") };
    told(command(url, &[format!("drop owned by {role}"), format!("drop role {role}")]).await);
}

/// Makes each commit of a PostgreSQL database wait a tenth of a second for every row that it adds to a table.
pub async fn slow_commits(db: &Db, table: &str) {
    const SLOW: &str = "create function slow() returns trigger language plpgsql as
        'begin perform pg_sleep(0.1); return null; end'";
    let slowed = format!(
        "create constraint trigger slowed after insert on {table}
         deferrable initially deferred for each row execute function slow()"
    );
    let mut tx = told(db.write().await);
    told(tx.run(SLOW, &[]).await);
    told(tx.run(Sql::made(slowed, 0), &[]).await);
    told(tx.commit().await);
}

/// Is a process of ours at its commit in this PostgreSQL database?
pub async fn committing(db: &Db) -> bool {
    const COMMITTING: &str = "select count(*) as n from pg_stat_activity where datname = current_database()
        and application_name = 'xinheng' and state = 'active' and upper(query) = 'COMMIT'";
    let mut tx = told(db.read().await);
    let row = told(tx.one(COMMITTING, &[]).await);
    row.is_some_and(|row| told(row.int("n")) > 0)
}

/// The URL of the tests' server; without it the PostgreSQL half of a story fails, and says why.
pub fn server() -> String {
    std::env::var(SERVER)
        .unwrap_or_else(|_| panic!("{SERVER} is not set: run `make test`, or filter `::sqlite`"))
}

/// The same server with another database in the path of its URL.
fn with_database(url: &str, database: &str) -> String {
    let (rest, query) = url.split_once('?').map_or((url, None), |(rest, query)| (rest, Some(query)));
    let from = rest.find("://").map_or(0, |at| at + 3);
    let host = rest.get(from..).and_then(|r| r.find('/')).map_or(rest.len(), |at| from + at);
    let (host, _) = rest.split_at(host);
    query.map_or_else(|| format!("{host}/{database}"), |query| format!("{host}/{database}?{query}"))
}

/// The template for these migrations, made once for each text of theirs.
async fn template(server: &str, migrations: &[Migration]) -> Res<String> {
    let mut digest = Sha256::new();
    for migration in migrations {
        digest.update(migration.version.to_be_bytes());
        digest.update(migration.sql.as_bytes());
        digest.update(migration.text(Engine::Postgres)?.as_bytes());
    }
    let short: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("xh_template_{short}");
    let mut conn = connect(server).await?;
    run(&mut conn, TEMPLATE_LOCK.to_owned()).await?;
    let known = sqlx::query_scalar("select count(*) from pg_database where datname = $1");
    let known: i64 =
        known.bind(&name).fetch_one(&mut conn).await.map_err(|e| Fault::sql("pg_database", e))?;
    if known == 0 {
        make_template(&mut conn, server, &name, migrations).await?;
    }
    conn.close().await.map_err(|e| Fault::sql("close", e))?;
    Ok(name)
}

/// Under another name until it is whole: a process killed half way leaves no half template.
async fn make_template(
    conn: &mut PgConnection,
    server: &str,
    name: &str,
    migrations: &[Migration],
) -> Res<()> {
    let part = format!("{name}_part");
    run(conn, format!("drop database if exists {part} with (force)")).await?;
    run(conn, format!("create database {part} template template0 encoding 'UTF8'")).await?;
    Db::open_with(&Target::Postgres(with_database(server, &part)), migrations).await?.close().await;
    run(conn, format!("alter database {part} rename to {name}")).await
}

async fn command(server: &str, texts: &[String]) -> Res<()> {
    let mut conn = connect(server).await?;
    for text in texts {
        run(&mut conn, text.clone()).await?;
    }
    conn.close().await.map_err(|e| Fault::sql("close", e))
}

async fn connect(server: &str) -> Res<PgConnection> {
    let opened = PgConnection::connect(server).await;
    opened.map_err(|source| Fault::Open { target: SERVER.to_owned(), source })
}

async fn run(conn: &mut PgConnection, text: String) -> Res<()> {
    let ready = Sql::made(text.clone(), 0).ready(Engine::Postgres, 0)?;
    let sent = sqlx::raw_sql(ready.into_sql_str()).execute(conn).await;
    sent.map(drop).map_err(|source| Fault::sql(&text, source))
}

fn runtime() -> tokio::runtime::Runtime {
    let built = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    built.unwrap_or_else(|error| panic!("no tokio runtime: {error}"))
}

fn told<T>(result: Res<T>) -> T {
    result.unwrap_or_else(|fault| panic!("{}", chain(&fault)))
}

/// A fault with all its causes, for a message.
pub fn chain(fault: &dyn Error) -> String {
    let mut text = fault.to_string();
    let mut next = fault.source();
    while let Some(cause) = next {
        text.push_str(&format!("; {cause}"));
        next = cause.source();
    }
    text
}
