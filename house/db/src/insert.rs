//! The one generator of multi-row inserts.
//!
//! 250 rows a statement, `?` on SQLite and `$n` on PostgreSQL: named parameters are quadratic on SQLite
//! (spike-db.md §2.1). Names are constants and checked; values are always bound. On PostgreSQL many rows go
//! by COPY where the way to it is a socket file ([`Wire`]).

use std::fmt::Write as _;

use crate::copy::{COPY_FROM_ROWS, copy_in};
use crate::fault::{Fault, Res};
use crate::sql::{Engine, Sql, name};
use crate::tx::{Open, Tx};
use crate::value::Value;
use crate::wire::Wire;

/// Rows of a full statement.
const ROWS: usize = 250;
/// What is left over goes in statements of this size and one exact rest, so that a table needs at most
/// 65 cached statements however large its groups are.
const REST_ROWS: usize = 64;
/// SQLite takes 32,766 values a statement; PostgreSQL takes more.
const VALUES_MAX: usize = 32_766;

impl Tx<'_> {
    /// Inserts rows, each with one value for each column, in the order given.
    pub async fn insert_many(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Res<()> {
        if let Open::Postgres(open, Wire::Socket) = &mut self.0
            && rows.len() >= COPY_FROM_ROWS
        {
            check(table, columns.len(), &rows)?;
            return copy_in(open, table, columns, rows).await.map(drop);
        }
        self.insert_many_or(table, columns, rows, "").await.map(drop)
    }

    /// The same with a closing clause, as `on conflict (id) do nothing`; answers the rows written.
    /// With `do update` no two rows of one call may share the key: PostgreSQL refuses that.
    pub async fn insert_many_or(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: Vec<Vec<Value>>,
        clause: &'static str,
    ) -> Res<u64> {
        let head = head(table, columns)?;
        check(table, columns.len(), &rows)?;
        let (mut left, mut rows, mut written) = (rows.len(), rows.into_iter(), 0);
        while left > 0 {
            let size = size(left, columns.len());
            let bound: Vec<Value> = rows.by_ref().take(size).flatten().collect();
            let sql = statement(self.engine(), &head, size, columns.len(), clause);
            written += self.run_owned(sql, bound).await?;
            left -= size;
        }
        Ok(written)
    }
}

fn size(left: usize, width: usize) -> usize {
    let most = (VALUES_MAX / width.max(1)).clamp(1, ROWS);
    if left >= most { most } else { left.min(REST_ROWS) }
}

fn check(table: &str, wanted: usize, rows: &[Vec<Value>]) -> Res<()> {
    match rows.iter().find(|row| row.len() != wanted) {
        Some(row) => Err(Fault::Shape { table: table.to_owned(), wanted, found: row.len() }),
        None => Ok(()),
    }
}

fn head(table: &str, columns: &[&str]) -> Res<String> {
    let names = columns.iter().map(|c| name(c)).collect::<Res<Vec<_>>>()?;
    Ok(format!("insert into {} ({}) values ", name(table)?, names.join(", ")))
}

fn statement(engine: Engine, head: &str, rows: usize, width: usize, clause: &str) -> Sql {
    let mut text = String::with_capacity(head.len() + rows * width * 7 + clause.len());
    text.push_str(head);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..width {
            text.push_str(if column == 0 { "" } else { ", " });
            match engine {
                Engine::Sqlite => text.push('?'),
                // Writing into a String cannot fail.
                Engine::Postgres => _ = write!(text, "${}", row * width + column + 1),
            }
        }
        text.push(')');
    }
    if !clause.is_empty() {
        text.push(' ');
        text.push_str(clause);
    }
    Sql::made(text, rows * width)
}

#[cfg(test)]
mod tests;
