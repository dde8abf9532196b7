//! The yardstick of an import: exactly the rows that it left, with the same tables and indexes, inserted bare.
//!
//! Rows are read page by page, ordered by the ledger position that wrote them, and written in transactions of
//! 1,000 entries. What was there before the import is written too, but not timed.

use std::collections::{BTreeMap, BTreeSet};

use xh_db::{Db, Tx, Value, Walk};
use xinheng::exit::Exit;

/// Entries in one transaction.
const CHUNK: i64 = 1_000;
/// Rows of a page.
const PAGE: u32 = 5_000;
/// What stands in a cell that is null.
const NULL: &str = "∅";
/// One row of its own, made by the migration.
const HEAD: &str = "ledger_head";
/// Keys of the tables that the registry does not project.
const KEYS: &[(&str, &str)] = &[
    ("ledger_entry", "position"),
    ("ledger_body", "position"),
    ("ledger_tile", "level, n"),
    ("ledger_checkpoint", "size"),
    ("ledger_lease", "name"),
    ("policy_release", "digest"),
    ("intake_batch", "id"),
    ("intake_row", "batch_id, sheet_row"),
    ("intake_original", "batch_id, chunk"),
    ("intake_mapping", "source, shape, kind"),
    ("intake_connector", "id"),
    ("intake_run", "id"),
    ("house_account", "id"),
    ("house_token", "digest"),
    ("house_answer", "account_id, request_key"),
    ("house_setting", "name"),
    ("house_link", "purpose"),
    ("ledger_clock", "one"),
    ("publication_subscriber", "id"),
    ("publication_progress", "subscriber_id"),
    ("publication_delivery", "subscriber_id, nth"),
];

type Rows = Vec<Vec<Value>>;
type Catalogue = Vec<(String, String, String)>;

/// What was there before: up to which position, and the keys in tables that know no position.
#[derive(Debug)]
pub struct Before {
    position: i64,
    keys: BTreeMap<String, BTreeSet<Vec<Value>>>,
}

/// Rows ready to be written: transactions, each a list of tables with their rows.
#[derive(Debug, Default)]
pub struct Load {
    chunks: Vec<Vec<(usize, Rows)>>,
    /// How many rows there are.
    pub rows: usize,
}

/// All rows of a database.
#[derive(Debug)]
pub struct Copy {
    tables: Vec<Table>,
    /// There before the import.
    pub base: Load,
    /// Left by the import.
    pub left: Load,
}

#[derive(Debug)]
struct Table {
    name: &'static str,
    keys: &'static str,
    columns: Vec<&'static str>,
    kinds: Vec<String>,
    position: Option<usize>,
}

/// A row with the position that wrote it, when its table knows one.
struct Placed {
    position: Option<i64>,
    key: Vec<Value>,
    row: Vec<Value>,
}

impl Before {
    /// Notes the state of a database.
    pub async fn note(db: &Db) -> Result<Before, Exit> {
        let catalogue = db.catalogue().await?;
        let tables = tables(&catalogue)?;
        let mut tx = db.read().await?;
        let position = xh_ledger_store::head(&mut tx).await?;
        let mut keys = BTreeMap::new();
        for table in tables.iter().filter(|table| table.position.is_none()) {
            let rows = table.rows(&mut tx, &catalogue).await?;
            keys.insert(table.name.to_owned(), rows.into_iter().map(|row| row.key).collect());
        }
        Ok(Before { position, keys })
    }

    fn had(&self, table: &Table, row: &Placed) -> bool {
        match row.position {
            Some(position) => position <= self.position,
            None => self.keys.get(table.name).is_some_and(|keys| keys.contains(&row.key)),
        }
    }
}

/// Reads every table whole.
pub async fn read(db: &Db, before: &Before) -> Result<Copy, Exit> {
    let catalogue = db.catalogue().await?;
    let tables = tables(&catalogue)?;
    let mut tx = db.read().await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let (mut base, mut left) = (Load::until(0, before.position), Load::until(before.position, head));
    for (at, table) in tables.iter().enumerate() {
        let rows = table.rows(&mut tx, &catalogue).await?;
        let (old, new): (Vec<Placed>, Vec<Placed>) = rows.into_iter().partition(|row| before.had(table, row));
        base.take(at, old, 0);
        left.take(at, new, before.position);
    }
    Ok(Copy { tables, base, left })
}

impl Load {
    fn until(from: i64, head: i64) -> Load {
        let chunks = usize::try_from((head - from + CHUNK - 1) / CHUNK).unwrap_or(0).max(1);
        Load { chunks: (0..chunks).map(|_| Vec::new()).collect(), rows: 0 }
    }

