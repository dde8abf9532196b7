//! The ways in which one key of a TOML file can be wrong, found by the spans of the parser: not by guessing at lines.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One file with one mistake in it.
pub struct Edit {
    /// Folder, path of the key and mistake.
    pub class: String,
    /// The file.
    pub path: String,
    /// Its text with the mistake.
    pub text: String,
    /// Lines of the entry that holds it, in the new text.
    pub lines: RangeInclusive<u32>,
}

/// A key with its value, and the entry they stand in.
struct Spot {
    path: String,
    key: Range<usize>,
    value: Range<usize>,
    shape: Shape,
    entry: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    Number,
    List,
    Table,
    /// A table whose key stands in a header.
    Header,
}

/// Every mistake in every key of a file.
pub fn edits(path: &str, text: &str) -> Vec<Edit> {
    let parsed = DeTable::parse(text).unwrap().into_inner();
    let mut starts: Vec<usize> = parsed.values().flat_map(starts_of).collect();
    starts.sort_unstable();
    let mut spots = Vec::new();
    let whole = 0..text.len();
    walk(&parsed, "", &whole, &starts, text, &mut spots);
    let folder = folder(path);
    let mut edits = Vec::new();
    for spot in &spots {
        for (mistake, cut, put) in mistakes(spot, text) {
            let mut edited = text.to_owned();
            edited.replace_range(cut.clone(), &put);
            let end = spot.entry.end + put.len() - cut.len();
            // A copied entry stands behind the last line: its fault may be told at either.
            let lines = line_of(text, spot.entry.start)..=line_of(&edited, end.max(cut.start + put.len()));
            // Keys of this file are names of tables and columns: one class each.
            let named = if folder == "visibility.toml" { "table.column" } else { &spot.path };
            let class = format!("{folder} {named} {mistake}");
            edits.push(Edit { class, path: path.to_owned(), text: edited, lines });
        }
    }
    edits
}

/// Files of one folder are of one form.
fn folder(path: &str) -> &str {
    match path.split_once('/') {
        Some(("sources", _)) => "sources",
        _ => path.rsplit_once('/').map_or(path, |(folder, _)| folder),
    }
}

fn line_of(text: &str, offset: usize) -> u32 {
    u32::try_from(text[..offset.min(text.len())].matches('\n').count() + 1).unwrap()
}

/// Where the entries of a file begin.
fn starts_of(value: &Spanned<DeValue<'_>>) -> Vec<usize> {
    match value.get_ref() {
        DeValue::Array(list) => list.iter().map(|it| it.span().start).collect(),
        _ => vec![value.span().start],
    }
}

fn walk(
    table: &DeTable<'_>,
    above: &str,
    entry: &Range<usize>,
    starts: &[usize],
    text: &str,
    spots: &mut Vec<Spot>,
) {
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let path = if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") };
        let shape = shape(value, key.span().start, text);
        let (key, value_span) = (key.span(), value.span());
        spots.push(Spot { path: path.clone(), key, value: value_span.clone(), shape, entry: entry.clone() });
        match value.get_ref() {
            DeValue::Table(inner) => walk(inner, &path, entry, starts, text, spots),
            DeValue::Array(list) => {
                for item in list.iter() {
                    let DeValue::Table(inner) = item.get_ref() else { continue };
                    let own = if above.is_empty() {
                        extent(item.span().start, starts, text)
                    } else {
                        entry.clone()
                    };
                    walk(inner, &path, &own, starts, text, spots);
                }
            }
            _ => {}
        }
    }
}

/// From an entry's header to the next one's.
fn extent(start: usize, starts: &[usize], text: &str) -> Range<usize> {
    start..starts.iter().copied().find(|next| *next > start).unwrap_or(text.len())
}

fn shape(value: &Spanned<DeValue<'_>>, key: usize, text: &str) -> Shape {
    let line = text[..key].rsplit('\n').next().unwrap();
    match value.get_ref() {
        _ if line.starts_with('[') => Shape::Header,
        DeValue::String(_) => Shape::Text,
        DeValue::Array(_) => Shape::List,
        DeValue::Table(_) => Shape::Table,
        _ => Shape::Number,
    }
}

/// Name of the mistake, what is cut, what is put there.
fn mistakes(spot: &Spot, text: &str) -> Vec<(&'static str, Range<usize>, String)> {
    let mut found = vec![("misspelt", spot.key.end..spot.key.end, "x".to_owned())];
    if spot.shape == Shape::Header {
        return found;
    }
    let value = |mistake, put: &str| (mistake, spot.value.clone(), put.to_owned());
    found.push(("removed", removed(spot, text), String::new()));
    found.push(value("of another type", if spot.shape == Shape::Number { "\"七\"" } else { "7" }));
    match spot.shape {
        Shape::Text => found.extend([value("empty", "\"\""), value("unknown", "\"qqq_unknown\"")]),
        Shape::List => found.push(value("empty", "[]")),
        Shape::Table => found.push(value("empty", "{}")),
        Shape::Number | Shape::Header => {}
    }
    let name = spot.path.rsplit('.').next().unwrap();
    if name == "id" && spot.path.matches('.').count() == 1 && spot.entry.start > 0 {
        found.push(("twice", text.len()..text.len(), format!("\n{}", &text[spot.entry.clone()])));
    }
    if matches!(name, "from" | "to") {
        found.extend(day(spot, text, -1).map(|put| value("a day earlier", &put)));
        found.extend(day(spot, text, 1).map(|put| value("a day later", &put)));
    }
    if name == "aliases" {
        found.extend(taken(spot, text).map(|put| value("taken", &put)));
    }
    found
}

/// Key and value, with the comma of an inline table.
fn removed(spot: &Spot, text: &str) -> Range<usize> {
    let (start, end) = (spot.key.start, spot.value.end);
    let before = text[..start].trim_end();
    if text[end..].starts_with(", ") && before.ends_with(['{', ',']) {
        return start..end + 2;
    }
    if before.ends_with(',') && !text[before.len()..start].contains('\n') {
        before.len() - 1..end
    } else {
        start..end
    }
}

fn day(spot: &Spot, text: &str, days: i64) -> Option<String> {
    let day = xh_kernel::Date::parse(text.get(spot.value.clone())?.trim_matches('"')).ok()?;
    Some(format!("\"{}\"", day.plus_days(days)))
}

/// The title of another field of the entry; for a code, of another code of its field.
fn taken(spot: &Spot, text: &str) -> Option<String> {
    let header = format!("[[{}]]", spot.path.strip_suffix(".aliases")?);
    let around = match spot.path.matches('.').count() {
        3 => text.get(..spot.key.start)?.rfind(".field]]")?..next(text, spot.key.start, ".field]]"),
        _ => spot.entry.clone(),
    };
    let own = text.get(..spot.key.start)?.rfind(&header)?;
    let others = text.get(around.clone())?.match_indices(&header).map(|(at, _)| around.start + at);
    let other = others.filter(|at| *at != own).last()?;
    let title = text.get(other..)?.lines().find_map(|line| line.strip_prefix("title = "))?;
    Some(format!("[{title}]"))
}

/// Where the text comes next, or the end of all.
fn next(text: &str, from: usize, what: &str) -> usize {
    text[from..].find(what).map_or(text.len(), |at| from + at)
}
