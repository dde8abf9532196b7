//! Rule 7, generated files are fresh: the list of all statements, and of those that are fenced because the two
//! engines cannot be told alike. The fence may not grow unnoticed: a new one is a line in a reviewed file.

use crate::fault::Fault;
use crate::tree::Tree;

const RULE: &str = "fresh";
/// The list; `cargo xtask regenerate` writes it.
pub const LIST: &str = "xtask/golden/statements.txt";

/// Is the list what the code says?
pub fn check(tree: &Tree) -> Vec<Fault> {
    let kept = tree.files.iter().find(|file| file.path == LIST).map_or("", |file| file.text.as_str());
    let made = list(tree);
    if kept == made {
        return Vec::new();
    }
    let pairs = kept.lines().zip(made.lines());
    let at = pairs.take_while(|(kept, made)| kept == made).count();
    vec![Fault::new(
        LIST,
        at + 1,
        RULE,
        "the statements have changed: cargo xtask regenerate, and look at the change",
    )]
}

/// Every named statement with its file, and how many are fenced.
pub fn list(tree: &Tree) -> String {
    let mut lines = Vec::new();
    let mut fenced = 0;
    for (file, rust) in tree.rust().filter(|(file, _)| !file.is_test()) {
        for (name, is_fenced) in names(&rust.code) {
            fenced += usize::from(is_fenced);
            lines.push(format!("{} {name}{}", file.path, if is_fenced { " fenced" } else { "" }));
        }
    }
    format!("{} statements, {fenced} fenced\n{}\n", lines.len(), lines.join("\n"))
}

/// Names inside `statements! { … }` and `split! { … }` that begin and end at the left margin.
fn names(code: &str) -> Vec<(&str, bool)> {
    let (mut names, mut inside) = (Vec::new(), None);
    for line in code.lines() {
        match line {
            "statements! {" | "xh_db::statements! {" => inside = Some(false),
            "split! {" | "xh_db::split! {" => inside = Some(true),
            "}" => inside = None,
            _ => {}
        }
        let name = line.trim().split_once(" =").map(|(name, _)| name);
        if let Some((name, fenced)) = name.filter(|name| is_constant(name)).zip(inside) {
            names.push((name, fenced));
        }
    }
    names
}

fn is_constant(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}
