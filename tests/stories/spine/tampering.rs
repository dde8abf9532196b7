//! A hundred random edits (`XINHENG_EDITS` asks for more) by someone who holds the database and drops its triggers
//! first: each is found by the audit, which names the row. Every edit is made in a transaction that is taken back.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use xh_db::{Db, Engine, Res, Tx, Value, Walk, both, values};
use xh_ledger::Fields;
use xinheng::rebuild::{Audited, audit_in};

use super::office::World;

/// Edits in each run of the tests.
const EDITS: usize = 100;
const TRIGGERS: [(&str, &str); 6] = [
    ("ledger_entry_no_update", "ledger_entry"),
    ("ledger_entry_no_delete", "ledger_entry"),
    ("ledger_entry_no_truncate", "ledger_entry"),
    ("ledger_body_no_update", "ledger_body"),
    ("ledger_body_no_delete", "ledger_body"),
    ("ledger_body_no_truncate", "ledger_body"),
];
/// What is edited, by the columns of its key; a table twice is chosen twice as often.
const TABLES: [(&str, &str); 9] = [
    ("ledger_entry", "position"),
    ("ledger_entry", "position"),
    ("ledger_body", "position"),
    ("ledger_body", "position"),
    ("ledger_tile", "level, n"),
    ("registry_record", "id, version"),
    ("registry_interval", "record_id, position, channel"),
    ("registry_interval", "record_id, position, channel"),
    ("policy_release", "digest"),
];

type Catalogue = [(String, String, String)];

/// A row as found: its key as the audit names it, and its cells.
#[derive(Clone, Debug)]
struct Found {
    key: Vec<Value>,
    cells: Vec<Value>,
}

/// A table laid open.
struct Table {
    name: &'static str,
    keys: Vec<String>,
    columns: Vec<(String, String)>,
    rows: Vec<Found>,
}

impl Table {
    async fn open(tx: &mut Tx<'_>, catalogue: &Catalogue, name: &'static str, keys: &str) -> Table {
        let mut walk = Walk::new(catalogue, name, keys).unwrap();
        let of_table = catalogue.iter().filter(|(table, _, _)| table == name);
        let columns: Vec<_> = of_table.map(|(_, column, kind)| (column.clone(), kind.clone())).collect();
        let rows = walk.next(tx, 100_000).await.unwrap().into_iter().map(|row| {
            let cells = columns.iter().zip(&row.cells).map(|((_, kind), cell)| value(kind, cell)).collect();
            Found { key: row.key, cells }
        });
        let rows = rows.collect();
        Table { name, keys: walk.keys().map(str::to_owned).collect(), columns, rows }
    }

    /// The row as the audit names it.
    fn named(&self, key: &[Value]) -> String {
        let named = self.keys.iter().zip(key).map(|(name, value)| format!("{name}={}", plain(value)));
        named.collect::<Vec<_>>().join(", ")
    }

    fn key_after(&self, cells: &[Value]) -> Vec<Value> {
        self.keys.iter().map(|key| cells[self.at(key)].clone()).collect()
    }

    fn at(&self, column: &str) -> usize {
        self.columns.iter().position(|(name, _)| name == column).unwrap()
    }

    async fn set(&self, tx: &mut Tx<'_>, row: &Found, column: usize, to: &Value) -> Res<u64> {
        let keys: Vec<String> = (2..).zip(&self.keys).map(|(n, key)| format!("{key} = ${n}")).collect();
        let text =
            format!("update {} set {} = $1 where {}", self.name, self.columns[column].0, keys.join(" and "));
        let mut bound = vec![to.clone()];
        bound.extend(row.key.iter().cloned());
        tx.run(made(text), &bound).await
    }

    async fn delete(&self, tx: &mut Tx<'_>, row: &Found) -> Res<u64> {
        let keys: Vec<String> = (1..).zip(&self.keys).map(|(n, key)| format!("{key} = ${n}")).collect();
        tx.run(made(format!("delete from {} where {}", self.name, keys.join(" and "))), &row.key).await
    }

    async fn insert(&self, tx: &mut Tx<'_>, cells: &[Value]) -> Res<u64> {
        let columns: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let marks: Vec<String> = (1..=cells.len()).map(|n| format!("${n}")).collect();
        let text =
            format!("insert into {} ({}) values ({})", self.name, columns.join(", "), marks.join(", "));
        tx.run(made(text), cells).await
    }
}

