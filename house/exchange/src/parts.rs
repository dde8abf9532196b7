//! What the tags of a workbook's parts may say: the promises on which calamine would act blindly.
//!
//! A declared count is reserved before the strings are read, a cell reference is multiplied without a
//! check, a style is cloned for each format, and two sheets may name one part. Not a schema check.

use std::collections::HashSet;

use crate::xml_scan::local_name;
use crate::{DecodeFault, Limits};

/// Attributes of one tag; duplicates among many cost quadratic time.
const ATTRIBUTES_MAX: usize = 256;
/// Cell formats of one workbook (Excel allows 65,490).
const FORMATS_MAX: u32 = 65_536;
/// Bytes of a tag that each cell format copies: a font name or a number format.
const COPIED_TAG_MAX: usize = 1_024;
const GRID_ROWS: u32 = 1_048_576;
const GRID_COLUMNS: u32 = 16_384;
/// Parts with these endings are not scanned, so nothing that is parsed may lie in them.
const BINARY: &[&str] =
    &["bin", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "wdp", "ico"];

/// Rules over all parts of one workbook, with what they remember.
pub(crate) struct Rules<'l> {
    pub limits: &'l Limits,
    /// The workbook draws values from other files.
    pub external_links: bool,
    strings: u32,
    formats: u32,
    sheets: HashSet<Vec<u8>>,
    sheet_parts: HashSet<Vec<u8>>,
}

impl<'l> Rules<'l> {
    pub(crate) fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            external_links: false,
            strings: 0,
            formats: 0,
            sheets: HashSet::new(),
            sheet_parts: HashSet::new(),
        }
    }

    /// Checks one start tag, given without its brackets.
    pub(crate) fn tag(&mut self, part: &str, tag: &[u8]) -> Result<(), DecodeFault> {
        let name = local_name(tag);
        let verdict = match name {
            b"c" | b"row" => check_reference(tag),
            b"dimension" => check_dimension(tag),
            b"si" => self.count_string(),
            b"sst" => self.check_declared_strings(tag),
            b"xf" => self.count_format(tag),
            b"numFmt" | b"name" | b"font" if tag.len() > COPIED_TAG_MAX => Err("style tag too long"),
            b"Relationship" => self.check_relationship(tag),
            b"sheet" => self.check_sheet(tag),
            b"Override" | b"Default" if contains(tag, b"macroEnabled") || contains(tag, b"vbaProject") => {
                return Err(DecodeFault::Macros);
            }
            b"ddeLink" | b"externalReference" => {
                self.external_links = true;
                Ok(())
            }
            _ if tag.len() > COPIED_TAG_MAX => check_attributes(tag),
            _ => Ok(()),
        };
        verdict.map_err(|detail| DecodeFault::broken(part, detail))
    }

    fn count_string(&mut self) -> Result<(), &'static str> {
        self.strings += 1;
        if self.strings > self.limits.strings_max { Err("too many shared strings") } else { Ok(()) }
    }

    fn check_declared_strings(&self, tag: &[u8]) -> Result<(), &'static str> {
        for (key, value) in attributes(tag) {
            let count = std::str::from_utf8(value).ok().and_then(|text| text.parse::<u32>().ok());
            if key == b"uniqueCount" && count.is_none_or(|count| count > self.limits.strings_max) {
                return Err("declared number of shared strings");
            }
        }
        Ok(())
    }

    fn count_format(&mut self, tag: &[u8]) -> Result<(), &'static str> {
        self.formats += 1;
        if self.formats > FORMATS_MAX { Err("too many cell formats") } else { check_attributes(tag) }
    }

    fn check_relationship(&mut self, tag: &[u8]) -> Result<(), &'static str> {
        let get = |wanted: &[u8]| {
            attributes(tag).find(|(key, _)| *key == wanted).map_or(&b""[..], |(_, value)| value)
        };
        let (target, kind) = (get(b"Target"), get(b"Type"));
        let kind = kind.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        self.external_links |= matches!(kind, b"externalLinkPath" | b"externalLink");
        let parsed = matches!(kind, b"worksheet" | b"chartsheet" | b"dialogsheet" | b"officeDocument");
        if !parsed {
            return Ok(());
        }
        let name = String::from_utf8_lossy(target);
        if is_binary(&name) || name.contains('&') {
            return Err("a parsed part must be XML");
        }
        if kind != b"officeDocument" && !self.sheet_parts.insert(target.to_ascii_lowercase()) {
            return Err("two sheets name one part");
        }
        Ok(())
    }

    fn check_sheet(&mut self, tag: &[u8]) -> Result<(), &'static str> {
        for (key, value) in attributes(tag) {
            if (key == b"id" || key.ends_with(b":id")) && !self.sheets.insert(value.to_vec()) {
                return Err("two sheets name one relationship");
            }
        }
        if self.sheets.len() as u64 > u64::from(self.limits.zip_parts_max) {
            return Err("too many sheets");
        }
        Ok(())
    }
}

/// True for a part that is not XML by its ending.
pub(crate) fn is_binary(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    BINARY.contains(&ending.as_str())
}

fn check_attributes(tag: &[u8]) -> Result<(), &'static str> {
    if attributes(tag).take(ATTRIBUTES_MAX + 1).count() > ATTRIBUTES_MAX {
        Err("too many attributes")
    } else {
        Ok(())
    }
}

fn check_reference(tag: &[u8]) -> Result<(), &'static str> {
    check_attributes(tag)?;
    let wrong = attributes(tag).any(|(key, value)| key == b"r" && position(value).is_none());
    if wrong { Err("cell reference") } else { Ok(()) }
}

fn check_dimension(tag: &[u8]) -> Result<(), &'static str> {
    for (_, value) in attributes(tag).filter(|(key, _)| *key == b"ref") {
        let mut ends = value.split(|byte| *byte == b':').map(position);
        let first = ends.next().flatten().ok_or("dimension")?;
        let last = ends.next().unwrap_or(Some(first)).ok_or("dimension")?;
        if ends.next().is_some() || last.0 < first.0 || last.1 < first.1 {
            return Err("dimension");
        }
    }
    Ok(())
}

/// Row and column of a reference such as `AB12`, or of a bare row number (column 0).
fn position(reference: &[u8]) -> Option<(u32, u32)> {
    let letters = reference.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, digits) = reference.split_at(letters);
    if letters.len() > 3 || digits.is_empty() || digits.len() > 7 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let fold = |base: u32, zero: u8| {
        move |sum: u32, byte: &u8| sum * base + u32::from(byte.to_ascii_uppercase() - zero)
    };
    let column = letters.iter().fold(0, fold(26, b'A' - 1));
    let row = digits.iter().fold(0, fold(10, b'0'));
    ((1..=GRID_ROWS).contains(&row) && column <= GRID_COLUMNS).then_some((row, column))
}

/// Attributes of a tag as `(key, raw value)`, read as calamine reads them.
pub(crate) fn attributes(tag: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let start = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
    let mut rest = tag.get(start..).unwrap_or_default();
    std::iter::from_fn(move || {
        let equals = rest.iter().position(|byte| *byte == b'=')?;
        let key = rest.get(..equals)?.trim_ascii();
        let after = rest.get(equals + 1..)?.trim_ascii_start();
        let (quote, value) = after.split_first()?;
        let end = value.iter().position(|byte| byte == quote)?;
        rest = value.get(end + 1..)?;
        Some((key, value.get(..end)?))
    })
}

fn contains(tag: &[u8], word: &[u8]) -> bool {
    tag.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests;
