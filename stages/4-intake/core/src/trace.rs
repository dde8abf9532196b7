//! Traces of an erased record in what the door keeps: rows that speak of the same document and the same organisation,
//! in whatever spelling, filed or turned away. It only recognises them; the store empties them.

use std::collections::BTreeSet;

use xh_kernel::{document_key, name_key, normalise_code};

/// What an erased record was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    document: String,
    code: String,
    names: BTreeSet<String>,
}

impl Trace {
    /// Of a document (matching key), a subject's code and its names.
    #[must_use]
    pub fn new(document: &str, code: &str, names: &[&str]) -> Self {
        let names = names.iter().map(|name| name_key(name)).filter(|key| !key.is_empty()).collect();
        Self { document: document.to_owned(), code: code.to_owned(), names }
    }

    /// Whether a row with these cells is one.
    #[must_use]
    pub fn is_in(&self, cells: &[String]) -> bool {
        let subject =
            |cell: &String| normalise_code(cell).value == self.code || self.names.contains(&name_key(cell));
        let document = |cell: &String| document_key(cell) == self.document;
        !self.document.is_empty() && cells.iter().any(subject) && cells.iter().any(document)
    }
}

#[cfg(test)]
mod tests {
    //! Spellings of one row, and rows of others.

    use super::Trace;

    fn check(cells: &[&str], expected: bool) {
        let trace = Trace::new("示罚2026-7", "91130100000000019Q", &["石城示例甲商贸有限公司"]);
        let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        assert_eq!(trace.is_in(&cells), expected, "{cells:?}");
    }

    #[test]
    fn a_row_of_the_same_document_and_organisation_is_a_trace() {
        check(&["石城示例甲商贸有限公司", "", "示罚〔2026-7〕号"], true);
        check(&["改了名字", " 91130100000000019q", "示罚(2026-7)号", "罚款"], true);
    }

    #[test]
    fn the_same_document_about_another_is_none() {
        check(&["石城示例乙商贸有限公司", "", "示罚〔2026-7〕号"], false);
        check(&["石城示例甲商贸有限公司", "91130100000000019Q", "示罚〔2026-8〕号"], false);
        check(&[], false);
    }
}
