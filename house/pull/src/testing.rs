//! Departments' databases for tests: a fresh one on the tests' private PostgreSQL or MariaDB, open to any statement.
//!
//! For tests alone, so a failure panics. The servers' addresses are in `XINHENG_TEST_PG` and `XINHENG_TEST_MYSQL`.
#![expect(clippy::panic, reason = "a test that cannot have its source has failed")]

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};

use crate::spec::Engine;

static MADE: AtomicU32 = AtomicU32::new(0);

/// A department's database.
#[derive(Debug, Clone)]
pub struct Front {
    /// Which kind.
    pub engine: Engine,
    /// Its address, with the password.
    pub url: String,
    name: String,
    server: String,
}

impl Front {
    /// A fresh, empty database.
    pub async fn new(engine: Engine) -> Self {
        let variable = match engine {
            Engine::Postgres => "XINHENG_TEST_PG",
            Engine::Mysql => "XINHENG_TEST_MYSQL",
        };
        let Ok(server) = std::env::var(variable) else { panic!("{variable} is not set") };
        let name = format!("front_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let Some((base, _)) = server.rsplit_once('/') else { panic!("{variable} names no database") };
        let front = Self { engine, url: format!("{base}/{name}"), name, server: server.clone() };
        execute(engine, &server, format!("create database {}", front.name)).await;
        front
    }

    /// Runs a statement as the department would.
    pub async fn run(&self, statement: &str) {
        execute(self.engine, &self.url, statement.to_owned()).await;
    }

    /// Ends every connection to this database but the one that asks.
    pub async fn cut(&self) {
        match self.engine {
            Engine::Postgres => {
                let text = format!(
                    "select pg_terminate_backend(pid) from pg_stat_activity
                     where datname = '{}' and pid <> pg_backend_pid()",
                    self.name
                );
                execute(self.engine, &self.server, text).await;
            }
            Engine::Mysql => self.cut_mysql().await,
        }
    }

    /// Drops the database.
    pub async fn gone(&self) {
        self.cut().await;
        execute(self.engine, &self.server, format!("drop database {}", self.name)).await;
    }

    async fn cut_mysql(&self) {
        let mut conn = told(MySqlConnection::connect(&self.server).await);
        let text = format!(
            "select cast(id as signed) from information_schema.processlist where db = '{}'",
            self.name
        );
        let ids: Vec<i64> = told(sqlx::query_scalar(AssertSqlSafe(text)).fetch_all(&mut conn).await);
        for id in ids {
            // One that has ended meanwhile cannot be killed.
            drop(sqlx::raw_sql(AssertSqlSafe(format!("kill {id}"))).execute(&mut conn).await);
        }
    }
}

async fn execute(engine: Engine, url: &str, statement: String) {
    let safe = AssertSqlSafe(statement.clone());
    let done = match engine {
        Engine::Postgres => {
            let mut conn = told(PgConnection::connect(url).await);
            sqlx::raw_sql(safe).execute(&mut conn).await.map(drop)
        }
        Engine::Mysql => {
            let mut conn = told(MySqlConnection::connect(url).await);
            sqlx::raw_sql(safe).execute(&mut conn).await.map(drop)
        }
    };
    if let Err(error) = done {
        panic!("{statement}: {error}");
    }
}

fn told<T>(answer: Result<T, sqlx::Error>) -> T {
    answer.unwrap_or_else(|error| panic!("the tests' server: {error}"))
}
