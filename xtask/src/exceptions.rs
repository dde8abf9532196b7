//! `xtask/exceptions.txt`: files that break a limit today, each with its number. The list may only shrink: a
//! line that no longer applies, or whose number could be lower, is a fault itself, and so is one line more
//! than [`MOST`]. Only the length of a file can be excused; a function never.

use std::collections::BTreeMap;

use crate::fault::Fault;
use crate::rules::limits;
use crate::tree::Tree;

/// Lines in the list. Lower it with the list; raising it needs a reason that a reviewer accepts.
pub const MOST: usize = 0;
/// Where the list is.
pub const LIST: &str = "xtask/exceptions.txt";

/// Takes the excused faults out and adds the faults of the list.
pub fn excuse(tree: &Tree, faults: Vec<Fault>) -> Vec<Fault> {
    let text = tree.files.iter().find(|file| file.path == LIST).map_or("", |file| file.text.as_str());
    let lengths = tree.files.iter().map(|file| (file.path.as_str(), limits::length(file))).collect();
    excuse_by(text, MOST, &lengths, faults)
}

/// The same on plain values: the list's text, how many lines it may have, and today's length of each file.
pub fn excuse_by(
    list: &str,
    most: usize,
    lengths: &BTreeMap<&str, usize>,
    mut faults: Vec<Fault>,
) -> Vec<Fault> {
    let lines: Vec<(usize, &str)> =
        list.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).collect();
    if lines.len() != most {
        let what =
            format!("{} exceptions, xtask/src/exceptions.rs says {most}: the list only shrinks", lines.len());
        faults.push(Fault::new(LIST, 0, "exceptions", what));
    }
    for (at, line) in lines {
        let (path, allowed) = line.rsplit_once(' ').unwrap_or((line, ""));
        let is = lengths.get(path).copied();
        let before = faults.len();
        faults.retain(|fault| !(fault.rule == limits::FILE && fault.file == path && is_number(allowed, is)));
        if faults.len() == before {
            let today =
                is.map_or_else(|| "no such file".to_owned(), |length| format!("{length} lines today"));
            let what =
                format!("「{line}」 is not true any more ({today}): correct it downwards or strike it out");
            faults.push(Fault::new(LIST, at + 1, "exceptions", what));
        }
    }
    faults
}

fn is_number(allowed: &str, is: Option<usize>) -> bool {
    is.is_some_and(|is| allowed == is.to_string())
}