    /// Puts rows into the transaction of their position; those without one are spread evenly.
    fn take(&mut self, table: usize, mut rows: Vec<Placed>, from: i64) {
        rows.sort_by_key(|row| row.position);
        let (count, chunks) = (rows.len(), self.chunks.len());
        self.rows += count;
        let mut sorted: BTreeMap<usize, Rows> = BTreeMap::new();
        for (at, row) in rows.into_iter().enumerate() {
            let chunk = match row.position {
                Some(position) => usize::try_from((position - from - 1) / CHUNK).unwrap_or(0),
                None => at * chunks / count,
            };
            sorted.entry(chunk.min(chunks - 1)).or_default().push(row.row);
        }
        for (chunk, rows) in sorted {
            if let Some(slot) = self.chunks.get_mut(chunk) {
                slot.push((table, rows));
            }
        }
    }
}

impl Copy {
    /// Writes what was there before.
    pub async fn write_base(&mut self, db: &Db) -> Result<(), Exit> {
        let load = std::mem::take(&mut self.base);
        self.write(db, load).await
    }

    /// Writes what the import left: this is what is timed.
    pub async fn write_left(&mut self, db: &Db) -> Result<(), Exit> {
        let load = std::mem::take(&mut self.left);
        self.write(db, load).await
    }

    async fn write(&self, db: &Db, load: Load) -> Result<(), Exit> {
        for chunk in load.chunks {
            let mut tx = db.write().await?;
            for (at, rows) in chunk {
                if let Some(table) = self.tables.get(at) {
                    tx.insert_many(table.name, &table.columns, rows).await?;
                }
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

impl Table {
    async fn rows(&self, tx: &mut Tx<'_>, catalogue: &Catalogue) -> Result<Vec<Placed>, Exit> {
        let mut walk = Walk::new(catalogue, self.name, self.keys)?;
        let mut out = Vec::new();
        loop {
            let page = walk.next(tx, PAGE).await?;
            if page.is_empty() {
                return Ok(out);
            }
            for walked in page {
                let cells = walked.cells.into_iter().zip(&self.kinds);
                let row =
                    cells.map(|(cell, kind)| value(cell, kind)).collect::<Result<Vec<Value>, Exit>>()?;
                let position = self.position.and_then(|at| row.get(at)).and_then(int);
                out.push(Placed { position, key: walked.key, row });
            }
        }
    }
}

/// Every table but the head's, whose one row the migration makes.
fn tables(catalogue: &Catalogue) -> Result<Vec<Table>, Exit> {
    let names: BTreeSet<&str> = catalogue.iter().map(|(table, _, _)| table.as_str()).collect();
    names.into_iter().filter(|name| *name != HEAD).map(|name| table(catalogue, name)).collect()
}

fn table(catalogue: &Catalogue, name: &str) -> Result<Table, Exit> {
    let known = KEYS.iter().chain(xh_registry_store::PROJECTIONS).find(|(table, _)| *table == name);
    let missing = || Exit::usage(format!("基准程序不知道表 {name} 的主键，请在 copy.rs 中补上"));
    let (name, keys) = *known.ok_or_else(missing)?;
    let of_table: Vec<_> = catalogue.iter().filter(|(table, _, _)| table == name).collect();
    // A statement is made of constant names; these live as long as the process, which is short.
    let columns: Vec<&'static str> = of_table.iter().map(|(_, col, _)| &*col.clone().leak()).collect();
    let kinds = of_table.iter().map(|(_, _, kind)| kind.clone()).collect();
    let position = columns.iter().position(|column| *column == "position");
    Ok(Table { name, keys, columns, kinds, position })
}

fn value(cell: String, kind: &str) -> Result<Value, Exit> {
    let null = cell == NULL && !kind.contains("not null");
    let wrong = |cell: &str| Exit::usage(format!("「{cell}」不是 {kind}"));
    match kind.split(' ').next() {
        Some("BIGINT") if null => Ok(Value::Int(None)),
        Some("BIGINT") => cell.parse().map(|n| Value::Int(Some(n))).map_err(|_| wrong(&cell)),
        Some("BYTEA") if null => Ok(Value::Bytes(None)),
        Some("BYTEA") => hex::decode(&cell).map(|b| Value::Bytes(Some(b))).map_err(|_| wrong(&cell)),
        _ => Ok(Value::Text((!null).then_some(cell))),
    }
}

fn int(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => *number,
        _ => None,
    }
}
