//! Rule 4, what a file says of itself: `//!` at its head; in `core` a sentence on everything public, and a
//! Chinese sentence on every refusal, because a person reads it.

use crate::fault::Fault;
use crate::tree::{File, Tree};

const HEAD: &str = "head";
const DOCS: &str = "docs";
const SENTENCE: &str = "sentence";

/// What begins a public item that wants a sentence. Modules carry theirs at the head of their file.
const PUBLIC: [&str; 9] = ["fn", "struct", "enum", "trait", "type", "const", "static", "async", "unsafe"];

pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (file, _) in tree.rust() {
        if !file.text.starts_with("//!") {
            let what =
                "begin with `//!`: what this file is for, what it is not, which article it carries out";
            faults.push(Fault::new(&file.path, 1, HEAD, what));
        }
        if file.room().is_some_and(|(_, room)| room == "core") && !file.is_test() {
            faults.extend(undocumented(file));
            faults.extend(not_chinese(file));
        }
    }
    faults
}

fn undocumented(file: &File) -> Vec<Fault> {
    let Some(rust) = &file.rust else { return Vec::new() };
    let source: Vec<&str> = file.text.lines().map(str::trim).collect();
    let mut faults = Vec::new();
    for (at, line) in rust.code.lines().enumerate() {
        let Some(item) = line.trim().strip_prefix("pub ") else { continue };
        if !item.split_whitespace().next().is_some_and(|word| PUBLIC.contains(&word)) {
            continue;
        }
        if !source.get(..at).is_some_and(is_documented) {
            let name: String = item.chars().take(40).collect();
            faults.push(Fault::new(
                &file.path,
                at + 1,
                DOCS,
                format!("`{name}` has no `///`: what, units, errors, source"),
            ));
        }
    }
    faults
}

/// Whether the lines above an item end with its sentence; attributes, over one line or several, may stand
/// between.
fn is_documented(above: &[&str]) -> bool {
    let mut lines = above.iter().rev();
    while let Some(line) = lines.next() {
        if line.starts_with("#[") {
            continue;
        }
        if !line.ends_with(")]") {
            return line.starts_with("///") || line.ends_with("*/");
        }
        lines.find(|line| line.starts_with("#["));
    }
    false
}

fn not_chinese(file: &File) -> Vec<Fault> {
    let Some(rust) = &file.rust else { return Vec::new() };
    let mut faults = Vec::new();
    for (at, line) in rust.code.lines().enumerate() {
        let said = line.trim().starts_with("#[error(\"");
        let sentence = rust.strings.iter().find(|(begins, _)| said && *begins == at + 1);
        if sentence.is_some_and(|(_, text)| !is_chinese(text)) {
            faults.push(Fault::new(
                &file.path,
                at + 1,
                SENTENCE,
                "a refusal is read by a person: say it in Chinese",
            ));
        }
    }
    faults
}

/// Sentences that only put together what others say (`{file}:{line} {what}`) have no words of their own.
fn is_chinese(text: &str) -> bool {
    let own: String = text.split('{').map(|part| part.split('}').next_back().unwrap_or(part)).collect();
    let is_ideograph = |letter| matches!(letter, '\u{4E00}'..='\u{9FFF}');
    own.chars().any(is_ideograph) || !own.chars().any(char::is_alphabetic)
}
