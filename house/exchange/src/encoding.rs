//! Which encoding a text file is in: decided once, for the whole file, before the first row (T13).
//!
//! The order is the mark at the start, strict UTF-8, else GB18030. Decoding itself is `text.rs`; a
//! guess is never used to decode, only to add a note.

use std::io::{Read, Seek, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use crate::DecodeFault;

/// The encodings that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Utf8,
    Gb18030,
}

/// The decision, with what is needed to explain a failure later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub coding: Coding,
    /// Bytes of the mark at the start; 0 when there is none.
    pub mark: usize,
    /// Few and odd non-ASCII characters: valid UTF-8, but a detector would say otherwise.
    pub doubtful: bool,
}

impl Verdict {
    /// As shown to people and kept with the batch: `UTF-8`, `UTF-8+BOM`, `GB18030`, `GB18030+BOM`.
    pub(crate) fn name(self) -> &'static str {
        match (self.coding, self.mark) {
            (Coding::Utf8, 0) => "UTF-8",
            (Coding::Utf8, _) => "UTF-8+BOM",
            (Coding::Gb18030, 0) => "GB18030",
            (Coding::Gb18030, _) => "GB18030+BOM",
        }
    }
}

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const GB18030_MARK: &[u8] = b"\x84\x31\x95\x33";
/// Evidence from which on a file that fails as UTF-8 is a damaged UTF-8 file and not GB18030. A GB 2312
/// character passes for two bytes of UTF-8 in about one case of seven, and three for two sequences of
/// three bytes in fewer than one of a thousand; so a long sequence weighs five times a short one.
const SURELY_UTF8: u64 = 16;
const LONG_WEIGHS: u64 = 5;

/// Reads the whole file once and rewinds it.
pub(crate) fn decide<R: Read + Seek>(source: &mut R, head: &[u8]) -> Result<Verdict, DecodeFault> {
    let marked = |coding, mark| Verdict { coding, mark, doubtful: false };
    if head.starts_with(UTF8_MARK) {
        return Ok(marked(Coding::Utf8, UTF8_MARK.len()));
    }
    if head.starts_with(GB18030_MARK) {
        return Ok(marked(Coding::Gb18030, GB18030_MARK.len()));
    }
    source.seek(SeekFrom::Start(0))?;
    let survey = Survey::of(source)?;
    source.seek(SeekFrom::Start(0))?;
    let coding =
        if survey.valid || survey.evidence() >= SURELY_UTF8 { Coding::Utf8 } else { Coding::Gb18030 };
    let doubtful = survey.valid && survey.is_odd() && guess_is_chinese(head);
    Ok(Verdict { coding, mark: 0, doubtful })
}

/// What one pass over the bytes finds, up to the first byte that is not UTF-8.
#[derive(Default)]
struct Survey {
    valid: bool,
    sequences: u64,
    long_sequences: u64,
}

impl Survey {
    fn of<R: Read>(source: &mut R) -> Result<Self, DecodeFault> {
        let mut survey = Self { valid: true, ..Self::default() };
        let mut buffer = vec![0_u8; 256 << 10];
        let mut kept = 0;
        loop {
            let read = source.read(buffer.get_mut(kept..).unwrap_or_default())?;
            let window = buffer.get(..kept + read).unwrap_or_default();
            let (good, broken) = match std::str::from_utf8(window) {
                Ok(text) => (text.len(), false),
                Err(error) => (error.valid_up_to(), error.error_len().is_some() || read == 0),
            };
            survey.count(window.get(..good).unwrap_or_default());
            survey.valid = !broken;
            if broken || read == 0 {
                return Ok(survey);
            }
            kept = window.len() - good;
            buffer.copy_within(good..good + kept, 0);
        }
    }

    fn count(&mut self, valid: &[u8]) {
        if self.sequences < SURELY_UTF8 && !valid.is_ascii() {
            self.sequences += valid.iter().filter(|byte| **byte >= 0xC0).count() as u64;
            self.long_sequences += valid.iter().filter(|byte| **byte >= 0xE0).count() as u64;
        }
    }

    fn evidence(&self) -> u64 {
        self.sequences + (LONG_WEIGHS - 1) * self.long_sequences
    }

    /// Non-ASCII characters, few, and none of them where Chinese lies in UTF-8.
    fn is_odd(&self) -> bool {
        (1..SURELY_UTF8).contains(&self.sequences) && self.long_sequences == 0
    }
}

fn guess_is_chinese(head: &[u8]) -> bool {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    guess == encoding_rs::GBK || guess == encoding_rs::GB18030
}

#[cfg(test)]
mod tests;
