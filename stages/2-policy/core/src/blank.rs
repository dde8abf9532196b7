//! Texts of a law file that say nothing. TOML takes them, and so would serde; a title, an article or an id that is
//! empty is a slip all the same. One key may be empty: the base library has no section of an organisation's file.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The key that may be empty.
const MAY_BE: &str = "section";

/// Every key with an empty text, and where the text stands.
pub(crate) fn texts(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    if let Ok(parsed) = DeTable::parse(text) {
        table(parsed.get_ref(), &mut found);
    }
    found
}

fn table(table: &DeTable<'_>, found: &mut Vec<(String, usize)>) {
    for (key, inner) in table {
        value(key.get_ref(), inner, found);
    }
}

fn value(key: &str, spanned: &Spanned<DeValue<'_>>, found: &mut Vec<(String, usize)>) {
    match spanned.get_ref() {
        DeValue::String(text) if text.trim().is_empty() && key != MAY_BE => {
            found.push((key.to_owned(), spanned.span().start));
        }
        DeValue::Array(list) => list.iter().for_each(|item| value(key, item, found)),
        DeValue::Table(inner) => table(inner, found),
        _ => {}
    }
}
