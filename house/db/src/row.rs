//! One row of an answer, read by column name.
//!
//! Smooths what the engines name differently (`select 1` is an int4 on PostgreSQL, a comparison is a
//! bool there and an integer on SQLite). Not a mapper: stores turn rows into core words themselves.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, TypeInfo as _, ValueRef as _};

use crate::fault::{Fault, Res};

/// One row.
#[derive(Debug)]
pub struct Row(pub(crate) Inner);

pub(crate) enum Inner {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // No values: a log line must not show what a row holds.
        f.write_str("row")
    }
}

/// What [`Row::get`] can read: `String`, `i64`, `bool`, `Vec<u8>` and their options.
pub trait Cell: Sized {
    /// Reads the named column.
    fn read(row: &Row, name: &str) -> Res<Self>;
}

impl Row {
    /// A column as `T`; an absent column, a null for a bare type or another type is a fault.
    pub fn get<T: Cell>(&self, name: &str) -> Res<T> {
        T::read(self, name)
    }

    /// A `TEXT` column that is not null.
    pub fn text(&self, name: &str) -> Res<String> {
        self.text_opt(name)?.ok_or_else(|| null(name))
    }

    /// A `TEXT` column.
    pub fn text_opt(&self, name: &str) -> Res<Option<String>> {
        match &self.0 {
            Inner::Sqlite(row) => row.try_get(name),
            Inner::Postgres(row) => row.try_get(name),
        }
        .map_err(|source| fault(name, source))
    }

    /// A `BIGINT` column, a count or a comparison (0 or 1) that is not null.
    pub fn int(&self, name: &str) -> Res<i64> {
        self.int_opt(name)?.ok_or_else(|| null(name))
    }

    /// A `BIGINT` column.
    pub fn int_opt(&self, name: &str) -> Res<Option<i64>> {
        match &self.0 {
            Inner::Sqlite(row) => row.try_get(name),
            Inner::Postgres(row) => postgres_int(row, name),
        }
        .map_err(|source| fault(name, source))
    }

    /// A flag kept as 0 or 1, or a comparison.
    pub fn flag(&self, name: &str) -> Res<bool> {
        match self.int(name)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(Fault::found(format!("标志「{name}」"), other)),
        }
    }

    /// A `BYTEA` column that is not null.
    pub fn bytes(&self, name: &str) -> Res<Vec<u8>> {
        self.bytes_opt(name)?.ok_or_else(|| null(name))
    }

    /// A `BYTEA` column.
    pub fn bytes_opt(&self, name: &str) -> Res<Option<Vec<u8>>> {
        match &self.0 {
            Inner::Sqlite(row) => row.try_get(name),
            Inner::Postgres(row) => row.try_get(name),
        }
        .map_err(|source| fault(name, source))
    }

    /// The columns of the answer in their order.
    pub fn columns(&self) -> Vec<&str> {
        match &self.0 {
            Inner::Sqlite(row) => row.columns().iter().map(sqlx::Column::name).collect(),
            Inner::Postgres(row) => row.columns().iter().map(sqlx::Column::name).collect(),
        }
    }
}

fn postgres_int(row: &PgRow, name: &str) -> Result<Option<i64>, sqlx::Error> {
    let kind = row.try_get_raw(name)?.type_info().name().to_owned();
    match kind.as_str() {
        "INT4" => Ok(row.try_get::<Option<i32>, _>(name)?.map(i64::from)),
        "INT2" => Ok(row.try_get::<Option<i16>, _>(name)?.map(i64::from)),
        "BOOL" => Ok(row.try_get::<Option<bool>, _>(name)?.map(i64::from)),
        _ => row.try_get(name),
    }
}

fn fault(name: &str, source: sqlx::Error) -> Fault {
    Fault::Column { name: name.to_owned(), source }
}

fn null(name: &str) -> Fault {
    fault(name, sqlx::Error::Decode("空值".into()))
}

macro_rules! cell {
    ($($ty:ty => $method:ident;)*) => { $(
        impl Cell for $ty {
            fn read(row: &Row, name: &str) -> Res<Self> { row.$method(name) }
        }
    )* };
}

cell! {
    String => text;
    Option<String> => text_opt;
    i64 => int;
    Option<i64> => int_opt;
    bool => flag;
    Vec<u8> => bytes;
    Option<Vec<u8>> => bytes_opt;
}
