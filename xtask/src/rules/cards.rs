//! Each stage and each room of the house has a card: what it answers for and is not, on one screen. A card that
//! names a test names one that exists. Whether the card is true, a reader must say.

use std::collections::BTreeSet;

use crate::fault::Fault;
use crate::tree::Tree;

const RULE: &str = "cards";
const LINES: usize = 40;

/// Looks at `stages/*/README.md` and `house/*/README.md`.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let folders: BTreeSet<String> = tree.files.iter().filter_map(|file| folder(&file.path)).collect();
    folders.iter().flat_map(|folder| card(tree, folder)).collect()
}

/// `stages/3-registry` of a Rust file below it.
fn folder(path: &str) -> Option<String> {
    let mut parts = path.strip_suffix(".rs")?.split('/');
    let (group, name) = (parts.next()?, parts.next()?);
    (matches!(group, "stages" | "house") && parts.next().is_some()).then(|| format!("{group}/{name}"))
}

fn card(tree: &Tree, folder: &str) -> Vec<Fault> {
    let path = format!("{folder}/README.md");
    let Some(card) = tree.files.iter().find(|file| file.path == path) else {
        return vec![Fault::new(
            &path,
            0,
            RULE,
            "no card: what it answers for, what it is not, who holds its promises",
        )];
    };
    let mut faults = Vec::new();
    let lines = card.text.lines().count();
    if lines > LINES {
        faults.push(Fault::new(&path, 0, RULE, format!("{lines} lines, {LINES} are a card")));
    }
    for (at, line) in card.text.lines().enumerate() {
        let named = line.split('`').skip(1).step_by(2).filter(|word| is_sentence(word));
        let lost = named.filter(|name| !is_function(tree, name));
        faults
            .extend(lost.map(|name| Fault::new(&path, at + 1, RULE, format!("no test is called `{name}`"))));
    }
    faults
}

/// Tests are called by sentences: `what_has_ended_is_not_shown`.
fn is_sentence(word: &str) -> bool {
    word.matches('_').count() > 1
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || b"_0123456789".contains(&byte))
}

fn is_function(tree: &Tree, name: &str) -> bool {
    tree.rust().any(|(_, rust)| rust.code.contains(&format!("fn {name}(")))
}
