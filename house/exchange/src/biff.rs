//! Records of an old workbook's stream ([MS-XLS] 2.1.4): a type, a length, bytes, and those of the CONTINUE records
//! behind it. Not their meaning (`xls.rs`).

use crate::DecodeFault;

/// Types that are read; all others are passed over.
pub(crate) mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000A;
    pub const DATE_MODE: u16 = 0x0022;
    pub const FILE_PASS: u16 = 0x002F;
    pub const CONTINUE: u16 = 0x003C;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const MUL_RK: u16 = 0x00BD;
    pub const MUL_BLANK: u16 = 0x00BE;
    pub const RICH_STRING: u16 = 0x00D6;
    pub const XF: u16 = 0x00E0;
    pub const STRINGS: u16 = 0x00FC;
    pub const LABEL_SST: u16 = 0x00FD;
    pub const SUP_BOOK: u16 = 0x01AE;
    pub const BLANK: u16 = 0x0201;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOL_OR_ERROR: u16 = 0x0205;
    pub const STRING: u16 = 0x0207;
    pub const RK: u16 = 0x027E;
    pub const FORMAT: u16 = 0x041E;
    pub const BEGIN: u16 = 0x0809;
}

/// The CONTINUE records behind one record at most (each holds up to 8 KiB).
const CONTINUES_MAX: usize = 1 << 20;

/// One record.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub kind: u16,
    /// Its own bytes, then those of each CONTINUE record.
    pub parts: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    /// Its own bytes.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.parts.first().copied().unwrap_or_default()
    }
}

/// Walks the records of a stream.
pub(crate) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    /// From this place of the stream on.
    pub(crate) fn new(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// How far it got.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The next record with what continues it; `None` at the very end of the stream.
    pub(crate) fn next(&mut self) -> Result<Option<Record<'a>>, DecodeFault> {
        let Some((kind, bytes)) = self.one()? else { return Ok(None) };
        let mut parts = vec![bytes];
        while self.stream.get(self.at..self.at + 2) == Some(&kind::CONTINUE.to_le_bytes()) {
            if parts.len() > CONTINUES_MAX {
                return Err(broken("too many continued records"));
            }
            parts.extend(self.one()?.map(|(_, bytes)| bytes));
        }
        Ok(Some(Record { kind, parts }))
    }

    fn one(&mut self) -> Result<Option<(u16, &'a [u8])>, DecodeFault> {
        let rest = self.stream.get(self.at..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        let (Some(kind), Some(length)) = (u16_at(rest, 0), u16_at(rest, 2)) else {
            return Err(broken("record cut off"));
        };
        let end = 4 + usize::from(length);
        let bytes = rest.get(4..end).ok_or_else(|| broken("record cut off"))?;
        self.at += end;
        Ok(Some((kind, bytes)))
    }
}

/// Reads through the parts of one record. Characters that run over into the next part begin there with a byte of
/// their own that says how wide they are; everything else runs over without one.
pub(crate) struct Parts<'r, 'a> {
    rest: &'a [u8],
    more: std::slice::Iter<'r, &'a [u8]>,
}

impl<'r, 'a> Parts<'r, 'a> {
    /// From byte `skip` of the first part on.
    pub(crate) fn new(record: &'r Record<'a>, skip: usize) -> Self {
        let mut more = record.parts.iter();
        let first = more.next().copied().unwrap_or_default();
        Self { rest: first.get(skip..).unwrap_or_default(), more }
    }

    /// Nothing left in any part.
    pub(crate) fn is_empty(&mut self) -> bool {
        while self.rest.is_empty() {
            match self.more.next() {
                Some(part) => self.rest = part,
                None => return true,
            }
        }
        false
    }

    pub(crate) fn byte(&mut self) -> Result<u8, DecodeFault> {
        if self.is_empty() {
            return Err(broken("string cut off"));
        }
        let (byte, rest) = self.rest.split_first().ok_or_else(|| broken("string cut off"))?;
        self.rest = rest;
        Ok(*byte)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, DecodeFault> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, DecodeFault> {
        Ok(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    pub(crate) fn skip(&mut self, bytes: u64) -> Result<(), DecodeFault> {
        let mut left = bytes;
        while left > 0 {
            if self.is_empty() {
                return Err(broken("string cut off"));
            }
            let step = usize::try_from(left).unwrap_or(usize::MAX).min(self.rest.len());
            self.rest = self.rest.get(step..).unwrap_or_default();
            left -= step as u64;
        }
        Ok(())
    }

    /// So many characters, `wide` ones of two bytes.
    pub(crate) fn characters(&mut self, count: usize, mut wide: bool) -> Result<String, DecodeFault> {
        let mut units = Vec::with_capacity(count.min(self.rest.len()));
        while units.len() < count {
            if self.rest.is_empty() {
                self.rest = self.more.next().copied().ok_or_else(|| broken("string cut off"))?;
                wide = self.byte()? & 1 == 1;
                continue;
            }
            let width = if wide { 2 } else { 1 };
            let here = (self.rest.len() / width).min(count - units.len());
            if here == 0 {
                return Err(broken("half a character"));
            }
            let (taken, rest) = self.rest.split_at_checked(here * width).unwrap_or((self.rest, &[]));
            self.rest = rest;
            if wide {
                units.extend(taken.chunks_exact(2).map(|pair| u16_at(pair, 0).unwrap_or_default()));
            } else {
                units.extend(taken.iter().map(|byte| u16::from(*byte)));
            }
        }
        String::from_utf16(&units).map_err(|_| broken("half a surrogate"))
    }
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

pub(crate) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..at + 8)?.try_into().ok().map(f64::from_le_bytes)
}

pub(crate) fn broken(detail: &str) -> DecodeFault {
    DecodeFault::broken("Workbook", detail)
}
