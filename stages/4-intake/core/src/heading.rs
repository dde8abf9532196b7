//! Headings: which field of a kind a column's title names.
//!
//! Compared are normalised forms only (width, line breaks, blanks, punctuation, letter case). Hints in brackets
//! are dropped in a second try, except the unit of an amount: 罚款金额（万元） and 罚款金额 are not the same column.
//! What a column is called is never guessed from a similar word.

use std::collections::HashMap;

use xh_policy::{Field, FieldType, Kind, heading_key};

use crate::text;

/// Columns of bookkeeping that every office adds; read past, and not reported as unknown.
const BOOKKEEPING: [&str; 14] = [
    "序号",
    "编号",
    "主键",
    "唯一标识",
    "项目id",
    "id",
    "no",
    "行号",
    "更新时间",
    "创建时间",
    "是否删除",
    "录入人",
    "显示时间",
    "信息标题",
];

/// The two columns that the marked-up sheet adds; never part of a sheet's shape.
pub const MARK_HEADINGS: [&str; 2] = ["处理结果", "原因与办法"];

/// What a heading says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// Position in `kind.fields`.
    Field(usize),
    /// Several fields answer to it.
    Several(Vec<usize>),
    /// Blank, a running number, or another column of bookkeeping.
    Bookkeeping,
    /// No field of this kind.
    Unknown,
}

/// Every heading of a kind, by its normalised form.
#[derive(Debug)]
pub struct Vocabulary<'k> {
    kind: &'k Kind,
    by_key: HashMap<String, Vec<usize>>,
}

impl<'k> Vocabulary<'k> {
    /// Collects titles, standard codes and aliases.
    #[must_use]
    pub fn of(kind: &'k Kind) -> Self {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, field) in kind.fields.iter().enumerate() {
            for heading in field.headings() {
                let fields = by_key.entry(heading_key(heading)).or_default();
                if !fields.contains(&at) {
                    fields.push(at);
                }
            }
        }
        Self { kind, by_key }
    }

    /// The kind these headings belong to.
    #[must_use]
    pub const fn kind(&self) -> &'k Kind {
        self.kind
    }

    /// Reads one heading.
    #[must_use]
    pub fn read(&self, heading: &str) -> Named {
        if is_blank_heading(heading) {
            return Named::Bookkeeping;
        }
        let whole = heading_key(heading);
        let bare = without_hints(heading);
        let bare_key = heading_key(&bare);
        let found = self.by_key.get(&whole).or_else(|| self.bare(&bare_key, heading));
        match found.map(Vec::as_slice) {
            Some([one]) => Named::Field(*one),
            Some(several) => self.by_unit(several, heading),
            None if BOOKKEEPING.contains(&bare_key.as_str()) => Named::Bookkeeping,
            None => Named::Unknown,
        }
    }

    /// A heading without its hints; an amount keeps only the fields whose unit the hint does not deny.
    fn bare(&self, key: &str, heading: &str) -> Option<&Vec<usize>> {
        let found = self.by_key.get(key)?;
        let stated = stated_unit(heading);
        let denied = |at: &usize| match (stated, self.type_of(*at)) {
            (Some(unit), Some(kind @ (FieldType::MoneyWan | FieldType::MoneyYuan))) => unit != kind,
            _ => false,
        };
        if found.iter().any(denied) { None } else { Some(found) }
    }

    fn by_unit(&self, several: &[usize], heading: &str) -> Named {
        let stated = stated_unit(heading);
        let fits = |at: &&usize| stated.is_some() && self.type_of(**at) == stated;
        let fitting: Vec<usize> = several.iter().filter(fits).copied().collect();
        match fitting.as_slice() {
            [one] => Named::Field(*one),
            _ => Named::Several(several.to_vec()),
        }
    }

    fn type_of(&self, at: usize) -> Option<FieldType> {
        self.kind.fields.get(at).map(|field: &Field| field.kind)
    }
}

/// The unit that a heading states for its amounts.
#[must_use]
pub fn stated_unit(heading: &str) -> Option<FieldType> {
    let dense = text::dense(heading);
    if dense.contains("万元") {
        Some(FieldType::MoneyWan)
    } else if dense.contains("(元)") || dense.contains("单位:元") {
        Some(FieldType::MoneyYuan)
    } else {
        None
    }
}

/// A heading without bracketed hints, line breaks and marks such as `*`.
#[must_use]
pub fn without_hints(heading: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for letter in text::plain(heading).chars() {
        match letter {
            '(' | '[' | '【' | '〔' | '{' => depth += 1,
            ')' | ']' | '】' | '〕' | '}' => depth = depth.saturating_sub(1),
            '*' | '※' => {}
            other if depth == 0 => out.push(other),
            _ => {}
        }
    }
    out
}

/// Nothing to read: blank, a slash, `Unnamed: 3`, a bare number.
#[must_use]
pub fn is_blank_heading(heading: &str) -> bool {
    let dense = text::dense(heading);
    dense.chars().all(|letter| !letter.is_alphanumeric())
        || dense.starts_with("Unnamed:")
        || dense.chars().all(|letter| letter.is_ascii_digit())
}

/// The form under which headings are compared and digested; blank headings give an empty text.
#[must_use]
pub fn shape_key(heading: &str) -> String {
    if is_blank_heading(heading) { String::new() } else { heading_key(heading) }
}
