//! The shape of a sheet: where its header row is, and a digest under which a settled mapping is remembered.
//!
//! Told by content, never by file name. It reads a sample of about thirty rows and decides nothing about rows.

use sha2::{Digest, Sha256};
use xh_policy::Kind;

use crate::content::Profile;
use crate::heading::{MARK_HEADINGS, Named, Vocabulary, is_blank_heading, shape_key};
use crate::text;

/// How a sheet is laid out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Shape {
    /// SHA-256 (hex) of the normalised headings in order; of the columns' content when there is no header.
    pub digest: String,
    /// Headings as written, without empty columns at the end and without the two of a marked-up sheet.
    pub headings: Vec<String>,
    /// Index of the (last) header row within the sample; `None` when the sheet has no header.
    pub header_row: Option<usize>,
}

impl Shape {
    /// The sample's rows below the header, blank ones and repeated headers left out.
    pub fn below<'s>(&self, sample: &'s [Vec<String>]) -> impl Iterator<Item = &'s Vec<String>> {
        let from = self.header_row.map_or(0, |row| row + 1);
        sample.iter().skip(from).filter(|row| !is_blank_row(row) && !self.repeated_by(row))
    }

    /// Is this row the header once more (sheets glued together)?
    #[must_use]
    pub fn repeated_by(&self, row: &[String]) -> bool {
        let cells = row.iter().map(|cell| shape_key(cell));
        let named = self.headings.iter().filter(|heading| !is_blank_heading(heading)).count();
        named > 1
            && self
                .headings
                .iter()
                .zip(cells)
                .filter(|(heading, _)| !is_blank_heading(heading))
                .all(|(heading, cell)| shape_key(heading) == cell)
            && row.len() >= self.headings.len()
    }
}

/// A row without a single visible character.
#[must_use]
pub fn is_blank_row(row: &[String]) -> bool {
    row.iter().all(|cell| cell.chars().all(|letter| letter.is_whitespace() || text::is_invisible(letter)))
}

/// Finds the header row below titles, notes, blank rows and `Unnamed: n`; joins a header of two rows.
#[must_use]
pub fn find_header(sample: &[Vec<String>], kind: &Kind) -> Shape {
    let words = Vocabulary::of(kind);
    let best = (0..sample.len()).filter_map(|row| candidate(sample, row, &words)).reduce(better);
    match best {
        Some(found) => {
            let headings = trimmed(found.headings);
            Shape { digest: digest_of(&headings), headings, header_row: Some(found.row) }
        }
        None => Shape { digest: digest_without_header(sample), headings: Vec::new(), header_row: None },
    }
}

struct Candidate {
    row: usize,
    headings: Vec<String>,
    fields: usize,
}

/// The first of equals: a repeated header further down is not the header.
fn better(one: Candidate, other: Candidate) -> Candidate {
    if other.fields > one.fields { other } else { one }
}

fn candidate(sample: &[Vec<String>], row: usize, words: &Vocabulary<'_>) -> Option<Candidate> {
    let cells = sample.get(row)?;
    let alone = Candidate { row, fields: fields_in(cells, words), headings: cells.clone() };
    if alone.fields == 0 {
        return None;
    }
    let joined = sample.get(row + 1).map(|lower| {
        let headings = join(cells, lower, words);
        Candidate { row: row + 1, fields: fields_in(&headings, words), headings }
    });
    let found = joined.into_iter().fold(alone, better);
    (found.fields >= 2).then_some(found)
}

fn fields_in(cells: &[String], words: &Vocabulary<'_>) -> usize {
    let mut seen = Vec::new();
    for cell in cells.iter().filter(|cell| cell.len() <= 400) {
        let named = match words.read(cell) {
            Named::Field(at) => at,
            Named::Several(fields) => fields.first().copied().unwrap_or_default(),
            Named::Bookkeeping | Named::Unknown => continue,
        };
        if !seen.contains(&named) {
            seen.push(named);
        }
    }
    seen.len()
}

/// A two-row header: 行政相对人 above 名称 and 代码. The upper cell reaches right over blanks (a merged cell).
fn join(upper: &[String], lower: &[String], words: &Vocabulary<'_>) -> Vec<String> {
    let mut reach = "";
    let width = upper.len().max(lower.len());
    (0..width)
        .map(|at| {
            let above = upper.get(at).map_or("", String::as_str);
            let below = lower.get(at).map_or("", String::as_str);
            if !is_blank_heading(above) {
                reach = above;
            }
            joined_heading(above, below, reach, words)
        })
        .collect()
}

fn joined_heading(above: &str, below: &str, reach: &str, words: &Vocabulary<'_>) -> String {
    let known = |heading: &str| matches!(words.read(heading), Named::Field(_) | Named::Several(_));
    let both = format!("{reach}{below}");
    if known(above) || is_blank_heading(below) {
        above.to_owned()
    } else if known(below) {
        below.to_owned()
    } else if known(&both) {
        both
    } else {
        above.to_owned()
    }
}

/// Headings without empty columns at the end and without the two that a marked-up sheet adds.
fn trimmed(mut headings: Vec<String>) -> Vec<String> {
    drop_blank_tail(&mut headings);
    let marked = headings.len() >= 2
        && headings
            .iter()
            .rev()
            .zip(MARK_HEADINGS.iter().rev())
            .all(|(heading, mark)| heading.trim() == *mark);
    if marked {
        headings.truncate(headings.len() - 2);
        drop_blank_tail(&mut headings);
    }
    headings
}

fn drop_blank_tail(headings: &mut Vec<String>) {
    while headings.last().is_some_and(|heading| is_blank_heading(heading)) {
        headings.pop();
    }
}

fn digest_of(headings: &[String]) -> String {
    let mut hash = Sha256::new();
    hash.update(b"xinheng/shape/v1\0");
    for heading in headings {
        hash.update(shape_key(heading).as_bytes());
        hash.update(b"\0");
    }
    hex::encode(hash.finalize())
}

/// Without headings, a sheet is known by how many columns it has and what each holds.
fn digest_without_header(sample: &[Vec<String>]) -> String {
    let mut hash = Sha256::new();
    hash.update(b"xinheng/shape/v1/no-header\0");
    for profile in Profile::columns(sample.iter()) {
        hash.update(profile.content().word().as_bytes());
        hash.update(b"\0");
    }
    hex::encode(hash.finalize())
}
