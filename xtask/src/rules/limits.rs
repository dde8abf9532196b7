//! Rule 5, limits: function 70 lines, file 400 (600 where tests are), line 120. Not taste: what fits a screen
//! is read.

use crate::fault::Fault;
use crate::lexer::Rust;
use crate::tree::{File, Tree};

/// Name of the one rule that `exceptions.txt` can excuse.
pub const FILE: &str = "file-length";
/// Name of the rule that nothing excuses.
pub const FUNCTION: &str = "function-length";
const LINE: &str = "line-length";

const FUNCTION_MOST: usize = 70;
const FILE_MOST: usize = 400;
const TEST_FILE_MOST: usize = 600;
/// Not for pages: a line break inside a Chinese sentence shows as a blank.
const LINE_MOST: usize = 120;

/// What people write by hand. Law texts, lists and snapshots have the length they have.
const WRITTEN: [&str; 8] = [".rs", ".sql", ".html", ".css", ".js", ".mjs", ".sh", ".ci/run"];

pub fn check(tree: &Tree) -> Vec<Fault> {
    let written = |file: &&File| WRITTEN.iter().any(|end| file.path.ends_with(end)) && !is_golden(&file.path);
    tree.files.iter().filter(written).flat_map(check_one).collect()
}

/// Snapshots are written by the tests.
fn is_golden(path: &str) -> bool {
    path.contains("/golden/") || path.contains("/snapshots/")
}

/// Lines of a file.
pub fn length(file: &File) -> usize {
    file.text.lines().count()
}

fn check_one(file: &File) -> Vec<Fault> {
    let mut faults = Vec::new();
    let most = if file.is_test() { TEST_FILE_MOST } else { FILE_MOST };
    if length(file) > most {
        let what = format!("{} lines, {most} is the limit: split it by idea", length(file));
        faults.push(Fault::new(&file.path, 0, FILE, what));
    }
    let lines = file.text.lines().enumerate().filter(|_| !file.path.ends_with(".html"));
    for (at, line) in lines {
        let wide = line.chars().count();
        if wide > LINE_MOST {
            faults.push(Fault::new(
                &file.path,
                at + 1,
                LINE,
                format!("{wide} characters, {LINE_MOST} is the limit"),
            ));
        }
    }
    for (line, name, lines) in
        file.rust.iter().flat_map(functions).filter(|(_, _, lines)| *lines > FUNCTION_MOST)
    {
        let what = format!("fn {name} has {lines} lines, {FUNCTION_MOST} is the limit; no exception is made");
        faults.push(Fault::new(&file.path, line, FUNCTION, what));
    }
    faults
}

/// Line, name and number of lines of each function that has a body.
fn functions(rust: &Rust) -> Vec<(usize, String, usize)> {
    let lines: Vec<&str> = rust.code.lines().collect();
    let named = |at: usize| lines.get(at).and_then(|line| name_of(line));
    (0..lines.len()).filter_map(|at| Some((at + 1, named(at)?, body_lines(lines.get(at..)?)?))).collect()
}

/// The name when the line begins a function: only words that may stand before `fn` come first.
fn name_of(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let may_precede =
        |word: &&str| word.starts_with("pub") || ["async", "const", "unsafe", "extern", "in"].contains(word);
    let first = words.find(|word| !may_precede(word) && !word.ends_with(')') && *word != "\"\"")?;
    let name: String =
        words.next()?.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    (first == "fn" && !name.is_empty()).then_some(name)
}

/// From the line of the name to the closing brace; none for a declaration without body.
fn body_lines(lines: &[&str]) -> Option<usize> {
    let (mut braces, mut brackets) = (0_usize, 0_usize);
    for (at, line) in lines.iter().enumerate() {
        for letter in line.chars() {
            match letter {
                '{' => braces += 1,
                '}' if braces == 1 => return Some(at + 1),
                '}' => braces = braces.checked_sub(1)?,
                '(' | '[' => brackets += 1,
                ')' | ']' => brackets = brackets.saturating_sub(1),
                ';' if braces == 0 && brackets == 0 => return None,
                _ => {}
            }
        }
    }
    None
}
