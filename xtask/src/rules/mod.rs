//! The rules, one a file. Each looks at files and says what is wrong; none changes anything.
//! The numbers are those of the house's style guide, part Tidy.

pub mod cards;
pub mod clock;
pub mod docs;
pub mod glossary;
pub mod imports;
pub mod limits;
pub mod names;
pub mod paths;
pub mod sql;
pub mod statements;
pub mod tables;
pub mod words;

use crate::fault::Fault;
use crate::tree::Tree;

/// All rules that read files.
pub fn check_files(tree: &Tree) -> Vec<Fault> {
    let rules: [fn(&Tree) -> Vec<Fault>; 9] = [
        words::check,
        clock::check,
        sql::check,
        tables::check,
        docs::check,
        glossary::check,
        limits::check,
        names::check,
        paths::check,
    ];
    rules.iter().flat_map(|rule| rule(tree)).collect()
}

/// Whether `word` stands in `text` by itself, not as part of a longer name.
pub fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|tail| tail.chars().next());
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    })
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}
