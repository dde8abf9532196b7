//! What an open database really holds: tables, columns with their types, and rows as text.
//!
//! For the parity test of the two engines and for `rebuild --check`; no page or decision reads this.

use crate::db::Db;
use crate::fault::Res;
use crate::row::Row;
use crate::split;
use crate::sql::{Split, Sql, name};

split! {
    /// Every column of every table: its type in the words of the migrations, null or not, and on
    /// PostgreSQL a collation when it is not the one that sorts by bytes.
    COLUMNS =
        sqlite: "select t.name as tab, c.name as col,
                        case c.type when 'INTEGER' then 'BIGINT' when 'BLOB' then 'BYTEA' else c.type end
                        || case when c.\"notnull\" = 1 or c.pk > 0 then ' not null' else '' end
                        || case when t.strict = 1 then '' else ' (not strict)' end as kind
                 from pragma_table_list as t join pragma_table_info(t.name) as c
                 where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\'
                   and t.name <> '_sqlx_migrations'
                 order by t.name, c.cid",
        postgres: "select cast(c.table_name as text) as tab, cast(c.column_name as text) as col,
                          upper(c.data_type)
                          || case when c.is_nullable = 'NO' then ' not null' else '' end
                          || case when c.data_type = 'text' and coalesce(c.collation_name, '') <> 'C'
                                  then ' (not collate C)' else '' end as kind
                   from information_schema.columns as c
                   join information_schema.tables as t
                     on t.table_schema = c.table_schema and t.table_name = c.table_name
                   where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
                     and c.table_name <> '_sqlx_migrations'
                   order by cast(c.table_name as text) collate \"C\", c.ordinal_position";
}

impl Db {
    /// The catalogue as (table, column, type), tables in order of name and columns as declared. The type
    /// is `TEXT`, `BIGINT` or `BYTEA`, with ` not null` where it holds, and names what is against the
    /// rules of the house (`(not strict)`, `(not collate C)`).
    pub async fn catalogue(&self) -> Res<Vec<(String, String, String)>> {
        let rows = self.read().await?.all(COLUMNS, &[]).await?;
        rows.iter().map(|row| Ok((row.text("tab")?, row.text("col")?, row.text("kind")?))).collect()
    }

    /// The tables in order of name, without those of the engine and of the migrations.
    pub async fn tables(&self) -> Res<Vec<String>> {
        let columns = self.catalogue().await?;
        let mut tables: Vec<String> = columns.into_iter().map(|(table, _, _)| table).collect();
        tables.dedup();
        Ok(tables)
    }

    /// All rows of a table as text, columns as declared: bytes in hex, a null as `∅`.
    ///
    /// # Arguments
    /// `order_by` is a list of columns, each perhaps with `desc`; empty means all columns.
    pub async fn dump_table(&self, table: &str, order_by: &str) -> Res<Vec<Vec<String>>> {
        let table = name(table)?;
        let all = self.catalogue().await?;
        let columns: Vec<_> = all.iter().filter(|(tab, _, _)| tab == table).collect();
        let list: Vec<&str> = columns.iter().map(|(_, col, _)| col.as_str()).collect();
        let order = if order_by.trim().is_empty() { list.join(", ") } else { order(order_by)? };
        let text = format!("select {} from {table} order by {order}", list.join(", "));
        let rows = self.read().await?.all(Sql::made(text, 0), &[]).await?;
        rows.iter().map(|row| columns.iter().map(|(_, col, kind)| shown(row, col, kind)).collect()).collect()
    }

    /// Plans every statement of a list, as `statements!` makes it, without running any.
    pub async fn prepare_all(&self, statements: &[(&'static str, &'static str)]) -> Res<()> {
        for (_, text) in statements {
            self.prepare(Sql::Lit(text)).await?;
        }
        Ok(())
    }

    /// The same for a list of `split!`.
    pub async fn prepare_fenced(&self, statements: &[(&'static str, Split)]) -> Res<()> {
        for (_, split) in statements {
            self.prepare(Sql::Split(*split)).await?;
        }
        Ok(())
    }

    async fn prepare(&self, sql: Sql) -> Res<()> {
        let sample = crate::in_list::sample(&sql, self.engine());
        // In a transaction of its own: a text that does not parse spoils the one it stands in.
        self.write().await?.prepare(sample).await
    }
}

fn order(list: &str) -> Res<String> {
    let mut checked = Vec::new();
    for part in list.split(',') {
        let part = part.trim();
        let column = name(part.strip_suffix(" desc").unwrap_or(part))?;
        checked.push(if part == column { column.to_owned() } else { format!("{column} desc") });
    }
    Ok(checked.join(", "))
}

pub(crate) fn shown(row: &Row, column: &str, kind: &str) -> Res<String> {
    let text = match kind.split(' ').next() {
        Some("BIGINT") => row.int_opt(column)?.map(|n| n.to_string()),
        Some("BYTEA") => row.bytes_opt(column)?.map(|b| b.iter().map(|x| format!("{x:02x}")).collect()),
        _ => row.text_opt(column)?,
    };
    Ok(text.unwrap_or_else(|| "∅".to_owned()))
}

#[cfg(test)]
mod tests;
