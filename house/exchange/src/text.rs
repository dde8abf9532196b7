//! A strict, streaming decoder to UTF-8: bytes in, text out, or the line and byte that is not text.
//!
//! It hashes and counts exactly the bytes it decodes, removes the mark at the start, turns every line
//! end into `\n`, and refuses NUL. It never replaces a character and never skips a byte (T13).
//!
//! GB18030 is that of 2022: against older tables 19 code points moved out of the private use area, and
//! A3A0 reads as the ideographic space; all other sequences read as in Python's codec (compared one by one).

use std::io::Read;

use encoding_rs::{Decoder, DecoderResult, GB18030};
use sha2::{Digest, Sha256};

use crate::DecodeFault;
use crate::encoding::{Coding, Verdict};

const CHUNK: usize = 64 << 10;

/// Decoded text of one file, as a `Read`. Faults travel inside `io::Error`.
pub(crate) struct TextStream<R> {
    source: R,
    verdict: Verdict,
    decoder: Decoder,
    /// Bytes read and not yet decoded; only the tail of an unfinished character between two fills.
    raw: Vec<u8>,
    /// Decoded text, delivered up to `given`.
    out: Vec<u8>,
    given: usize,
    ended: bool,
    /// The mark at the start has been taken off the raw bytes.
    unmarked: bool,
    /// Nothing but marks has been delivered yet.
    at_start: bool,
    /// The last character delivered was a carriage return, turned into a line feed.
    after_return: bool,
    /// `raw` begins with a whole character.
    aligned: bool,
    place: Place,
    bytes: u64,
    bytes_max: u64,
    digest: Sha256,
}

/// Where the undecoded bytes begin.
#[derive(Clone, Copy, Default)]
struct Place {
    /// Line ends so far.
    lines: u64,
    /// Bytes since the last line end.
    since: u64,
    /// The last byte was a carriage return: a line feed now ends no further line.
    after_return: bool,
}

impl Place {
    fn pass(&mut self, bytes: &[u8]) {
        let Some(last) = bytes.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')) else {
            self.since += bytes.len() as u64;
            self.after_return &= bytes.is_empty();
            return;
        };
        if self.after_return || bytes.contains(&b'\r') {
            for byte in bytes {
                self.lines += u64::from(*byte == b'\r' || (*byte == b'\n' && !self.after_return));
                self.after_return = *byte == b'\r';
            }
        } else {
            self.lines += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        }
        self.since = (bytes.len() - last - 1) as u64;
    }
}

impl<R: Read> TextStream<R> {
    pub(crate) fn new(source: R, verdict: Verdict, bytes_max: u64) -> Self {
        Self {
            source,
            verdict,
            decoder: GB18030.new_decoder_without_bom_handling(),
            raw: Vec::with_capacity(CHUNK + 8),
            out: Vec::with_capacity(2 * CHUNK),
            given: 0,
            ended: false,
            unmarked: verdict.mark == 0,
            at_start: true,
            after_return: false,
            aligned: true,
            place: Place::default(),
            bytes: 0,
            bytes_max,
            digest: Sha256::new(),
        }
    }

    /// SHA-256 in hexadecimal and number of the bytes received; call after the end was read.
    pub(crate) fn receipt(self) -> (String, u64) {
        (hex::encode(self.digest.finalize()), self.bytes)
    }

    fn fill(&mut self) -> Result<(), DecodeFault> {
        self.out.clear();
        self.given = 0;
        while self.out.is_empty() && !self.ended {
            let kept = self.raw.len();
            let read = (&mut self.source).take(CHUNK as u64).read_to_end(&mut self.raw)?;
            self.ended = read < CHUNK;
            self.admit(kept)?;
            match self.verdict.coding {
                Coding::Utf8 => self.decode_utf8()?,
                Coding::Gb18030 => self.decode_gb18030()?,
            }
            if !self.out.is_empty() {
                self.drop_marks();
                self.unify_line_ends();
            }
        }
        Ok(())
    }

    /// Counts and hashes what has just been read, takes the mark off, refuses NUL.
    fn admit(&mut self, kept: usize) -> Result<(), DecodeFault> {
        let fresh = self.raw.get(kept..).unwrap_or_default();
        self.bytes += fresh.len() as u64;
        if self.bytes > self.bytes_max {
            return Err(DecodeFault::TooLarge { bytes_max: self.bytes_max });
        }
        self.digest.update(fresh);
        if let Some(at) = fresh.contains(&0).then(|| fresh.iter().position(|byte| *byte == 0)).flatten() {
            let (line, byte) = self.line_and_byte(kept + at);
            return Err(DecodeFault::Nul { line, byte });
        }
        if !self.unmarked {
            self.unmarked = true;
            self.raw.drain(..self.verdict.mark.min(self.raw.len()));
            self.place.since = self.verdict.mark as u64;
        }
        Ok(())
    }

