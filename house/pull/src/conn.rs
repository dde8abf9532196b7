//! One connection to either database, in a read-only snapshot, every statement under a limit of time.

use std::collections::BTreeMap;
use std::time::Duration;

use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlRow};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow};
use sqlx::{
    AssertSqlSafe, Column, ConnectOptions, Connection, Executor, Row, SqlSafeStr, Statement, TypeInfo,
};

use crate::PullFault;
use crate::spec::Engine;

/// A row of texts, as selected.
pub(crate) type Texts = Vec<Option<String>>;

pub(crate) enum Conn {
    Postgres(PgConnection),
    Mysql(MySqlConnection),
}

/// A connection with its limit.
pub(crate) struct Limited {
    conn: Conn,
    seconds: u32,
}

impl Limited {
    /// Connects and begins the snapshot.
    pub(crate) async fn open(engine: Engine, url: &str, seconds: u32) -> Result<Self, PullFault> {
        let conn = within(seconds, connect(engine, url)).await?;
        let mut this = Self { conn, seconds };
        let limit = match engine {
            Engine::Postgres => vec![
                format!("set statement_timeout = {}", u64::from(seconds) * 1_000),
                "set time zone 'UTC'".to_owned(),
                "set datestyle = 'ISO, YMD'".to_owned(),
                "begin isolation level repeatable read read only".to_owned(),
            ],
            Engine::Mysql => vec![
                "set time_zone = '+00:00'".to_owned(),
                "set session transaction isolation level repeatable read".to_owned(),
                "start transaction with consistent snapshot, read only".to_owned(),
            ],
        };
        if engine == Engine::Mysql {
            this.limit_mysql().await?;
        }
        for text in limit {
            this.run(text).await?;
        }
        Ok(this)
    }

    /// MariaDB and MySQL call the same limit by two names.
    async fn limit_mysql(&mut self) -> Result<(), PullFault> {
        let seconds = self.seconds;
        match self.run(format!("set session max_statement_time = {seconds}")).await {
            Err(PullFault::Refused { .. }) => {
                self.run(format!("set session max_execution_time = {}", u64::from(seconds) * 1_000)).await
            }
            other => other,
        }
    }

    async fn run(&mut self, text: String) -> Result<(), PullFault> {
        let safe = AssertSqlSafe(text);
        let work = async {
            match &mut self.conn {
                Conn::Postgres(conn) => sqlx::raw_sql(safe).execute(conn).await.map(drop),
                Conn::Mysql(conn) => sqlx::raw_sql(safe).execute(conn).await.map(drop),
            }
        };
        within(self.seconds, work).await
    }

    /// Names and kinds of what a statement answers.
    pub(crate) async fn columns(&mut self, text: String) -> Result<BTreeMap<String, String>, PullFault> {
        let safe = AssertSqlSafe(text).into_sql_str();
        let work = async {
            Ok(match &mut self.conn {
                Conn::Postgres(conn) => named(conn.prepare(safe).await?.columns()),
                Conn::Mysql(conn) => named(conn.prepare(safe).await?.columns()),
            })
        };
        within(self.seconds, work).await
    }

    /// All rows of a statement; parameters are texts, every column is a text or nothing.
    pub(crate) async fn all(&mut self, text: String, values: &[&str]) -> Result<Vec<Texts>, PullFault> {
        let safe = AssertSqlSafe(text);
        let work = async {
            match &mut self.conn {
                Conn::Postgres(conn) => {
                    let query = values.iter().fold(sqlx::query(safe), |query, value| query.bind(*value));
                    query.fetch_all(conn).await?.iter().map(pg_texts).collect()
                }
                Conn::Mysql(conn) => {
                    let query = values.iter().fold(sqlx::query(safe), |query, value| query.bind(*value));
                    query.fetch_all(conn).await?.iter().map(mysql_texts).collect()
                }
            }
        };
        within(self.seconds, work).await
    }

    /// Ends the snapshot and the connection; what goes wrong then changes nothing.
    pub(crate) async fn close(self) {
        let closed = match self.conn {
            Conn::Postgres(conn) => conn.close().await,
            Conn::Mysql(conn) => conn.close().await,
        };
        drop(closed);
    }
}

async fn connect(engine: Engine, url: &str) -> Result<Conn, sqlx::Error> {
    Ok(match engine {
        Engine::Postgres => {
            if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
                return Err(sqlx::Error::Configuration("scheme".into()));
            }
            let options: PgConnectOptions = url.parse()?;
            Conn::Postgres(options.disable_statement_logging().connect().await?)
        }
        Engine::Mysql => {
            if !url.starts_with("mysql://") && !url.starts_with("mariadb://") {
                return Err(sqlx::Error::Configuration("scheme".into()));
            }
            let options: MySqlConnectOptions = url.parse()?;
            Conn::Mysql(options.disable_statement_logging().connect().await?)
        }
    })
}

/// The driver's own wait has an end too: a host that has gone silent answers no statement limit.
async fn within<T>(seconds: u32, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, PullFault> {
    match tokio::time::timeout(Duration::from_secs(u64::from(seconds) + 5), work).await {
        Ok(done) => done.map_err(|error| PullFault::of(&error, seconds)),
        Err(_) => Err(PullFault::Slow { seconds }),
    }
}

fn named<C: Column>(columns: &[C]) -> BTreeMap<String, String> {
    columns.iter().map(|column| (column.name().to_owned(), column.type_info().name().to_owned())).collect()
}

fn pg_texts(row: &PgRow) -> Result<Texts, sqlx::Error> {
    (0..row.len()).map(|at| row.try_get(at)).collect()
}

/// A text of a column with a binary collation calls itself binary; it is text by the cast all the same.
fn mysql_texts(row: &MySqlRow) -> Result<Texts, sqlx::Error> {
    (0..row.len()).map(|at| row.try_get_unchecked(at)).collect()
}
