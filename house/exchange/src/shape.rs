//! What a file is, by its content. The file name is never asked: 11 of 160 real files lie in theirs.
//!
//! Not a full identification: it separates the shapes we read from the formats people send by
//! mistake. Whatever is neither is taken for CSV and must then be strict text.

use serde::{Deserialize, Serialize};

use crate::ole;
use crate::{DecodeFault, Foreign};

/// The shapes that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Delimited text.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
    /// A workbook of Excel 97–2003 (BIFF8), whatever its name.
    Xls,
    /// One JSON object a line.
    Ndjson,
    /// One JSON document with an array of objects in it.
    Json,
}

impl Shape {
    /// `csv`, `xlsx`, `xls`, `ndjson` or `json`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ndjson => "ndjson",
            Self::Json => "json",
        }
    }
}

/// First bytes of formats that are refused.
const MAGIC: &[(&[u8], Foreign)] = &[
    (b"\x09\x08\x10\x00\x00\x06", Foreign::Xls), // BIFF8 without a container
    (b"\x09\x08\x08\x00\x00\x05", Foreign::Xls), // BIFF5
    (b"\x09\x04\x06\x00", Foreign::Xls),         // BIFF4
    (b"\x09\x02\x06\x00", Foreign::Xls),         // BIFF3
    (b"\x09\x00\x04\x00", Foreign::Xls),         // BIFF2
    (b"Rar!\x1A\x07", Foreign::Archive),
    (b"7z\xBC\xAF\x27\x1C", Foreign::Archive),
    (b"\x1F\x8B\x08", Foreign::Archive),
    (b"%PDF-", Foreign::Pdf),
    (b"{\\rtf", Foreign::Rtf),
    (b"\x89PNG\r\n", Foreign::Picture),
    (b"\xFF\xD8\xFF", Foreign::Picture),
    (b"GIF8", Foreign::Picture),
    (b"\xFF\xFE", Foreign::Utf16),
    (b"\xFE\xFF", Foreign::Utf16),
    (b"\x00\x00\xFE\xFF", Foreign::Utf16),
];

/// Decides from the first bytes (at most 64 KiB are of use). Of text that begins with an object, the decoder itself
/// decides between lines and a document, once the encoding is known.
pub(crate) fn sniff(head: &[u8]) -> Result<Shape, DecodeFault> {
    if [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| head.starts_with(magic)) {
        return Ok(Shape::Xlsx);
    }
    if head.starts_with(ole::MAGIC) {
        return Ok(Shape::Xls);
    }
    if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(DecodeFault::foreign(*format));
    }
    if looks_like_utf16(head) {
        return Err(DecodeFault::foreign(Foreign::Utf16));
    }
    sniff_text(head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start())
}

fn sniff_text(text: &[u8]) -> Result<Shape, DecodeFault> {
    let second = text.get(1..).unwrap_or_default().trim_ascii_start().first().copied();
    match (text.first(), second) {
        (Some(b'{'), Some(b'"' | b'}')) => Ok(Shape::Ndjson),
        (Some(b'['), Some(b'{')) => Ok(Shape::Json),
        (Some(b'<'), Some(b'a'..=b'z' | b'A'..=b'Z' | b'!' | b'?')) => {
            Err(DecodeFault::foreign(markup(text)))
        }
        _ => Ok(Shape::Csv),
    }
}

fn markup(text: &[u8]) -> Foreign {
    let head = String::from_utf8_lossy(text).to_ascii_lowercase();
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") || head.contains("<workbook") {
        Foreign::SpreadsheetMl
    } else if ["<html", "<table", "<!doctype html", "<meta", "<body", "<style"]
        .iter()
        .any(|tag| head.contains(tag))
    {
        Foreign::Html
    } else {
        Foreign::Xml
    }
}

/// UTF-16 without a mark: in a table of any language every second byte of the separators is NUL.
fn looks_like_utf16(head: &[u8]) -> bool {
    let pairs = head.chunks_exact(2);
    let little = |pair: &&[u8]| matches!(pair, [b',' | b'\n' | b'\t' | b'0'..=b'9', 0]);
    let big = |pair: &&[u8]| matches!(pair, [0, b',' | b'\n' | b'\t' | b'0'..=b'9']);
    let found = pairs.clone().filter(little).count().max(pairs.clone().filter(big).count());
    found >= 2 && found * 50 >= pairs.len()
}

#[cfg(test)]
mod tests;
