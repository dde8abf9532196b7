//! One transaction, or a savepoint inside one, on either engine.
//!
//! A transaction that is dropped without `commit` is rolled back, also when the future that held it is
//! dropped half way (design.md §3: an acknowledgement leaves only after the transaction is durable).
//! Nobody outside this file sees an sqlx executor.

use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, Connection as _, Executor as _, Postgres, SqlSafeStr as _, Sqlite, Transaction};

use crate::fault::{Fault, Res, is_connection, is_disk};
use crate::row::{Inner, Row};
use crate::sql::{Engine, Sql};
use crate::value::Value;
use crate::wire::Wire;

/// An open transaction or savepoint.
#[derive(Debug)]
pub struct Tx<'c>(pub(crate) Open<'c>);

#[derive(Debug)]
pub(crate) enum Open<'c> {
    Sqlite(Transaction<'c, Sqlite>),
    Postgres(Transaction<'c, Postgres>, Wire),
}

/// Binds values that are owned: sqlx 0.9 keeps them without a copy.
macro_rules! bind {
    ($ty:ty, $text:expr, $values:expr) => {{
        let mut bound = <$ty>::default();
        bound.reserve($values.len(), $values.len() * 24);
        for value in $values {
            match value {
                Value::Text(x) => bound.add(x),
                Value::Int(x) => bound.add(x),
                Value::Bytes(x) => bound.add(x),
            }
            .map_err(|e| Fault::sql($text.as_str(), sqlx::Error::Encode(e)))?;
        }
        bound
    }};
}

/// Runs one statement with the sqlx method of the same name on either engine.
macro_rules! send {
    ($tx:expr, $sql:expr, $values:expr, $method:ident,
     |$sqlite:ident| $s:expr, |$postgres:ident| $p:expr) => {{
        let values: Vec<Value> = $values;
        let text = $sql.ready($tx.engine(), values.len())?;
        match &mut $tx.0 {
            Open::Sqlite(open) => {
                let bound = bind!(SqliteArguments, text, values);
                let sent = sqlx::query_with::<Sqlite, _>(text.clone(), bound).$method(&mut **open).await;
                sent.map(|$sqlite| $s)
            }
            Open::Postgres(open, _) => {
                let bound = bind!(PgArguments, text, values);
                let sent = sqlx::query_with::<Postgres, _>(text.clone(), bound).$method(&mut **open).await;
                sent.map(|$postgres| $p)
            }
        }
        .map_err(|source| Fault::sql(text.as_str(), source))
    }};
}

impl Tx<'_> {
    /// The engine beneath.
    pub fn engine(&self) -> Engine {
        match self.0 {
            Open::Sqlite(_) => Engine::Sqlite,
            Open::Postgres(..) => Engine::Postgres,
        }
    }

    /// All rows of an answer.
    pub async fn all(&mut self, sql: impl Into<Sql>, values: &[Value]) -> Res<Vec<Row>> {
        self.all_owned(sql.into(), values.to_vec()).await
    }

    pub(crate) async fn all_owned(&mut self, sql: Sql, values: Vec<Value>) -> Res<Vec<Row>> {
        send!(
            self,
            sql,
            values,
            fetch_all,
            |rows| rows.into_iter().map(|row| Row(Inner::Sqlite(row))).collect(),
            |rows| rows.into_iter().map(|row| Row(Inner::Postgres(row))).collect()
        )
    }

    /// The first row of an answer, if there is one.
    pub async fn one(&mut self, sql: impl Into<Sql>, values: &[Value]) -> Res<Option<Row>> {
        let (sql, values) = (sql.into(), values.to_vec());
        send!(self, sql, values, fetch_optional, |row| row.map(|row| Row(Inner::Sqlite(row))), |row| row
            .map(|row| Row(Inner::Postgres(row))))
    }

    /// Carries out a statement; answers the number of rows it touched.
    pub async fn run(&mut self, sql: impl Into<Sql>, values: &[Value]) -> Res<u64> {
        self.run_owned(sql.into(), values.to_vec()).await
    }

    pub(crate) async fn run_owned(&mut self, sql: Sql, values: Vec<Value>) -> Res<u64> {
        send!(self, sql, values, execute, |done| done.rows_affected(), |done| done.rows_affected())
    }

    /// Asks the engine to parse and plan a statement without running it.
    pub async fn prepare(&mut self, sql: impl Into<Sql>) -> Res<()> {
        let sql = sql.into();
        let takes = crate::sql::placeholders(sql.text(self.engine()));
        let text = sql.ready(self.engine(), takes)?;
        let sent = text.clone().into_sql_str();
        match &mut self.0 {
            Open::Sqlite(open) => (&mut **open).prepare(sent).await.map(drop),
            Open::Postgres(open, _) => (&mut **open).prepare(sent).await.map(drop),
        }
        .map_err(|source| Fault::sql(text.as_str(), source))
    }

    /// Opens a savepoint; the compiler forbids use of the outer transaction while it is open.
    pub async fn savepoint(&mut self) -> Res<Tx<'_>> {
        match &mut self.0 {
            Open::Sqlite(open) => open.begin().await.map(|tx| Tx(Open::Sqlite(tx))),
            Open::Postgres(open, wire) => open.begin().await.map(|tx| Tx(Open::Postgres(tx, *wire))),
        }
        .map_err(|source| Fault::sql("savepoint", source))
    }

    /// Makes the transaction durable (or releases the savepoint).
    pub async fn commit(self) -> Res<()> {
        match self.0 {
            Open::Sqlite(open) => open.commit().await,
            Open::Postgres(open, _) => open.commit().await,
        }
        .map_err(|source| match is_connection(&source) || is_disk(&source) {
            true => Fault::CommitUnknown { source },
            false => Fault::sql("commit", source),
        })
    }

    /// Takes everything back (or to the savepoint).
    pub async fn rollback(self) -> Res<()> {
        match self.0 {
            Open::Sqlite(open) => open.rollback().await,
            Open::Postgres(open, _) => open.rollback().await,
        }
        .map_err(|source| Fault::sql("rollback", source))
    }
}

#[cfg(test)]
mod tests;
