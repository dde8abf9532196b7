//! A source being read: one connection, one snapshot, one window of the cursor. Whatever the department changes
//! meanwhile belongs to the next window.

use std::collections::BTreeMap;

use crate::conn::{Limited, Texts};
use crate::dialect::{Statements, described};
use crate::spec::ConnectorSpec;
use crate::{Digest, PullFault};

/// Characters of one value, as in a sheet.
const VALUE_MAX: usize = 32_767;

/// A place in the source: time of change and key, as the source writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Time of change.
    pub changed: String,
    /// Key.
    pub key: String,
}

/// What the source says it holds behind a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Its newest place; `None` when there is nothing to read.
    pub to: Option<Cursor>,
    /// Rows in between.
    pub rows: u64,
    /// Their digest.
    pub digest: Digest,
    /// Rows whose cursor columns are empty: no window ever holds them.
    pub placeless: u64,
    /// The source no longer reaches as far as it did: an old copy, a clock put back, or the last rows removed.
    pub went_back: bool,
}

/// Some rows in the order of the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Values in the order of the connector's columns.
    pub rows: Vec<Texts>,
    /// Their digest, cursor columns included.
    pub digest: Digest,
    /// Where the page ends; `None` for an empty one.
    pub end: Option<Cursor>,
}

/// A source being read.
pub struct Source {
    limited: Limited,
    statements: Statements,
    kinds: BTreeMap<String, String>,
    columns: Vec<String>,
    page: usize,
}

impl Source {
    /// Connects, begins a snapshot and looks at the columns.
    ///
    /// # Errors
    /// [`PullFault`]: not reached, not let in, a table or column that is not there or cannot be read.
    pub async fn open(spec: &ConnectorSpec, url: &str) -> Result<Self, PullFault> {
        let mut limited = Limited::open(spec.engine, url, spec.timeout_seconds).await?;
        let all = limited.columns(described(spec)).await?;
        let statements = Statements::new(spec, |name| all.get(name).cloned())?;
        let columns: Vec<String> = spec.columns.keys().cloned().collect();
        let used = columns.iter().chain(&spec.cursor);
        let kinds = used.filter_map(|name| Some((name.clone(), all.get(name)?.clone()))).collect();
        Ok(Self { limited, statements, kinds, columns, page: spec.page as usize })
    }

    /// The kinds of the columns that are read, in the database's words; they should not change unnoticed.
    #[must_use]
    pub fn kinds(&self) -> &BTreeMap<String, String> {
        &self.kinds
    }

    /// What there is behind `from`.
    ///
    /// # Errors
    /// [`PullFault`] when the source fails.
    pub async fn window(&mut self, from: Option<&Cursor>) -> Result<Window, PullFault> {
        let placeless = number(&self.limited.all(self.statements.placeless(), &[]).await?, 0);
        let newest = self.limited.all(self.statements.newest(), &[]).await?;
        let to = newest.first().and_then(|row| place(row, 0));
        let empty = Window { to: None, rows: 0, digest: Digest::default(), placeless, went_back: false };
        let Some(to) = to else { return Ok(Window { went_back: from.is_some(), ..empty }) };
        if let Some(from) = from {
            let (text, _) = self.statements.reached();
            let there = self.limited.all(text, &[&from.changed, &from.changed, &from.key]).await?;
            if there.is_empty() {
                return Ok(Window { went_back: true, ..empty });
            }
        }
        let values = parameters(from, &to);
        let counted = self.limited.all(self.statements.counted(from), &values).await?;
        let (rows, digest) = (number(&counted, 0), Digest::of(number(&counted, 1)));
        Ok(Window { to: Some(to).filter(|_| rows > 0), rows, digest, ..empty })
    }

    /// The next page behind `from`, up to `to`.
    ///
    /// # Errors
    /// [`PullFault`] when the source fails, two rows stand at one place, or a value fits no sheet.
    pub async fn page(&mut self, from: Option<&Cursor>, to: &Cursor) -> Result<Page, PullFault> {
        let mut rows = self.limited.all(self.statements.rows(from), &parameters(from, to)).await?;
        let width = self.columns.len();
        let places: Vec<Option<Cursor>> = rows.iter().map(|row| place(row, width)).collect();
        for (one, next) in places.iter().zip(places.iter().skip(1)) {
            if let (Some(one), true) = (one, one == next) {
                return Err(PullFault::Repeats { at: format!("{}, {}", one.changed, one.key) });
            }
        }
        rows.truncate(self.page);
        let mut digest = Digest::default();
        rows.iter().for_each(|row| digest.add(row));
        let end = rows.last().and_then(|row| place(row, width));
        rows.iter_mut().for_each(|row| row.truncate(width));
        self.check(&rows)?;
        Ok(Page { rows, digest, end })
    }

    /// Ends the snapshot.
    pub async fn close(self) {
        self.limited.close().await;
    }

    fn check(&self, rows: &[Texts]) -> Result<(), PullFault> {
        for (nth, row) in (1_u32..).zip(rows) {
            for (column, value) in self.columns.iter().zip(row) {
                let Some(value) = value else { continue };
                if value.contains('\0') || value.chars().nth(VALUE_MAX).is_some() {
                    return Err(PullFault::Value { column: column.clone(), row: nth });
                }
            }
        }
        Ok(())
    }
}

/// The parameters of a window: up to where, and behind what.
fn parameters<'c>(from: Option<&'c Cursor>, to: &'c Cursor) -> Vec<&'c str> {
    let three = |place: &'c Cursor| [place.changed.as_str(), place.changed.as_str(), place.key.as_str()];
    let mut values = three(to).to_vec();
    values.extend(from.into_iter().flat_map(three));
    values
}

fn place(row: &Texts, at: usize) -> Option<Cursor> {
    Some(Cursor { changed: row.get(at)?.clone()?, key: row.get(at + 1)?.clone()? })
}

fn number(rows: &[Texts], column: usize) -> u64 {
    let text = rows.first().and_then(|row| row.get(column)?.as_deref());
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}