    fn decode_utf8(&mut self) -> Result<(), DecodeFault> {
        let good = match std::str::from_utf8(&self.raw) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() && !self.ended => error.valid_up_to(),
            Err(error) => {
                let bad = error.error_len().unwrap_or(self.raw.len() - error.valid_up_to());
                return Err(self.not_text(error.valid_up_to(), bad));
            }
        };
        let (text, rest) = self.raw.split_at(good);
        self.out.extend_from_slice(text);
        self.place.pass(text);
        let kept = rest.len();
        self.raw.copy_within(good.., 0);
        self.raw.truncate(kept);
        Ok(())
    }

    fn decode_gb18030(&mut self) -> Result<(), DecodeFault> {
        // A byte below 0x30 always stands alone, so a chunk cut after one holds only whole characters.
        let cut = if self.ended { None } else { self.raw.iter().rposition(|byte| *byte < 0x30) };
        let tail = self.raw.split_off(cut.map_or(self.raw.len(), |at| at + 1));
        self.out.resize(self.raw.len() * 3 + 16, 0);
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(&self.raw, &mut self.out, self.ended);
        self.out.truncate(written);
        match result {
            DecoderResult::InputEmpty => {}
            DecoderResult::OutputFull => return Err(self.not_text(read, 1)),
            DecoderResult::Malformed(bad, after) => {
                let at = read.saturating_sub(usize::from(bad) + usize::from(after));
                return Err(self.not_text(at, usize::from(bad)));
            }
        }
        if let Some(at) = self.lone_euro() {
            return Err(self.not_text(at, 1));
        }
        self.aligned = cut.is_some();
        self.place.pass(&self.raw);
        self.raw = tail;
        Ok(())
    }

    /// The browsers' table reads the lone byte 0x80 as €; the national standard has no such character.
    /// Walking character by character tells it from 0x80 as a second byte.
    fn lone_euro(&self) -> Option<usize> {
        if !self.raw.contains(&0x80) {
            return None;
        }
        let resume = || self.raw.iter().position(|byte| *byte < 0x30).unwrap_or(self.raw.len());
        let mut at = if self.aligned { 0 } else { resume() };
        while let Some(lead) = self.raw.get(at) {
            at += match (lead, self.raw.get(at + 1)) {
                (0x80, _) => return Some(at),
                (0x81..=0xFE, Some(0x30..=0x39)) => 4,
                (0x81..=0xFE, _) => 2,
                _ => 1,
            };
        }
        None
    }

    fn not_text(&self, at: usize, bad: usize) -> DecodeFault {
        let (line, byte) = self.line_and_byte(at);
        let found = self.raw.get(at..at.saturating_add(bad.max(1)).min(self.raw.len())).unwrap_or_default();
        DecodeFault::NotText {
            encoding: match self.verdict.coding {
                Coding::Utf8 => "UTF-8".to_owned(),
                Coding::Gb18030 => "GB18030".to_owned(),
            },
            declared: self.verdict.mark > 0,
            line,
            byte,
            found: hex::encode_upper(found),
        }
    }

    fn line_and_byte(&self, at: usize) -> (u64, u64) {
        let mut place = self.place;
        place.pass(self.raw.get(..at).unwrap_or_default());
        (place.lines + 1, place.since + 1)
    }

    /// Some programs write the mark twice.
    fn drop_marks(&mut self) {
        while self.at_start && self.out.starts_with(b"\xEF\xBB\xBF") {
            self.out.drain(..3);
        }
        self.at_start &= self.out.is_empty();
    }

    fn unify_line_ends(&mut self) {
        let skip_first = std::mem::take(&mut self.after_return) && self.out.first() == Some(&b'\n');
        if skip_first {
            self.out.remove(0);
        }
        if !self.out.contains(&b'\r') {
            return;
        }
        self.after_return = self.out.last() == Some(&b'\r');
        let mut previous = 0;
        self.out.retain_mut(|byte| {
            let double = previous == b'\r' && *byte == b'\n';
            previous = *byte;
            if *byte == b'\r' {
                *byte = b'\n';
            }
            !double
        });
    }
}

impl<R: Read> Read for TextStream<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.given == self.out.len() {
            self.fill()?;
        }
        let ready = self.out.get(self.given..).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        if let (Some(from), Some(to)) = (ready.get(..count), buffer.get_mut(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
