//! What an old workbook says before its sheets: their names and places, the shared strings, which cell formats are
//! dates, from which day they count. Not the cells (`xls.rs`).

use std::collections::{HashMap, HashSet};

use crate::biff::{Parts, Record, Records, broken, kind, u16_at, u32_at};
use crate::fault::shown;
use crate::{DecodeFault, Foreign, Limits, Note};

/// Cell formats of one workbook (Excel 2003 allows 4,000).
const FORMATS_MAX: usize = 65_536;

/// How a number in a cell is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    Number,
    Moment,
    Duration,
}

/// A sheet to read.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub name: String,
    pub at: usize,
}

/// What stands before the sheets.
#[derive(Debug, Default)]
pub(crate) struct Globals {
    pub sheets: Vec<Sheet>,
    pub strings: Vec<Box<str>>,
    pub from_1904: bool,
    pub notes: Vec<Note>,
    cells: Vec<u16>,
    codes: HashMap<u16, Meant>,
    places: HashSet<usize>,
    text: u64,
}

impl Globals {
    /// Reads them from the beginning of the stream.
    pub(crate) fn read(stream: &[u8], limits: &Limits) -> Result<Self, DecodeFault> {
        let mut records = Records::new(stream, 0);
        let begin = records.next()?.filter(|record| record.kind == kind::BEGIN);
        let begin = begin.ok_or_else(|| broken("no beginning"))?;
        if u16_at(begin.bytes(), 0) != Some(0x0600) {
            return Err(DecodeFault::foreign(Foreign::Xls));
        }
        let mut globals = Self::default();
        while let Some(record) = records.next()? {
            if record.kind == kind::END {
                return Ok(globals);
            }
            globals.take(&record, limits)?;
        }
        Err(broken("no end before the sheets"))
    }

    /// How a cell of this format means its number.
    pub(crate) fn meant(&self, cell_format: u16) -> Meant {
        let code = self.cells.get(usize::from(cell_format)).copied().unwrap_or_default();
        self.codes.get(&code).copied().unwrap_or_else(|| built_in(code))
    }

    fn take(&mut self, record: &Record, limits: &Limits) -> Result<(), DecodeFault> {
        let bytes = record.bytes();
        match record.kind {
            kind::FILE_PASS => return Err(DecodeFault::Encrypted),
            kind::DATE_MODE => self.from_1904 = u16_at(bytes, 0) == Some(1),
            kind::XF => self.cells.push(u16_at(bytes, 2).ok_or_else(|| broken("cell format"))?),
            kind::FORMAT => self.format(record)?,
            kind::BOUND_SHEET => self.sheet(record, limits)?,
            kind::STRINGS => self.read_strings(record, limits)?,
            kind::SUP_BOOK if !matches!(u16_at(bytes, 2), Some(0x0401 | 0x3A01)) => self.linked(),
            _ => {}
        }
        if self.cells.len() > FORMATS_MAX || self.codes.len() > FORMATS_MAX {
            return Err(broken("too many cell formats"));
        }
        Ok(())
    }

    fn linked(&mut self) {
        if !self.notes.contains(&Note::ExternalLinks) {
            self.notes.push(Note::ExternalLinks);
        }
    }

    fn format(&mut self, record: &Record) -> Result<(), DecodeFault> {
        let mut parts = Parts::new(record, 0);
        let (code, length, flags) = (parts.u16()?, parts.u16()?, parts.byte()?);
        let text = parts.characters(usize::from(length), flags & 1 == 1)?;
        self.codes.insert(code, meant_by(&text));
        Ok(())
    }

    fn sheet(&mut self, record: &Record, limits: &Limits) -> Result<(), DecodeFault> {
        let mut parts = Parts::new(record, 0);
        let at = parts.u32()? as usize;
        let (state, what) = (parts.byte()? & 3, parts.byte()?);
        let (length, flags) = (parts.byte()?, parts.byte()?);
        let name = parts.characters(usize::from(length), flags & 1 == 1)?;
        if matches!(what, 1 | 6) {
            return Err(DecodeFault::Macros);
        }
        if self.places.len() >= limits.zip_parts_max as usize || !self.places.insert(at) {
            return Err(broken("too many sheets, or two at one place"));
        }
        match (what, state) {
            (0, 0) => self.sheets.push(Sheet { name, at }),
            (0, _) => self.notes.push(Note::HiddenSheet { name: shown(&name) }),
            _ => {}
        }
        Ok(())
    }

    /// The shared strings, up to the end of their record; the number that it promises is only checked, not believed.
    fn read_strings(&mut self, record: &Record, limits: &Limits) -> Result<(), DecodeFault> {
        if u32_at(record.bytes(), 4).is_none_or(|promised| promised > limits.strings_max) {
            return Err(broken("promised number of shared strings"));
        }
        let mut parts = Parts::new(record, 8);
        while !parts.is_empty() {
            let text = shared_string(&mut parts)?;
            self.text += text.len() as u64;
            if self.text > limits.strings_bytes_max || self.strings.len() >= limits.strings_max as usize {
                return Err(broken("too many shared strings"));
            }
            self.strings.push(text.into_boxed_str());
        }
        Ok(())
    }
}

/// A string with what may follow it: runs of fonts, phonetic hints.
fn shared_string(parts: &mut Parts) -> Result<String, DecodeFault> {
    let (length, flags) = (parts.u16()?, parts.byte()?);
    let runs = if flags & 8 == 8 { parts.u16()? } else { 0 };
    let hints = if flags & 4 == 4 { parts.u32()? } else { 0 };
    let text = parts.characters(usize::from(length), flags & 1 == 1)?;
    parts.skip(u64::from(runs) * 4 + u64::from(hints))?;
    Ok(text)
}

/// Formats that every workbook has without saying so; 27 to 36 and 50 to 58 are the East Asian dates.
fn built_in(code: u16) -> Meant {
    match code {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Meant::Moment,
        46 => Meant::Duration,
        _ => Meant::Number,
    }
}

/// What a written format means by its first section: letters of dates and clocks outside quotes and brackets make a
/// moment, hours, minutes or seconds alone in brackets a duration.
pub(crate) fn meant_by(format: &str) -> Meant {
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        match letter.to_ascii_lowercase() {
            ';' => return Meant::Number,
            '"' => drop(letters.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(letters.next()),
            '[' => {
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                if is_elapsed(&inside) {
                    return Meant::Duration;
                }
            }
            'd' | 'm' | 'y' | 'h' | 's' => return Meant::Moment,
            'a' if letters.as_str().starts_with(['/', 'm', 'M']) => return Meant::Moment,
            'g' if letters.as_str().get(..6).is_some_and(|rest| rest.eq_ignore_ascii_case("eneral")) => {
                letters.nth(5);
            }
            _ => {}
        }
    }
    Meant::Number
}

/// `h`, `mm`, `ss` and the like.
fn is_elapsed(inside: &str) -> bool {
    let first = inside.chars().next().unwrap_or_default().to_ascii_lowercase();
    matches!(first, 'h' | 'm' | 's') && inside.chars().all(|c| c.eq_ignore_ascii_case(&first))
}

#[cfg(test)]
mod tests;
