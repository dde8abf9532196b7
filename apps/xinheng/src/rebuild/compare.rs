//! Two databases, row by row: the ledger, the law, and every table that is projected.
//! Both sides are walked in the order of their keys and merged, so size does not matter.

use std::cmp::Ordering;
use std::collections::VecDeque;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use xh_db::{Db, Res, Tx, Value, Walk, Walked};

/// Differences told; more say no more.
pub const DIFFERENCES_MAX: usize = 1_000;
const PAGE: u32 = 1_000;
/// The tables of smaller stages, in the form of `xh_registry_store::PROJECTIONS`.
const BELOW: [(&str, &str); 3] =
    [("ledger_entry", "position"), ("ledger_body", "position"), ("policy_release", "digest")];
/// Columns that may name people, or are long: told by digest.
const COVERED: [&str; 3] = ["salt", "payload", "content"];

/// A row that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Its table.
    pub table: String,
    /// The row, by the columns of its key.
    pub key: String,
    /// The columns that differ, as on the left; `None` when the row is only on the right.
    pub left: Option<String>,
    /// As on the right.
    pub right: Option<String>,
}

/// One side of a comparison: a transaction, and the columns it can see.
pub(super) struct Side<'a, 'c> {
    pub tx: &'a mut Tx<'c>,
    pub catalogue: &'a [(String, String, String)],
}

/// Compares every table that follows from the ledger; the first [`DIFFERENCES_MAX`] differences.
///
/// # Errors
/// `Fault` when a database fails.
pub async fn compare(left: &Db, right: &Db) -> Res<Vec<Difference>> {
    let (left_columns, right_columns) = (left.catalogue().await?, right.catalogue().await?);
    let (mut left_tx, mut right_tx) = (left.read().await?, right.read().await?);
    let mut left = Side { tx: &mut left_tx, catalogue: &left_columns };
    let mut right = Side { tx: &mut right_tx, catalogue: &right_columns };
    compare_in(&mut left, &mut right).await
}

/// The same as two transactions see their databases.
pub(super) async fn compare_in(left: &mut Side<'_, '_>, right: &mut Side<'_, '_>) -> Res<Vec<Difference>> {
    let mut differences = Vec::new();
    for (table, keys) in
        BELOW.iter().chain(xh_registry_store::PROJECTIONS).chain(xh_publication_store::PROJECTIONS)
    {
        one_table(left, right, table, keys, &mut differences).await?;
    }
    Ok(differences)
}

async fn one_table(
    left: &mut Side<'_, '_>,
    right: &mut Side<'_, '_>,
    table: &str,
    keys: &str,
    differences: &mut Vec<Difference>,
) -> Res<()> {
    let mut a = Reading::new(Walk::new(left.catalogue, table, keys)?);
    let mut b = Reading::new(Walk::new(right.catalogue, table, keys)?);
    while differences.len() < DIFFERENCES_MAX {
        a.fill(left.tx).await?;
        b.fill(right.tx).await?;
        let order = match (a.rows.front(), b.rows.front()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(x), Some(y)) => x.key.cmp(&y.key),
        };
        let x = if order == Ordering::Greater { None } else { a.rows.pop_front() };
        let y = if order == Ordering::Less { None } else { b.rows.pop_front() };
        differences.extend(difference(table, &a.walk, x.as_ref(), y.as_ref()));
    }
    Ok(())
}

struct Reading {
    walk: Walk,
    rows: VecDeque<Walked>,
    ended: bool,
}

impl Reading {
    fn new(walk: Walk) -> Reading {
        Reading { walk, rows: VecDeque::new(), ended: false }
    }

    async fn fill(&mut self, tx: &mut Tx<'_>) -> Res<()> {
        if self.rows.is_empty() && !self.ended {
            self.rows = self.walk.next(tx, PAGE).await?.into();
            self.ended = self.rows.is_empty();
        }
        Ok(())
    }
}

fn difference(table: &str, walk: &Walk, x: Option<&Walked>, y: Option<&Walked>) -> Option<Difference> {
    let same = x.zip(y).is_some_and(|(x, y)| x.cells == y.cells);
    let key = &x.or(y)?.key;
    let row = walk.keys().zip(key).map(|(name, value)| format!("{name}={}", plain(value)));
    let told = |this: &Walked, other: Option<&Walked>| {
        let cells = walk.columns().zip(&this.cells).enumerate();
        let differing = cells.filter(|(at, (_, cell))| {
            other.is_none_or(|other| other.cells.get(*at).is_none_or(|there| there != *cell))
        });
        differing.map(|(_, (name, cell))| shown(name, cell)).collect::<Vec<_>>().join(", ")
    };
    (!same).then(|| Difference {
        table: table.to_owned(),
        key: row.collect::<Vec<_>>().join(", "),
        left: x.map(|row| told(row, y)),
        right: y.map(|row| told(row, x)),
    })
}

fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone().unwrap_or_default(),
        Value::Int(number) => number.map_or_else(String::new, |n| n.to_string()),
        Value::Bytes(_) => String::new(),
    }
}

fn shown(column: &str, cell: &str) -> String {
    if COVERED.contains(&column) {
        let digest: String = hex::encode(Sha256::digest(cell)).chars().take(16).collect();
        return format!("{column}=（SHA-256 {digest}…）");
    }
    format!("{column}={cell}")
}
