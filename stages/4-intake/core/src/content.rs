//! What a column holds, told from its cells: to confirm a heading or to propose a field, never to settle one.

use std::collections::BTreeSet;

use xh_kernel::{Uscc, is_placeholder, looks_like_organisation, normalise_code};

use crate::{dates, text};

/// What most cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// No cell says anything.
    Nothing,
    /// Unified social credit codes.
    Codes,
    /// Days.
    Days,
    /// Numbers of decision documents.
    Documents,
    /// Names of organisations.
    Names,
    /// Something else.
    Other,
}

impl Content {
    /// Stable word for digests and messages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Codes => "codes",
            Self::Days => "days",
            Self::Documents => "documents",
            Self::Names => "names",
            Self::Other => "other",
        }
    }

    /// How a person calls it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Nothing => "空列",
            Self::Codes => "统一社会信用代码",
            Self::Days => "日期",
            Self::Documents => "文号",
            Self::Names => "单位名称",
            Self::Other => "其他内容",
        }
    }
}

/// Counts over one column of a sample.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// Cells that say something.
    pub filled: usize,
    codes: usize,
    /// Cells that can be read as a day, and those that nobody would take for a running number.
    days: usize,
    plain_days: usize,
    documents: usize,
    names: usize,
    /// Different texts.
    texts: BTreeSet<String>,
}

impl Profile {
    /// One profile per column, up to the last column that says anything.
    #[must_use]
    pub fn columns<'s>(rows: impl Iterator<Item = &'s Vec<String>>) -> Vec<Self> {
        let mut columns: Vec<Self> = Vec::new();
        for row in rows {
            for (at, cell) in row.iter().enumerate().filter(|(_, cell)| !is_placeholder(cell.trim())) {
                if columns.len() <= at {
                    columns.resize(at + 1, Self::default());
                }
                if let Some(column) = columns.get_mut(at) {
                    column.add(cell);
                }
            }
        }
        columns
    }

    fn add(&mut self, cell: &str) {
        self.filled += 1;
        let plain = text::plain(cell);
        if cell.chars().count() <= 80 {
            self.codes += usize::from(is_code(&plain));
            let is_day = dates::looks_like_date(&plain);
            self.days += usize::from(is_day);
            self.plain_days += usize::from(is_day && plain.contains(['-', '/', '.', '年', ':']));
            self.documents += usize::from(is_document(&plain));
            self.names += usize::from(looks_like_organisation(&plain));
        }
        self.texts.insert(plain);
    }

    /// What most of the cells are; a code or a document number is not also a name.
    #[must_use]
    pub fn content(&self) -> Content {
        let most = |count: usize| count * 5 >= self.filled * 3;
        match self.filled {
            0 => Content::Nothing,
            _ if most(self.codes) => Content::Codes,
            _ if most(self.documents) => Content::Documents,
            _ if most(self.plain_days) => Content::Days,
            _ if most(self.names) => Content::Names,
            _ => Content::Other,
        }
    }

    /// Is every filled cell the same text (an authority's name or code, as a rule)?
    #[must_use]
    pub fn constant(&self) -> bool {
        self.filled > 1 && self.texts.len() == 1
    }

    /// How many different texts stand in it.
    #[must_use]
    pub fn different(&self) -> usize {
        self.texts.len()
    }

    /// Does no cell at all read as what this field needs, though several are filled?
    #[must_use]
    pub const fn denies(&self, expected: Content) -> bool {
        let fitting = match expected {
            Content::Codes => self.codes,
            Content::Days => self.days,
            Content::Documents => self.documents,
            Content::Names => self.names,
            Content::Nothing | Content::Other => self.filled,
        };
        self.filled >= 3 && fitting == 0
    }
}

fn is_code(plain: &str) -> bool {
    Uscc::parse(&normalise_code(plain).value).is_ok()
}

/// 京环罚字〔2023〕5号: a year in brackets and a number, or a short text that ends in 号.
fn is_document(plain: &str) -> bool {
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let bracketed = plain.contains(['〔', '﹝', '[', '【', '(', '<', '{', '［']);
    plain.chars().any(char::is_alphabetic)
        && digits >= 2
        && plain.ends_with('号')
        && (bracketed || digits >= 4)
}
