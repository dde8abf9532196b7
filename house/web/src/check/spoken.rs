//! Chinese in an English page is marked as Chinese, so that a screen reader speaks it so (WCAG 3.1.2), and nothing of
//! ours was left untranslated. The title holds names and cannot be marked.

use super::rules::VOID;
use super::scan::{Piece, pieces};
use crate::language::{UNSAID, has_han};

/// Attributes that are read to people.
const READ: [&str; 4] = ["aria-label", "alt", "placeholder", "data-label"];

/// What is Chinese without saying so.
pub(super) fn unmarked(html: &str) -> Vec<String> {
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut wrong = Vec::new();
    for piece in pieces(html) {
        let inside = open.last().is_some_and(|(name, chinese)| *chinese || name == "title");
        match &piece {
            Piece::Start { name, closed, .. } => {
                let own = piece.attribute("lang").map(|tag| tag.starts_with("zh"));
                let chinese = own.unwrap_or(inside);
                wrong.extend(faults(&piece, chinese));
                if !closed && !VOID.contains(&name.as_str()) {
                    open.push((name.clone(), chinese));
                }
            }
            Piece::End { .. } => {
                open.pop();
            }
            Piece::Text(text) if !inside && has_han(text) => wrong.push(format!("not in English: {text}")),
            Piece::Text(_) => {}
        }
    }
    wrong
}

fn faults(piece: &Piece, chinese: bool) -> Vec<String> {
    let read = READ.iter().filter_map(|name| Some((name, piece.attribute(name)?)));
    let mut wrong: Vec<String> = read
        .filter(|(_, text)| !chinese && has_han(text))
        .map(|(name, text)| format!("{name} not in English: {text}"))
        .collect();
    if piece.attribute(UNSAID).is_some() {
        wrong.push("a word of ours has no English".to_owned());
    }
    wrong
}