/// The door takes constants only; an attacker has no such scruples.
fn made(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn value(kind: &str, cell: &str) -> Value {
    let cell = (cell != "∅").then_some(cell);
    match kind.split(' ').next() {
        Some("BIGINT") => Value::Int(cell.map(|text| text.parse().unwrap())),
        Some("BYTEA") => Value::Bytes(cell.map(|text| hex::decode(text).unwrap())),
        _ => Value::Text(cell.map(str::to_owned)),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone().unwrap(),
        Value::Int(number) => number.unwrap().to_string(),
        Value::Bytes(_) => unreachable!("no key holds bytes"),
    }
}

struct Chance(ChaCha20Rng);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.0.next_u64() % bound as u64).unwrap()
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }

    /// Another value of the same type.
    fn other(&mut self, value: &Value) -> Value {
        match value {
            Value::Int(None) => Value::from(1),
            Value::Int(Some(n)) => Value::from([n + 1, n + 1_000, 1 - n, -n - 1][self.below(4)]),
            Value::Text(None) => Value::from("2026-01-01"),
            Value::Text(Some(text)) if text.is_empty() => Value::from("x"),
            Value::Text(Some(text)) => self.other_text(text),
            Value::Bytes(None) => Value::from(vec![0]),
            Value::Bytes(Some(bytes)) => self.other_bytes(bytes),
        }
    }

    /// One character more, or one digit or letter changed.
    fn other_text(&mut self, text: &str) -> Value {
        let mut letters: Vec<char> = text.chars().collect();
        let at = self.below(letters.len());
        match self.below(4) {
            0 => letters.push('x'),
            1 => drop(letters.remove(at)),
            _ => letters[at] = if letters[at] == '7' { '3' } else { '7' },
        }
        Value::from(letters.into_iter().collect::<String>())
    }

    fn other_bytes(&mut self, bytes: &[u8]) -> Value {
        let mut bytes = bytes.to_vec();
        let at = self.below(bytes.len());
        match self.below(5) {
            0 => drop(bytes.pop()),
            _ => bytes[at] ^= 1 << self.below(8),
        }
        Value::from(bytes)
    }
}

/// What was done, and the rows of which the audit must name one (each table and row).
struct Edit {
    told: String,
    rows: Vec<(String, String)>,
}

async fn edit(tx: &mut Tx<'_>, catalogue: &Catalogue, chance: &mut Chance) -> Res<Option<Edit>> {
    let (name, keys) = *chance.of(&TABLES);
    let table = Table::open(tx, catalogue, name, keys).await;
    match chance.below(12) {
        0 | 1 => delete(tx, &table, chance).await,
        2 | 3 => swap(tx, &table, chance).await,
        4 => duplicate(tx, &table, chance).await,
        5 => truncate(tx, catalogue, chance).await,
        6 => reseal(tx, catalogue, chance).await,
        _ => change(tx, &table, chance).await,
    }
}

async fn change(tx: &mut Tx<'_>, table: &Table, chance: &mut Chance) -> Res<Option<Edit>> {
    let row = chance.of(&table.rows).clone();
    let column = chance.below(table.columns.len());
    let to = chance.other(&row.cells[column]);
    table.set(tx, &row, column, &to).await?;
    let mut after = row.clone();
    after.cells[column] = to;
    let named = [table.named(&row.key), table.named(&table.key_after(&after.cells))];
    Ok(Some(Edit {
        told: format!("{}.{} of {} changed", table.name, table.columns[column].0, named[0]),
        rows: named.map(|row| (table.name.to_owned(), row)).into(),
    }))
}

async fn delete(tx: &mut Tx<'_>, table: &Table, chance: &mut Chance) -> Res<Option<Edit>> {
    let row = chance.of(&table.rows).clone();
    table.delete(tx, &row).await?;
    let named = table.named(&row.key);
    let told = format!("{} {named} deleted", table.name);
    Ok(Some(Edit { told, rows: vec![(table.name.to_owned(), named)] }))
}

/// Everything but the keys changes places.
async fn swap(tx: &mut Tx<'_>, table: &Table, chance: &mut Chance) -> Res<Option<Edit>> {
    let (a, b) = (chance.of(&table.rows).clone(), chance.of(&table.rows).clone());
    let column = chance.below(table.columns.len());
    if table.keys.contains(&table.columns[column].0) || a.cells[column] == b.cells[column] {
        return Ok(None);
    }
    table.set(tx, &a, column, &b.cells[column]).await?;
    table.set(tx, &b, column, &a.cells[column]).await?;
    let named = [table.named(&a.key), table.named(&b.key)];
    Ok(Some(Edit {
        told: format!("{}.{} of {} and {} swapped", table.name, table.columns[column].0, named[0], named[1]),
        rows: named.map(|row| (table.name.to_owned(), row)).into(),
    }))
}

async fn duplicate(tx: &mut Tx<'_>, table: &Table, chance: &mut Chance) -> Res<Option<Edit>> {
    let mut copy = chance.of(&table.rows).clone();
    let key = table.at(chance.of::<String>(&table.keys));
    copy.cells[key] = match &copy.cells[key] {
        Value::Int(Some(n)) => Value::from(n + 10_000),
        other => chance.other(other),
    };
    if table.name == "ledger_entry" {
        let version = table.at("version");
        copy.cells[version] = Value::from(77);
    }
    table.insert(tx, &copy.cells).await?;
    let named = table.named(&table.key_after(&copy.cells));
    Ok(Some(Edit {
        told: format!("{} {named} made of a copy", table.name),
        rows: vec![(table.name.to_owned(), named)],
    }))
}

