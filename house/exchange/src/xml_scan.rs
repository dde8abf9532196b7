//! A byte scanner that every XML part passes before a real parser sees it.
//!
//! It accepts less than XML: UTF-8 only, no document type, no `<` inside a tag, bounded tags, texts and
//! attribute counts. What it accepts, no two parsers can read differently as to where tags begin. It is
//! not a parser: names, nesting and entities are left to calamine's.

use crate::DecodeFault;
use crate::fault::shown;
use crate::parts::Rules;

/// Bytes of one tag; the longest honest ones list the ranges of a validation.
const TAG_MAX: usize = 256 << 10;
/// Bytes of one text, and of all texts of one cell: 32,767 characters, each written as an escape.
const TEXT_MAX: u64 = 1 << 20;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// After `<`, until it is clear what follows.
    Opening,
    Start,
    Quoted(u8),
    End,
    Instruction,
    Comment,
    Data,
}

/// Scans one part, chunk by chunk.
pub(crate) struct XmlScan<'r, 'l> {
    part: &'r str,
    rules: &'r mut Rules<'l>,
    state: State,
    tag: Vec<u8>,
    text: u64,
    cell_text: u64,
    in_cell: bool,
    seen: u64,
}

impl<'r, 'l> XmlScan<'r, 'l> {
    pub(crate) fn new(part: &'r str, rules: &'r mut Rules<'l>) -> Self {
        let tag = Vec::with_capacity(256);
        Self { part, rules, state: State::Text, tag, text: 0, cell_text: 0, in_cell: false, seen: 0 }
    }

    /// Takes the next bytes of the part.
    pub(crate) fn take(&mut self, chunk: &[u8]) -> Result<(), DecodeFault> {
        if chunk.contains(&0)
            || (self.seen == 0 && (chunk.starts_with(b"\xFF") || chunk.starts_with(b"\xFE")))
        {
            return Err(self.forbidden());
        }
        self.seen += chunk.len() as u64;
        let mut rest = chunk;
        while !rest.is_empty() {
            rest = if self.state == State::Text { self.text(rest)? } else { self.markup(rest)? };
        }
        Ok(())
    }

    /// The part is over: nothing may be left open.
    pub(crate) fn finish(self) -> Result<(), DecodeFault> {
        if self.state == State::Text { Ok(()) } else { Err(self.broken("ends inside a tag")) }
    }

