//! Rule 2, SQL in the wrong room: statements stand in `stages/*/store`, `house/db`, `house/access`, `house/pull`
//! and `migrations`, nowhere else. Also reads statements for the rule on table names. It looks at string literals
//! only, by their first
//! words.

use crate::fault::Fault;
use crate::tree::{File, Tree};

const RULE: &str = "sql";

pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (file, rust) in tree.rust().filter(|(file, _)| !may_hold_sql(file)) {
        for (line, text) in rust.strings.iter().filter(|(_, text)| is_sql(text)) {
            let start: String = text.trim().chars().take(30).collect();
            let what = format!("「{start}…」 is SQL: it belongs in a store, as a named statement");
            faults.push(Fault::new(&file.path, *line, RULE, what));
        }
    }
    faults
}

fn may_hold_sql(file: &File) -> bool {
    let own = ["house/access/", "house/db/", "house/pull/", "xtask/", "tests/", "benches/", "migrations/"];
    file.room().is_some_and(|(_, room)| room == "store")
        || own.iter().any(|start| file.path.starts_with(start))
}

/// The words of a statement, lower-case, without comments; brackets, commas and semicolons are words.
pub fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.split("--").next().unwrap_or_default().to_lowercase();
        let spaced =
            ["(", ")", ",", ";"].iter().fold(line, |line, sign| line.replace(sign, &format!(" {sign} ")));
        out.extend(spaced.split_whitespace().map(String::from));
    }
    out
}

/// Whether a string is a statement: by how it begins, and for everyday words by what follows too.
pub fn is_sql(text: &str) -> bool {
    let words = tokens(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let later = |word| words.contains(&word);
    match words.as_slice() {
        ["select", first, ..] => later("from") || first.starts_with(['$', '(', '1']),
        ["insert" | "replace", "into", ..] | ["insert", "or", ..] | ["delete", "from", ..] => true,
        ["update", table, "set" | "as", ..] => !table.is_empty(),
        ["with", _, "as", ..] | ["with", "recursive", ..] => later("select"),
        ["create", what, ..] => {
            ["table", "index", "unique", "trigger", "view", "database", "role", "schema"].contains(what)
        }
        ["alter" | "drop", what, ..] => {
            ["table", "index", "trigger", "view", "database", "role"].contains(what)
        }
        ["pragma", name] | ["pragma", name, ..] => !name.is_empty(),
        ["begin", "immediate" | "exclusive", ..] | ["vacuum", ..] | ["truncate", "table", ..] => true,
        _ => false,
    }
}
