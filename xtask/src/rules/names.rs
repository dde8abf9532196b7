//! Rule 6, names that say nothing: utils, helpers, common, manager. A name that fits everything attracts
//! everything.

use crate::fault::Fault;
use crate::tree::Tree;

const RULE: &str = "names";
const EMPTY: [&str; 8] = ["util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"];
const ENDINGS: [&str; 5] = ["Manager", "Helper", "Helpers", "Util", "Utils"];

pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &tree.files {
        let parts = file.path.split('/').map(|part| part.split('.').next().unwrap_or(part));
        for part in parts.filter(|part| EMPTY.contains(part)) {
            let what = format!("「{part}」 says nothing: name the file after its noun or its decision");
            faults.push(Fault::new(&file.path, 0, RULE, what));
        }
        let lines = file.rust.iter().flat_map(|rust| rust.code.lines().enumerate());
        for (at, name) in lines.filter_map(|(at, line)| Some((at, defined(line)?))) {
            if EMPTY.contains(&name) || ENDINGS.iter().any(|ending| name.ends_with(ending)) {
                let what = format!("`{name}` says nothing: use the noun or verb of the domain");
                faults.push(Fault::new(&file.path, at + 1, RULE, what));
            }
        }
    }
    faults
}

/// The name that a line defines as a module or type.
fn defined(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub"));
    let what = words.next()?;
    let name = words.next()?.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()?;
    ["mod", "struct", "enum", "trait", "type"].contains(&what).then_some(name)
}
