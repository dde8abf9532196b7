//! The catalogue is complete and carries nothing dead: every sentence of a template and every `say!` of Rust has its
//! English, every key has a user, and no template holds Chinese outside `t(…)`.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use xh_web::Catalogue;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, ending: &str, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push((path.clone(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn sources(ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in ["house", "stages", "apps/xinheng/src", "policy"] {
        files(&workspace().join(folder), ending, &mut found);
    }
    assert!(!found.is_empty(), "no *{ending}");
    found
}

fn has_han(text: &str) -> bool {
    text.chars().any(|letter| matches!(letter, '\u{3400}'..='\u{9fff}'))
}

/// The literals that directly follow `opening`, in either quotation mark.
fn literals<'a>(text: &'a str, opening: &str) -> Vec<&'a str> {
    let behind = text.match_indices(opening).map(|(at, _)| text[at + opening.len()..].trim_start());
    let inside = |rest: &'a str| {
        let quote = rest.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
        rest[1..].split_once(quote).map(|(literal, _)| literal)
    };
    behind.filter_map(inside).collect()
}

/// What is left of a template without comments and without the words given to `t`.
fn unsaid(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{#") {
        text.push_str(before);
        rest = after.split_once("#}").map_or("", |(_, behind)| behind);
    }
    text.push_str(rest);
    for literal in literals(&text.clone(), "t(") {
        text = text.replace(&format!("t(\"{literal}\""), "").replace(&format!("t('{literal}'"), "");
    }
    text
}

#[test]
fn every_sentence_of_a_template_has_its_english() {
    let catalogue = Catalogue::read().unwrap();
    let keys: BTreeSet<&str> = catalogue.keys().collect();
    let mut lost = Vec::new();
    for (path, text) in sources(".html") {
        let said = literals(&text, "t(").into_iter().filter(|key| has_han(key) && !keys.contains(key));
        lost.extend(said.map(|key| format!("{}: no English for 「{key}」", path.display())));
        let bare = unsaid(&text);
        let bare =
            bare.lines().filter(|line| has_han(line) && !line.contains("lang=\"zh") && !own_name(line));
        lost.extend(bare.map(|line| format!("{}: Chinese outside t(…): {}", path.display(), line.trim())));
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// A language is named in itself.
fn own_name(line: &str) -> bool {
    line.contains("language_item(\"zh-CN\", \"中文\"")
}

#[test]
fn every_sentence_made_in_rust_has_its_english() {
    let catalogue = Catalogue::read().unwrap();
    let keys: BTreeSet<&str> = catalogue.keys().collect();
    let mut lost = Vec::new();
    for (path, text) in sources(".rs") {
        if path.ends_with("tests/messages.rs") || path.to_string_lossy().contains("tests") {
            continue;
        }
        let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let said = literals(&code, "say!(").into_iter().filter(|key| has_han(key) && !keys.contains(key));
        lost.extend(said.map(|key| format!("{}: no English for 「{key}」", path.display())));
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn no_message_is_without_a_user() {
    let catalogue = Catalogue::read().unwrap();
    let mut used = String::new();
    for ending in [".html", ".rs"] {
        sources(ending).into_iter().for_each(|(_, text)| used.push_str(&text));
    }
    for (path, text) in sources(".toml") {
        if !path.to_string_lossy().contains("messages") {
            used.push_str(&text);
        }
    }
    let quoted = |key: &str| used.contains(&format!("\"{key}")) || used.contains(&format!("'{key}'"));
    let dead: Vec<&str> = catalogue.keys().filter(|key| !quoted(key)).collect();
    assert!(dead.is_empty(), "no user:\n{}", dead.join("\n"));
}

#[test]
fn the_groups_kinds_and_channels_of_the_rules_have_english() {
    let catalogue = Catalogue::read().unwrap();
    let keys: BTreeSet<&str> = catalogue.keys().collect();
    let mut lost = Vec::new();
    for (path, text) in sources(".toml") {
        let name = path.to_string_lossy().into_owned();
        if !name.contains("/policy/national/") {
            continue;
        }
        for opening in ["[[kind]]", "[[section]]", "[[channel]]"] {
            for block in text.split(opening).skip(1) {
                let title = literals(block, "title = ").first().copied().unwrap_or_default();
                if !keys.contains(title) {
                    lost.push(format!("{name}: {title}"));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// The commands a README shows: code spans, and lines of code without their remarks.
fn commands(name: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(workspace().join(name)).unwrap();
    let blocks = text.split("```").skip(1).step_by(2).flat_map(str::lines);
    let lines = blocks.map(|line| line.split('#').next().unwrap_or_default().trim().to_owned());
    let prose: String = text.split("```").step_by(2).collect();
    let spans = prose.split('`').skip(1).step_by(2).map(str::to_owned);
    lines.chain(spans).filter(|code| code.starts_with("make ") || code.starts_with("xinheng ")).collect()
}

#[test]
fn both_readmes_show_the_same_commands() {
    let english = commands("README.md");
    assert!(english.len() > 5, "{english:?}");
    assert_eq!(commands("README.zh-CN.md"), english);
}
