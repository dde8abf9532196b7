//! The rules every page must keep, with or without a browser to look at it.

use std::collections::BTreeSet;

use super::scan::{Piece, pieces};

pub(super) const VOID: [&str; 8] = ["meta", "link", "br", "hr", "img", "input", "wbr", "col"];

/// What a page breaks, in words.
pub(super) fn broken(html: &str) -> Vec<String> {
    let pieces = pieces(html);
    let mut wrong = Vec::new();
    wrong.extend(nesting(&pieces));
    wrong.extend(frame(html, &pieces));
    wrong.extend(headings(&pieces));
    wrong.extend(ids_and_labels(&pieces));
    wrong.extend(pieces.iter().filter_map(forbidden));
    wrong.extend(tables_and_links(&pieces));
    if html.contains("undefined") || html.contains("{{") || html.contains(">none<") {
        wrong.push("a value is missing in the output".to_owned());
    }
    wrong
}

fn nesting(pieces: &[Piece]) -> Vec<String> {
    let mut open: Vec<&str> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Start { name, closed, .. } if !closed && !VOID.contains(&name.as_str()) => open.push(name),
            Piece::End { name } => match open.pop() {
                Some(last) if last == name => {}
                last => return vec![format!("</{name}> closes {last:?}, open: {open:?}")],
            },
            _ => {}
        }
    }
    if open.is_empty() { Vec::new() } else { vec![format!("not closed: {open:?}")] }
}

fn frame(html: &str, pieces: &[Piece]) -> Vec<String> {
    let mut wrong = Vec::new();
    let count = |name: &str| pieces.iter().filter(|piece| piece.starts(name)).count();
    let language = pieces.iter().find(|piece| piece.starts("html")).and_then(|piece| piece.attribute("lang"));
    if !matches!(language, Some("zh-CN" | "en")) {
        wrong.push(format!("lang is {language:?}"));
    }
    for name in ["h1", "main", "header", "footer", "title"] {
        if count(name) != 1 {
            wrong.push(format!("{} <{name}>", count(name)));
        }
    }
    if !html.starts_with("<!doctype html>") {
        wrong.push("no doctype".to_owned());
    }
    if !pieces.iter().any(|piece| piece.attribute("href") == Some("#main")) {
        wrong.push("no skip link".to_owned());
    }
    wrong
}

fn headings(pieces: &[Piece]) -> Vec<String> {
    let mut last = 0;
    let mut wrong = Vec::new();
    let mut levels = pieces.iter().filter_map(|piece| match piece {
        Piece::Start { name, .. } if name.len() == 2 && name.starts_with('h') => {
            name.get(1..)?.parse::<u8>().ok()
        }
        _ => None,
    });
    for level in levels.by_ref() {
        if level > last + 1 {
            wrong.push(format!("h{level} after h{last}"));
        }
        last = level;
    }
    wrong
}

fn ids_and_labels(pieces: &[Piece]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut ids = BTreeSet::new();
    for id in pieces.iter().filter_map(|piece| piece.attribute("id")) {
        if !ids.insert(id) {
            wrong.push(format!("id {id} twice"));
        }
    }
    let labels: BTreeSet<&str> = pieces.iter().filter_map(|piece| piece.attribute("for")).collect();
    for piece in pieces {
        let field = ["input", "select", "textarea"].iter().any(|name| piece.starts(name));
        let silent = matches!(piece.attribute("type"), Some("hidden" | "submit"));
        if field && !silent && !piece.attribute("id").is_some_and(|id| labels.contains(id)) {
            wrong.push(format!("field without label: {piece:?}"));
        }
        for name in ["aria-labelledby", "aria-describedby", "for"] {
            let targets = piece.attribute(name).into_iter().flat_map(str::split_whitespace);
            wrong.extend(
                targets.filter(|id| !ids.contains(id)).map(|id| format!("{name} points nowhere: {id}")),
            );
        }
        let inner = piece.attribute("href").and_then(|href| href.strip_prefix('#'));
        if let Some(id) = inner.filter(|id| !ids.contains(id)) {
            wrong.push(format!("link points nowhere: #{id}"));
        }
    }
    wrong
}

/// What the content policy or our rules forbid in a tag.
fn forbidden(piece: &Piece) -> Option<String> {
    let Piece::Start { name, attributes, .. } = piece else { return None };
    if ["script", "style", "iframe", "object", "embed", "base"].contains(&name.as_str()) {
        return Some(format!("<{name}> in a page"));
    }
    if name == "img" && piece.attribute("alt").is_none() {
        return Some("picture without alt".to_owned());
    }
    let bad = attributes.iter().find(|(key, value)| {
        key == "style"
            || key.starts_with("on")
            || key.contains('<')
            || value.trim_start().starts_with("javascript:")
    });
    bad.map(|(key, _)| format!("attribute {key} in <{name}>"))
}

fn tables_and_links(pieces: &[Piece]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        if piece.starts("th") && piece.attribute("scope").is_none() {
            wrong.push("th without scope".to_owned());
        }
        if piece.starts("table") && !pieces.get(at + 1).is_some_and(|next| next.starts("caption")) {
            wrong.push("table without caption".to_owned());
        }
        let named = piece.attribute("aria-label").is_some();
        if (piece.starts("a") || piece.starts("button")) && !named && is_empty_until_end(pieces, at) {
            wrong.push(format!("no words in {piece:?}"));
        }
    }
    wrong
}

fn is_empty_until_end(pieces: &[Piece], at: usize) -> bool {
    let inside = pieces.iter().skip(at + 1);
    let mut inside =
        inside.take_while(|piece| !matches!(piece, Piece::End { name } if name == "a" || name == "button"));
    !inside.any(|piece| matches!(piece, Piece::Text(_)))
}
