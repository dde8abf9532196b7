//! A row as its cells and what each column means.
//!
//! Cells stay borrowed; nothing is normalised here. A [`Binding`] is made once per sheet.

use std::collections::BTreeMap;

use xh_policy::{Collect, Field, FieldRole, Kind};

use crate::mapping::{AUTHORITY_ORGAN, Mapping, Target};

/// A mapping held against its kind, once per sheet.
#[derive(Debug)]
pub struct Binding<'a> {
    /// The kind of record.
    pub kind: &'a Kind,
    columns: Vec<Column<'a>>,
    /// Columns of each field, by position in `kind.fields`.
    places: Vec<Vec<usize>>,
    defaults: &'a BTreeMap<String, String>,
}

/// What a column is, with its field at hand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Column<'a> {
    /// A field of the record.
    Kept(&'a Field),
    /// Emptied before anything is kept.
    Never(Option<&'a Field>),
    /// Bookkeeping.
    Ignored,
    /// Nobody knows it.
    Unknown,
}

/// Whatever a mapping says, what is never collected is never kept.
fn kept(field: &Field) -> Column<'_> {
    match field.collect {
        Collect::Keep => Column::Kept(field),
        Collect::Never => Column::Never(Some(field)),
    }
}

impl<'a> Binding<'a> {
    /// Binds a settled mapping; targets that the kind no longer has become unknown columns.
    #[must_use]
    pub fn new(mapping: &'a Mapping, kind: &'a Kind) -> Self {
        let column = |target: &Target| match target {
            Target::Field(id) => kind.field(id).map_or(Column::Unknown, kept),
            Target::Never(id) => Column::Never(id.as_deref().and_then(|id| kind.field(id))),
            Target::Ignored => Column::Ignored,
            Target::Unknown => Column::Unknown,
        };
        let columns = mapping.columns.iter().map(column).collect();
        let places = |field: &Field| match field.collect {
            Collect::Keep => mapping.columns_of(&field.id).collect(),
            Collect::Never => Vec::new(),
        };
        let places = kind.fields.iter().map(places).collect();
        Self { kind, columns, places, defaults: &mapping.defaults }
    }

    /// A row of this sheet.
    #[must_use]
    pub const fn row<'r>(&'r self, cells: &'r [String]) -> RawRow<'r> {
        RawRow { binding: self, cells }
    }

    /// What the column at this index is; those beyond the mapping are unknown.
    #[must_use]
    pub fn column(&self, at: usize) -> Column<'a> {
        self.columns.get(at).copied().unwrap_or(Column::Unknown)
    }

    /// The value that the mapping gives to rows without one.
    #[must_use]
    pub fn default_of(&self, key: &str) -> Option<&'a str> {
        self.defaults.get(key).map(String::as_str)
    }

    /// The field's position in the kind and the columns it is read from.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'a Field, &[usize])> {
        self.kind.fields.iter().zip(self.places.iter().map(Vec::as_slice))
    }
}

/// One row: its cells as decoded, and what its columns mean.
#[derive(Debug, Clone, Copy)]
pub struct RawRow<'r> {
    /// The sheet's binding.
    pub binding: &'r Binding<'r>,
    /// Cells as decoded, left to right; rows may be shorter or longer than the header.
    pub cells: &'r [String],
}

/// A cell that says something, with its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'r> {
    /// Column, from 0; `None` for a value of the mapping.
    pub column: Option<usize>,
    /// The cell as decoded.
    pub text: &'r str,
}

impl<'r> RawRow<'r> {
    /// Every cell with what its column is.
    pub fn columns(&self) -> impl Iterator<Item = (usize, Column<'r>, &'r str)> {
        let (binding, cells) = (self.binding, self.cells);
        cells.iter().enumerate().map(move |(at, cell)| (at, binding.column(at), cell.as_str()))
    }

    /// The cells of these columns that are not blank.
    pub(crate) fn said(&self, columns: &[usize]) -> impl Iterator<Item = Said<'r>> {
        let cells = self.cells;
        columns.iter().filter_map(move |at| {
            let text = cells.get(*at)?;
            (!text.trim().is_empty()).then_some(Said { column: Some(*at), text })
        })
    }

    /// The authority's own code: in the row, else the one the sender stands for.
    pub(crate) fn authority_code(&self) -> Option<&'r str> {
        self.first_of(FieldRole::AuthorityCode).or_else(|| self.binding.default_of(AUTHORITY_ORGAN))
    }

    /// The first cell of the fields in this role that is not blank.
    pub(crate) fn first_of(&self, role: FieldRole) -> Option<&'r str> {
        let fields = self.binding.fields().filter(move |(field, _)| field.role == Some(role));
        fields.flat_map(|(_, columns)| self.said(columns)).map(|said| said.text).next()
    }
}
