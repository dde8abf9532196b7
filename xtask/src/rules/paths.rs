//! Rule 7, paths of one machine: what is written in the tree must be true on every machine. A temporary
//! directory is asked for when it is needed.

use crate::fault::Fault;
use crate::tree::Tree;

const RULE: &str = "paths";
/// First folders that give a machine away. Written apart from their slash, so that this file passes too.
const ROOTS: [&str; 4] = ["work", "root", "tmp", "farm"];

pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &tree.files {
        for (at, line) in file.text.lines().enumerate() {
            if let Some(root) = ROOTS.iter().find(|root| names(line, root)) {
                let what =
                    format!("/{root} is a path of one machine: take a setting, or make a temporary folder");
                faults.push(Fault::new(&file.path, at + 1, RULE, what));
            }
        }
    }
    faults
}

fn names(line: &str, root: &str) -> bool {
    let path = format!("/{root}");
    line.match_indices(&path).any(|(at, _)| {
        let before = line.get(..at).and_then(|head| head.chars().next_back());
        let after = line.get(at + path.len()..).and_then(|tail| tail.chars().next());
        let begins = !before.is_some_and(|letter| letter.is_alphanumeric() || "_-.}/$".contains(letter));
        let ends = !after.is_some_and(|letter| letter.is_alphanumeric() || "_-".contains(letter));
        begins && ends
    })
}
