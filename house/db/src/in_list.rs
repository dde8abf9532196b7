//! Loading many keys in one go: `… where key in ($keys) …`.
//!
//! `$keys` becomes a list of one of four lengths, filled up by repeating the last key, so that the
//! statement cache holds four texts and not one for each number of keys.

use crate::fault::{Fault, Res, brief};
use crate::row::Row;
use crate::sql::{Engine, Sql, placeholders};
use crate::tx::Tx;
use crate::value::Value;

/// What stands for the list in the text.
pub const KEYS: &str = "$keys";
const LENGTHS: [usize; 4] = [1, 10, 60, 250];

impl Tx<'_> {
    /// All rows for a list of keys. `$1…` are `lead`; `$keys` is the list, at one or more places.
    /// Keys are sorted and made unique first. The order of the statement holds within a chunk of 250
    /// only, so a caller that needs an order over all sorts again.
    pub async fn all_in(
        &mut self,
        sql: impl Into<Sql>,
        lead: &[Value],
        mut keys: Vec<Value>,
    ) -> Res<Vec<Row>> {
        let sql = sql.into();
        let text = sql.text(self.engine()).to_owned();
        check(&text, lead.len())?;
        keys.sort();
        keys.dedup();
        let (mut left, mut keys, mut rows) = (keys.len(), keys.into_iter(), Vec::new());
        while left > 0 {
            let length = LENGTHS.into_iter().find(|l| *l >= left).unwrap_or(250);
            let mut bound = lead.to_vec();
            bound.extend(keys.by_ref().take(length));
            let last = bound.last().cloned();
            bound.resize_with(lead.len() + length, || last.clone().unwrap_or(Value::Text(None)));
            rows.extend(self.all_owned(expanded(&text, lead.len(), length), bound).await?);
            left = left.saturating_sub(length);
        }
        Ok(rows)
    }
}

fn check(text: &str, given: usize) -> Res<()> {
    let takes = placeholders(text);
    if takes == given && text.contains(KEYS) {
        return Ok(());
    }
    Err(Fault::Placeholders { statement: brief(text), takes, given })
}

fn expanded(text: &str, lead: usize, length: usize) -> Sql {
    let list: Vec<String> = (1..=length).map(|n| format!("${}", lead + n)).collect();
    Sql::made(text.replace(KEYS, &list.join(", ")), lead + length)
}

/// The text with a list of one key: what a test prepares.
pub(crate) fn sample(sql: &Sql, engine: Engine) -> Sql {
    let text = sql.text(engine);
    if !text.contains(KEYS) {
        return sql.clone();
    }
    expanded(text, placeholders(text), 1)
}

#[cfg(test)]
mod tests;
