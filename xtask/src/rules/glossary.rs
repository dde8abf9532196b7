//! The glossary holds only words that the code uses: an identifier that nothing mentions any more is struck
//! out. It does not judge whether the Chinese is right.

use std::collections::BTreeSet;

use crate::fault::Fault;
use crate::tree::Tree;

const RULE: &str = "glossary";
const GLOSSARY: &str = "GLOSSARY.md";
/// Where a word counts as used.
const USES: [&str; 5] = ["stages/", "house/", "apps/", "migrations/", "policy/"];

pub fn check(tree: &Tree) -> Vec<Fault> {
    let Some(glossary) = tree.files.iter().find(|file| file.path == GLOSSARY) else { return Vec::new() };
    let used: BTreeSet<&str> = tree
        .files
        .iter()
        .filter(|file| USES.iter().any(|start| file.path.starts_with(start)) && !file.is_test())
        .flat_map(|file| file.text.split(|letter: char| !letter.is_alphanumeric() && letter != '_'))
        .collect();
    let mut faults = Vec::new();
    for (at, line) in glossary.text.lines().enumerate().filter(|(_, line)| line.starts_with('|')) {
        for word in
            line.split('`').skip(1).step_by(2).filter(|word| is_identifier(word) && !used.contains(word))
        {
            faults.push(Fault::new(
                GLOSSARY,
                at + 1,
                RULE,
                format!("nothing is called `{word}`: strike it out"),
            ));
        }
    }
    faults
}

fn is_identifier(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}