/// The newest entries go, with their bodies; the head is made to fit, or not.
async fn truncate(tx: &mut Tx<'_>, catalogue: &Catalogue, chance: &mut Chance) -> Res<Option<Edit>> {
    let entries = Table::open(tx, catalogue, "ledger_entry", "position").await.rows.len();
    let from = entries - 1 - chance.below(5);
    let first = i64::try_from(from).unwrap();
    tx.run("delete from ledger_body where position >= $1", &values![first]).await?;
    tx.run("delete from ledger_entry where position >= $1", &values![first]).await?;
    if chance.below(2) == 0 {
        tx.run("update ledger_head set position = $1", &values![first]).await?;
    }
    let rows = vec![("ledger_entry".to_owned(), format!("position={from}"))];
    Ok(Some(Edit { told: format!("entries from {from} on cut off"), rows }))
}

/// The attacker knows the formats: payload, body and leaf are made to fit each other.
async fn reseal(tx: &mut Tx<'_>, catalogue: &Catalogue, chance: &mut Chance) -> Res<Option<Edit>> {
    let entries = Table::open(tx, catalogue, "ledger_entry", "position").await;
    let position = match &chance.of(&entries.rows).key[0] {
        Value::Int(Some(position)) => *position,
        other => unreachable!("{other:?}"),
    };
    let mut stored = xh_ledger_store::entries(tx, position, position + 1).await?.remove(0);
    let mut fields: Fields = stored.fields()?.unwrap();
    fields.insert("zz".to_owned(), "forged".into());
    let salt = xh_ledger::Salt::try_from(stored.salt.unwrap().as_slice()).unwrap();
    stored.entry.body = xh_ledger::body_digest(&salt, &fields).unwrap();
    stored.entry.leaf = xh_ledger::leaf_digest(&stored.entry);
    let payload = xh_ledger::jcs::fields_to_string(&fields).unwrap();
    tx.run("update ledger_body set payload = $2 where position = $1", &values![position, payload]).await?;
    let digests = values![position, stored.entry.body, stored.entry.leaf];
    tx.run("update ledger_entry set body = $2, leaf = $3 where position = $1", &digests).await?;
    // Nothing in the row itself is wrong now: only the published tile above it can name it.
    let rows = vec![("ledger_entry".to_owned(), format!("position={position}"))];
    Ok(Some(Edit { told: format!("entry {position} sealed anew"), rows }))
}

async fn drop_triggers(tx: &mut Tx<'_>) {
    for (trigger, table) in TRIGGERS {
        let text = match tx.engine() {
            Engine::Sqlite => format!("drop trigger if exists {trigger}"),
            Engine::Postgres => format!("drop trigger if exists {trigger} on {table}"),
        };
        tx.run(made(text), &[]).await.unwrap();
    }
}

/// One edit and its audit, taken back; `None` when the database itself refused the edit.
async fn try_one(db: &Db, catalogue: &Catalogue, vkey: &str, chance: &mut Chance) -> Option<(Edit, Audited)> {
    let mut tx = db.write().await.unwrap();
    drop_triggers(&mut tx).await;
    let made = match edit(&mut tx, catalogue, chance).await {
        Ok(Some(made)) => made,
        Ok(None) | Err(_) => {
            tx.rollback().await.unwrap();
            return None;
        }
    };
    let audited = audit_in(&mut tx, catalogue, Some(vkey)).await;
    let audited = audited.unwrap_or_else(|fault| panic!("{}: the audit failed: {fault:?}", made.told));
    tx.rollback().await.unwrap();
    Some((made, audited))
}

both! {
    async fn a_hundred_edits_are_all_found(db: &Db) {
        let world = World::build(db).await;
        let (catalogue, vkey) = (db.catalogue().await.unwrap(), world.key.vkey());
        let mut chance = Chance(ChaCha20Rng::from_seed([11; 32]));
        let asked = std::env::var("XINHENG_EDITS").ok().map_or(EDITS, |asked| asked.parse().unwrap());
        let (mut made, mut missed) = (0, Vec::new());
        while made < asked {
            let Some((edit, audited)) = try_one(db, &catalogue, &vkey, &mut chance).await else { continue };
            made += 1;
            let named = audited.findings.iter().any(|found| {
                edit.rows.iter().any(|(table, row)| *table == found.table && *row == found.row)
            });
            if !named {
                missed.push(format!("{}: {:?}", edit.told, audited.findings));
            }
        }
        assert!(missed.is_empty(), "{} of {made} not named:\n{}", missed.len(), missed.join("\n"));
        let audited = xinheng::rebuild::audit(db, Some(&vkey)).await.unwrap();
        assert_eq!(audited.findings, []);
    }
}
