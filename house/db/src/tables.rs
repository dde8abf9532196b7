//! The tables of a PostgreSQL database as streams of rows and back, as one transaction sees them: for `backup` and
//! `restore`. SQLite has its whole file instead (see `snapshot`).
//!
//! The form is the text form of `copy`, which does not change between versions of PostgreSQL.

use std::future::poll_fn;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::pin::Pin;

use futures_core::Stream as _;

use crate::db::Db;
use crate::fault::{Fault, Res};
use crate::sql::{Sql, name};
use crate::target::Target;
use crate::tx::{Open, Tx};

/// Bytes read from a file at a time.
const CHUNK: usize = 1 << 16;
/// Migrations leave a few rows at most; more than this need not be counted.
const FEW: u32 = 100;

impl Db {
    /// Whether the database holds what the migrations left, and nothing else: nobody has worked in it yet.
    ///
    /// # Errors
    /// `Fault` when the database, or the empty one it is compared with, fails.
    pub async fn is_untouched(&self) -> Res<bool> {
        let model = Db::open(&Target::SqliteMemory).await?;
        for table in self.tables().await? {
            if self.few_rows(&table).await? != model.few_rows(&table).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn few_rows(&self, table: &str) -> Res<i64> {
        let text =
            format!("select count(*) as n from (select 1 as x from {} limit {FEW}) as few", name(table)?);
        let row = self.read().await?.one(Sql::made(text, 0), &[]).await?;
        row.map_or(Ok(0), |row| row.int("n"))
    }
}

impl Tx<'_> {
    /// Writes all rows of a table, in no order.
    ///
    /// # Errors
    /// `Fault::WrongEngine` on SQLite; `Fault` when the database or the writer fails.
    pub async fn copy_out(&mut self, table: &str, columns: &[String], out: &mut impl Write) -> Res<()> {
        let text = format!("copy {} to stdout", listed(table, columns)?);
        let Open::Postgres(open, _) = &mut self.0 else { return Err(wrong("写出各表")) };
        let sent = (**open).copy_out_raw(&text).await;
        let mut stream = sent.map_err(|e| Fault::sql(&text, e))?;
        while let Some(bytes) = poll_fn(|cx| Pin::new(&mut stream).poll_next(cx)).await {
            let bytes = bytes.map_err(|e| Fault::sql(&text, e))?;
            out.write_all(&bytes).map_err(|e| file("写出表", e))?;
        }
        Ok(())
    }

    /// Puts rows that [`Tx::copy_out`] wrote into a table instead of those it has; answers how many there are now.
    ///
    /// # Errors
    /// `Fault::WrongEngine` on SQLite; `Fault` when the reader fails or a row does not fit the table.
    pub async fn copy_in(&mut self, table: &str, columns: &[String], from: &mut impl Read) -> Res<u64> {
        self.run(Sql::made(format!("delete from {}", name(table)?), 0), &[]).await?;
        let text = format!("copy {} from stdin", listed(table, columns)?);
        let Open::Postgres(open, _) = &mut self.0 else { return Err(wrong("读入各表")) };
        let sent = (**open).copy_in_raw(&text).await;
        let mut stream = sent.map_err(|e| Fault::sql(&text, e))?;
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = from.read(&mut chunk).map_err(|e| file("读取表文件", e))?;
            let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            stream.send(bytes).await.map_err(|e| Fault::sql(&text, e))?;
        }
        stream.finish().await.map_err(|e| Fault::sql(&text, e))
    }
}

fn listed(table: &str, columns: &[String]) -> Res<String> {
    let columns = columns.iter().map(|column| name(column)).collect::<Res<Vec<_>>>()?;
    Ok(format!("{} ({})", name(table)?, columns.join(", ")))
}

fn wrong(doing: &'static str) -> Fault {
    Fault::WrongEngine { doing, engine: "PostgreSQL（SQLite 请用快照）" }
}

fn file(doing: &'static str, source: std::io::Error) -> Fault {
    Fault::File { doing, path: PathBuf::new(), source }
}

#[cfg(test)]
mod tests;