    fn text<'c>(&mut self, rest: &'c [u8]) -> Result<&'c [u8], DecodeFault> {
        let length = rest.iter().position(|byte| *byte == b'<').unwrap_or(rest.len());
        self.text += length as u64;
        self.cell_text += if self.in_cell { length as u64 } else { 0 };
        if self.text.max(self.cell_text) > TEXT_MAX {
            return Err(self.too_long());
        }
        let after = rest.get(length + 1..).unwrap_or_default();
        if length < rest.len() {
            self.text = 0;
            self.tag.clear();
            self.state = State::Opening;
        }
        Ok(after)
    }

    fn markup<'c>(&mut self, rest: &'c [u8]) -> Result<&'c [u8], DecodeFault> {
        for (at, byte) in rest.iter().enumerate() {
            self.tag.push(*byte);
            self.step(*byte)?;
            if self.state == State::Text {
                return Ok(rest.get(at + 1..).unwrap_or_default());
            }
            if self.tag.len() > TAG_MAX && self.state != State::Data {
                return Err(self.broken("tag too long"));
            }
        }
        Ok(&[])
    }

    fn step(&mut self, byte: u8) -> Result<(), DecodeFault> {
        match (self.state, byte) {
            (State::Opening, _) => self.open(byte)?,
            (State::Start | State::Quoted(_) | State::End, b'<') => {
                return Err(self.broken("'<' inside a tag"));
            }
            (State::Start, b'"' | b'\'') => self.state = State::Quoted(byte),
            (State::Quoted(quote), _) if quote == byte => self.state = State::Start,
            (State::Start, b'>') => self.start_tag()?,
            (State::End, b'"' | b'\'') => return Err(self.broken("quote inside an end tag")),
            (State::End, b'>') => self.end_tag(),
            (State::Instruction, b'>') if self.tag.ends_with(b"?>") && self.tag.len() > 2 => {
                self.instruction()?;
            }
            (State::Comment, b'>') if self.tag.ends_with(b"-->") => self.comment()?,
            (State::Data, _) => self.data(byte)?,
            _ => {}
        }
        Ok(())
    }

    /// Decides what a `<` has begun; `<!` needs up to eight bytes.
    fn open(&mut self, byte: u8) -> Result<(), DecodeFault> {
        self.state = match self.tag.as_slice() {
            [b'/'] => State::End,
            [b'?'] => State::Instruction,
            [b'a'..=b'z' | b'A'..=b'Z' | b'_'] => State::Start,
            [b'!', b'-', b'-'] => State::Comment,
            b"![CDATA[" => State::Data,
            opening if b"!--".starts_with(opening) || b"![CDATA[".starts_with(opening) => State::Opening,
            [b'!', ..] => return Err(self.forbidden()),
            _ if byte >= 0x80 => State::Start,
            _ => return Err(self.broken("no tag after '<'")),
        };
        if self.state == State::Data {
            self.tag.clear();
        }
        Ok(())
    }

    fn start_tag(&mut self) -> Result<(), DecodeFault> {
        self.state = State::Text;
        let tag = self.tag.strip_suffix(b">").unwrap_or_default();
        let closed = tag.ends_with(b"/");
        let tag = tag.strip_suffix(b"/").unwrap_or(tag);
        if matches!(local_name(tag), b"c" | b"si" | b"is") {
            self.in_cell = !closed;
            self.cell_text = 0;
        }
        self.rules.tag(self.part, tag)
    }

    fn end_tag(&mut self) {
        self.state = State::Text;
        let tag = self.tag.strip_suffix(b">").unwrap_or_default();
        if matches!(local_name(tag.get(1..).unwrap_or_default()), b"c" | b"si") {
            self.in_cell = false;
            self.cell_text = 0;
        }
    }

    fn instruction(&mut self) -> Result<(), DecodeFault> {
        self.state = State::Text;
        let words = self.tag.to_ascii_lowercase();
        let words = String::from_utf8_lossy(&words);
        let Some((_, after)) = words.split_once("encoding") else { return Ok(()) };
        let name = after.trim_start_matches([' ', '\t', '\r', '\n', '=', '"', '\'']);
        if ["utf-8", "utf8", "us-ascii"].iter().any(|known| name.starts_with(known)) {
            return Ok(());
        }
        Err(self.forbidden())
    }

    /// `<!-->` is a comment to some parsers and the start of one to others.
    fn comment(&mut self) -> Result<(), DecodeFault> {
        if self.tag.len() < b"!---->".len() {
            return Err(self.broken("ambiguous comment"));
        }
        self.state = State::Text;
        Ok(())
    }

    /// CDATA counts as text; only its last two bytes are kept to find the end.
    fn data(&mut self, byte: u8) -> Result<(), DecodeFault> {
        self.text += 1;
        self.cell_text += u64::from(self.in_cell);
        if self.text.max(self.cell_text) > TEXT_MAX {
            return Err(self.too_long());
        }
        if byte == b'>' && self.tag.ends_with(b"]]>") {
            self.text = 0;
            self.state = State::Text;
        } else if self.tag.len() > 64 {
            self.tag.drain(..62);
        }
        Ok(())
    }

    fn too_long(&self) -> DecodeFault {
        DecodeFault::CellTooLong { row: 0, column: 0, chars_max: self.rules.limits.cell_chars_max }
    }

    fn forbidden(&self) -> DecodeFault {
        DecodeFault::ForbiddenXml { part: shown(self.part) }
    }

    fn broken(&self, detail: &str) -> DecodeFault {
        DecodeFault::broken(self.part, detail)
    }
}

/// Name of a tag without its prefix.
pub(crate) fn local_name(tag: &[u8]) -> &[u8] {
    let end = tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(tag.len());
    let name = tag.get(..end).unwrap_or_default();
    let start = name.iter().rposition(|byte| *byte == b':').map_or(0, |colon| colon + 1);
    name.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests;
