//! Rule 3, tables: each stage owns the tables with its prefix and names no other; a stage that wants to read
//! another's calls that stage's store. Not a SQL parser: it looks at the word after `from`, `join`, `into`,
//! `update`, `table`.

use std::collections::BTreeSet;

use crate::fault::Fault;
use crate::rules::sql::{is_sql, tokens};
use crate::tree::{Tree, stage_and_room};

const RULE: &str = "tables";

pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut owners: BTreeSet<String> = tree
        .files
        .iter()
        .filter_map(|file| stage_and_room(&file.path))
        .map(|(stage, _)| stage.to_owned())
        .collect();
    owners.insert("house".to_owned());
    for (file, rust) in tree.rust() {
        let owner = match file.room() {
            Some((stage, "store")) => stage,
            _ if file.path.starts_with("house/") => "house",
            _ => continue,
        };
        if file.is_test() {
            continue;
        }
        for (line, text) in rust.strings.iter().filter(|(_, text)| is_sql(text)) {
            for table in tables(text).into_iter().filter(|table| !belongs(table, owner)) {
                let what = format!(
                    "names {table}: a {owner} statement reads {owner}_… only; call the owner's store"
                );
                faults.push(Fault::new(&file.path, *line, RULE, what));
            }
        }
    }
    for file in tree.files.iter().filter(|file| file.path.starts_with("migrations/")) {
        for table in
            tables(&file.text).into_iter().filter(|table| !owners.iter().any(|owner| belongs(table, owner)))
        {
            let what = format!("{table} begins with no owner: {}", Vec::from_iter(owners.clone()).join(", "));
            faults.push(Fault::new(&file.path, 0, RULE, what));
        }
    }
    faults
}

fn belongs(table: &str, owner: &str) -> bool {
    table.strip_prefix(owner).is_some_and(|rest| rest.starts_with('_'))
}

/// Tables that a statement names; common table expressions, functions and the engines' catalogues are none.
fn tables(text: &str) -> BTreeSet<String> {
    let words = tokens(text);
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let named_here: BTreeSet<&str> = (0..words.len())
        .filter(|at| word(at + 1) == "as" && (word(at + 2) == "(" || word(at + 2).ends_with("materialized")))
        .map(word)
        .collect();
    let mut found = BTreeSet::new();
    for at in 0..words.len() {
        let before = if at == 0 { "" } else { word(at - 1) };
        let name_at = match word(at) {
            "from" if before != "distinct" => at + 1,
            "join" | "into" => at + 1,
            "update" if !matches!(before, "do" | "for" | "before" | "after" | "or" | "of") => at + 1,
            "table" if word(at + 1) == "if" => at + if word(at + 2) == "not" { 4 } else { 3 },
            "table" => at + 1,
            _ => continue,
        };
        let name = word(name_at).trim_matches('"');
        let is_function = word(name_at + 1) == "(" && !matches!(word(at), "into" | "table");
        if is_table(name) && !is_function && !named_here.contains(name) {
            found.insert(name.to_owned());
        }
    }
    found
}

fn is_table(name: &str) -> bool {
    const NO_TABLES: [&str; 9] = ["set", "old", "new", "only", "lateral", "select", "exists", "if", "on"];
    let own = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let catalogue =
        ["sqlite_", "pg_", "pragma_", "information_schema"].iter().any(|start| name.starts_with(start));
    own && !catalogue
        && name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && !NO_TABLES.contains(&name)
}
