//! Rule 2, words in the wrong room: HTML tags in Rust, waiting in `core`. SQL and the clock have files of
//! their own.

use crate::fault::Fault;
use crate::rules::has_word;
use crate::tree::Tree;

const HTML: &str = "html";
const WAITING: &str = "waiting";

/// Elements that only a page would name. XML parts of workbooks share none of them.
const TAGS: [&str; 36] = [
    "a", "article", "aside", "body", "br", "button", "dd", "details", "div", "dl", "dt", "em", "fieldset",
    "footer", "form", "h1", "h2", "h3", "head", "header", "html", "img", "input", "label", "li", "main",
    "nav", "ol", "p", "script", "section", "span", "strong", "style", "table", "ul",
];

/// Reads the pages we write, in tests, so it must name their elements.
const READER: &str = "house/web/src/check";

/// Marks Chinese in an English page as Chinese: the one element a filter must write itself.
const MARKER: &str = "house/web/src/language/speech.rs";

pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (file, rust) in tree.rust() {
        if !file.is_test() && !file.path.starts_with(READER) && file.path != MARKER {
            for (line, text) in &rust.strings {
                if let Some(tag) = tag_in(text) {
                    let what =
                        format!("<{tag}> in Rust: markup belongs in the .html file beside the handler");
                    faults.push(Fault::new(&file.path, *line, HTML, what));
                }
            }
        }
        if file.room().is_some_and(|(_, room)| room == "core") {
            for (at, line) in rust.code.lines().enumerate() {
                if has_word(line, "async") || line.contains(".await") {
                    let what = "core does not wait: take what is needed as an argument";
                    faults.push(Fault::new(&file.path, at + 1, WAITING, what));
                }
            }
        }
    }
    faults
}

fn tag_in(text: &str) -> Option<&'static str> {
    text.split('<').skip(1).find_map(|after| {
        let after = after.strip_prefix('/').unwrap_or(after);
        let end = after.find(|letter: char| !letter.is_ascii_alphanumeric())?;
        let (name, rest) = after.split_at(end);
        let closes = rest.starts_with(['>', '/', ' ', '\n']);
        TAGS.iter().find(|tag| closes && **tag == name).copied()
    })
}
