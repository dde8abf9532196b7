//! A table read whole in the order of its key, a page at a time, without holding it in memory.
//!
//! For comparing two databases row by row, on either engine (`rebuild --check`): both sort alike, so two walks
//! can be merged. Not for pages: those have statements of their own.

use crate::catalogue::shown;
use crate::fault::{Fault, Res};
use crate::sql::{Sql, name};
use crate::tx::Tx;
use crate::value::Value;

/// A walk through one table.
#[derive(Debug)]
pub struct Walk {
    table: String,
    columns: Vec<(String, String)>,
    keys: Vec<(String, bool)>,
    after: Vec<Value>,
}

/// One row of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// The key, ordered as both engines order it.
    pub key: Vec<Value>,
    /// Every column as text, in the order of [`Walk::columns`]; bytes in hex, a null as `∅`.
    pub cells: Vec<String>,
}

impl Walk {
    /// Starts before the first row.
    ///
    /// # Arguments
    /// `catalogue` is the answer of `Db::catalogue`; `keys` lists the columns of the key, with commas.
    ///
    /// # Errors
    /// `Fault::Found` when the table or a key column is not there, or a key column holds bytes.
    pub fn new(catalogue: &[(String, String, String)], table: &str, keys: &str) -> Res<Walk> {
        let table = name(table)?;
        let of_table = catalogue.iter().filter(|(tab, _, _)| tab == table);
        let columns: Vec<_> = of_table.map(|(_, col, kind)| (col.clone(), kind.clone())).collect();
        let keys = keys.split(',').map(|key| key_column(table, &columns, key.trim())).collect::<Res<_>>()?;
        Ok(Walk { table: table.to_owned(), columns, keys, after: Vec::new() })
    }

    /// Names of the columns as declared.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(col, _)| col.as_str())
    }

    /// Names of the key's columns.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|(col, _)| col.as_str())
    }

    /// The next rows, `limit` at most; none at the end.
    ///
    /// # Errors
    /// `Fault` when the database fails or a row cannot be read as its columns are declared.
    pub async fn next(&mut self, tx: &mut Tx<'_>, limit: u32) -> Res<Vec<Walked>> {
        let rows = tx.all(Sql::made(self.text(limit), self.after.len()), &self.after).await?;
        let mut page = Vec::with_capacity(rows.len());
        for row in &rows {
            let key = |(col, is_int): &(String, bool)| match is_int {
                true => row.int(col).map(Value::from),
                false => row.text(col).map(Value::from),
            };
            let key = self.keys.iter().map(key).collect::<Res<_>>()?;
            let cells = self.columns.iter().map(|(col, kind)| shown(row, col, kind)).collect::<Res<_>>()?;
            page.push(Walked { key, cells });
        }
        if let Some(last) = page.last() {
            self.after.clone_from(&last.key);
        }
        Ok(page)
    }

    fn text(&self, limit: u32) -> String {
        let list = |names: Vec<&str>| names.join(", ");
        let (columns, keys) = (list(self.columns().collect()), list(self.keys().collect()));
        let marks: Vec<String> = (1..=self.after.len()).map(|n| format!("${n}")).collect();
        let from = if marks.is_empty() {
            String::new()
        } else {
            format!(" where ({keys}) > ({})", marks.join(", "))
        };
        format!("select {columns} from {}{from} order by {keys} limit {limit}", self.table)
    }
}

fn key_column(table: &str, columns: &[(String, String)], key: &str) -> Res<(String, bool)> {
    match columns.iter().find(|(col, _)| col == key) {
        Some((col, kind)) if kind.starts_with("BIGINT") => Ok((col.clone(), true)),
        Some((col, kind)) if kind.starts_with("TEXT") => Ok((col.clone(), false)),
        _ => Err(Fault::found(format!("表 {table}"), format!("没有可排序的列 {key}"))),
    }
}

#[cfg(test)]
mod tests;
