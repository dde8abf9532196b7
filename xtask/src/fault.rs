//! One place where the tree breaks a rule. Written for the person who has just written that line.

use std::fmt;

/// Sorted by file, line, rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Path from the root of the repository.
    pub file: String,
    /// 1-based; 0 when the whole file is meant.
    pub line: usize,
    /// Name of the rule, one word per file in `rules/`.
    pub rule: &'static str,
    /// What is wrong, and what to do instead.
    pub what: String,
}

impl Fault {
    pub fn new(file: &str, line: usize, rule: &'static str, what: impl Into<String>) -> Fault {
        Fault { file: file.to_owned(), line, rule, what: what.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}: {}", self.file, self.line, self.rule, self.what)
    }
}
