//! A scanner for the tags of well-formed HTML: name, attributes, nesting, text.

/// One start tag, end tag or run of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Start { name: String, attributes: Vec<(String, String)>, closed: bool },
    End { name: String },
    Text(String),
}

impl Piece {
    pub(super) fn attribute(&self, wanted: &str) -> Option<&str> {
        let Piece::Start { attributes, .. } = self else { return None };
        attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    pub(super) fn starts(&self, wanted: &str) -> bool {
        matches!(self, Piece::Start { name, .. } if name == wanted)
    }
}

/// Cuts a page into pieces.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        if !text.trim().is_empty() {
            found.push(Piece::Text(text.trim().to_owned()));
        }
        let (tag, next) = split_tag(after);
        if !tag.starts_with('!') {
            found.push(piece(tag));
        }
        rest = next;
    }
    found
}

/// Splits at the `>` that ends the tag, stepping over quoted attribute values.
fn split_tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return (text.get(..at).unwrap_or(text), text.get(at + 1..).unwrap_or("")),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    (text, "")
}

fn piece(tag: &str) -> Piece {
    if let Some(name) = tag.strip_prefix('/') {
        return Piece::End { name: name.trim().to_owned() };
    }
    let closed = tag.ends_with('/');
    let tag = tag.trim_end_matches('/').trim();
    let (name, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    Piece::Start { name: name.to_ascii_lowercase(), attributes: attributes(rest), closed }
}

fn attributes(mut rest: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if name.is_empty() {
            return found;
        }
        let (value, next) = value(after);
        found.push((name.to_ascii_lowercase(), value.to_owned()));
        rest = next;
    }
}

fn value(after: &str) -> (&str, &str) {
    let Some(rest) = after.strip_prefix('=') else { return ("", after) };
    match rest.strip_prefix('"').and_then(|inside| inside.split_once('"')) {
        Some(pair) => pair,
        None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
    }
}
