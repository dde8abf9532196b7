//! The compound file around an old workbook ([MS-CFB]): finds one stream under the root and reads it whole.
//!
//! Not a writer, not the workbook (`biff.rs`, `xls.rs`). Every chain is followed at most once over each sector, so
//! loops, crossings and promises beyond the end of the file are faults and never cost more than the file itself.

use std::io::{Read, Seek, SeekFrom};

use crate::{DecodeFault, Foreign};

/// First bytes of every compound file.
pub(crate) const MAGIC: &[u8; 8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Values from here on are no sector but a mark: end of chain, free, table.
const MARKS: u32 = 0xFFFF_FFFA;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;
/// Tables that the header itself can name.
const LISTS_SPARE: usize = 109;
/// Bytes of the directory; some hundred entries are usual.
const DIRECTORY_MAX: usize = 16 << 20;
const ROOT: u8 = 5;
const STREAM: u8 = 2;

type Res<T> = Result<T, DecodeFault>;

/// One entry of the directory.
#[derive(Debug, Clone)]
struct Entry {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    bytes: u64,
}

/// An opened compound file.
pub(crate) struct Ole<R> {
    source: R,
    sector: usize,
    sectors: u32,
    mini_below: u64,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    entries: Vec<Entry>,
}

impl<R: Read + Seek> Ole<R> {
    /// Reads header, tables and directory of a file of `bytes` bytes.
    pub(crate) fn open(mut source: R, bytes: u64) -> Res<Self> {
        let mut head = [0; 512];
        source.seek(SeekFrom::Start(0))?;
        source.read_exact(&mut head).map_err(|_| broken("header cut off"))?;
        let sector = match (number16(&head, 26), number16(&head, 30)) {
            (3, 9) => 512,
            (4, 12) => 4096,
            _ => return Err(broken("version or sector size")),
        };
        if !head.starts_with(MAGIC) || number16(&head, 28) != 0xFFFE || number16(&head, 32) != 6 {
            return Err(broken("header"));
        }
        let sectors = u32::try_from(bytes.div_ceil(sector as u64).saturating_sub(1)).unwrap_or(u32::MAX);
        let mini_below = u64::from(number32(&head, 56));
        let (table, mini_table, entries) = (Vec::new(), Vec::new(), Vec::new());
        let mut ole = Self { source, sector, sectors, mini_below, table, mini_table, entries };
        ole.load_table(&head)?;
        ole.load_directory(number32(&head, 48))?;
        ole.load_mini_table(number32(&head, 60), number32(&head, 64))?;
        Ok(ole)
    }

    /// True when the root holds something of this name, of whatever kind.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.under_root(name).is_some()
    }

    /// The whole stream of this name under the root; `None` when there is none.
    pub(crate) fn stream(&mut self, name: &str) -> Res<Option<Vec<u8>>> {
        let Some(entry) = self.under_root(name).filter(|entry| entry.kind == STREAM).cloned() else {
            return Ok(None);
        };
        if entry.bytes >= self.mini_below {
            return self.chain(entry.start, entry.bytes).map(Some);
        }
        self.mini_chain(entry.start, entry.bytes).map(Some)
    }

    /// The allocation table: its sectors are named in the header and in a chain of further lists.
    fn load_table(&mut self, head: &[u8]) -> Res<()> {
        let mut lists: Vec<u32> = numbers(head.get(76..).unwrap_or_default()).collect();
        let (mut next, mut seen) = (number32(head, 68), 0);
        while next < MARKS {
            seen += 1;
            if seen > self.sectors {
                return Err(broken("loop in the list of tables"));
            }
            let mut more: Vec<u32> = numbers(&self.whole(next)?).collect();
            next = more.pop().unwrap_or(MARKS);
            lists.append(&mut more);
            lists.retain(|id| *id < MARKS);
            // A table sector speaks of so many sectors; twice as many tables as the file can need is no accident.
            if lists.len() > LISTS_SPARE + 2 * (self.sectors as usize).div_ceil(self.sector / 4) {
                return Err(broken("more tables than sectors"));
            }
        }
        lists.retain(|id| *id < MARKS);
        for id in lists {
            let part = self.whole(id)?;
            self.table.extend(numbers(&part));
        }
        Ok(())
    }

    fn load_directory(&mut self, start: u32) -> Res<()> {
        let bytes = self.chain(start, u64::MAX)?;
        if bytes.len() > DIRECTORY_MAX {
            return Err(broken("directory too large"));
        }
        self.entries = bytes.chunks_exact(ENTRY).map(entry).collect();
        if self.entries.first().is_none_or(|root| root.kind != ROOT) {
            return Err(broken("no root"));
        }
        Ok(())
    }

    fn load_mini_table(&mut self, start: u32, sectors: u32) -> Res<()> {
        if sectors > 0 && start < MARKS {
            let bytes = self.chain(start, u64::from(sectors) * self.sector as u64)?;
            self.mini_table = numbers(&bytes).collect();
        }
        Ok(())
    }

    /// Walks the tree of names below the root; each entry is visited once.
    fn under_root(&self, name: &str) -> Option<&Entry> {
        let mut seen = vec![false; self.entries.len()];
        let mut open = vec![self.entries.first()?.child];
        while let Some(at) = open.pop() {
            let at = at as usize;
            let (Some(entry), Some(seen)) = (self.entries.get(at), seen.get_mut(at)) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            if entry.kind != 0 && entry.name.eq_ignore_ascii_case(name) {
                return Some(entry);
            }
            open.extend([entry.left, entry.right]);
        }
        None
    }

    /// The bytes of a chain, at most `bytes`; fewer in the chain than promised is a fault unless all was asked for.
    fn chain(&mut self, start: u32, bytes: u64) -> Res<Vec<u8>> {
        let mut out = Vec::new();
        let mut next = start;
        let mut seen = vec![false; self.sectors as usize];
        while next < MARKS && (out.len() as u64) < bytes {
            let part = self.part(next)?;
            if seen.get_mut(next as usize).is_none_or(|seen| std::mem::replace(seen, true)) {
                return Err(broken("loop in a chain"));
            }
            let wanted = bytes - out.len() as u64;
            let whole = part.len() == self.sector;
            out.extend(part.iter().take(usize::try_from(wanted).unwrap_or(usize::MAX)));
            if !whole && (out.len() as u64) < bytes {
                return Err(broken("chain cut off"));
            }
            next = *self.table.get(next as usize).ok_or_else(|| broken("chain beyond the table"))?;
        }
        if bytes != u64::MAX && (out.len() as u64) < bytes {
            return Err(broken("chain too short"));
        }
        Ok(out)
    }

    fn mini_chain(&mut self, start: u32, bytes: u64) -> Res<Vec<u8>> {
        let root = self.entries.first().cloned().ok_or_else(|| broken("no root"))?;
        let small = self.chain(root.start, root.bytes)?;
        let mut out = Vec::new();
        let mut next = start;
        let mut seen = vec![false; self.mini_table.len()];
        while next < MARKS && (out.len() as u64) < bytes {
            if seen.get_mut(next as usize).is_none_or(|seen| std::mem::replace(seen, true)) {
                return Err(broken("loop in a small chain"));
            }
            let at = next as usize * MINI_SECTOR;
            let left = usize::try_from(bytes).unwrap_or(usize::MAX) - out.len();
            let part =
                small.get(at..at + left.min(MINI_SECTOR)).ok_or_else(|| broken("small chain cut off"))?;
            out.extend_from_slice(part);
            next =
                *self.mini_table.get(next as usize).ok_or_else(|| broken("small chain beyond the table"))?;
        }
        if (out.len() as u64) < bytes { Err(broken("small chain too short")) } else { Ok(out) }
    }

    /// One sector that must be there in full.
    fn whole(&mut self, id: u32) -> Res<Vec<u8>> {
        let part = self.part(id)?;
        if part.len() < self.sector { Err(broken("table cut off")) } else { Ok(part) }
    }

    /// One sector; the last one of a file may be short.
    fn part(&mut self, id: u32) -> Res<Vec<u8>> {
        if id >= self.sectors {
            return Err(broken("sector beyond the end of the file"));
        }
        self.source.seek(SeekFrom::Start((u64::from(id) + 1) * self.sector as u64))?;
        let mut part = Vec::with_capacity(self.sector);
        (&mut self.source).take(self.sector as u64).read_to_end(&mut part)?;
        Ok(part)
    }
}

/// What a compound file without a workbook is.
pub(crate) fn without_workbook<R: Read + Seek>(ole: &Ole<R>) -> DecodeFault {
    if ole.has("EncryptedPackage") {
        return DecodeFault::Encrypted;
    }
    DecodeFault::foreign(if ole.has("Book") {
        Foreign::Xls
    } else if ole.has("WordDocument") || ole.has("PowerPoint Document") {
        Foreign::OfficeDocument
    } else {
        Foreign::Ole
    })
}

fn entry(bytes: &[u8]) -> Entry {
    let units = usize::from(number16(bytes, 64) / 2).saturating_sub(1).min(31);
    let name: Vec<u16> = (0..units).map(|at| number16(bytes, 2 * at)).collect();
    Entry {
        name: String::from_utf16_lossy(&name),
        kind: bytes.get(66).copied().unwrap_or_default(),
        left: number32(bytes, 68),
        right: number32(bytes, 72),
        child: number32(bytes, 76),
        start: number32(bytes, 116),
        // The upper half is not always cleared in version 3, and no file of ours needs it.
        bytes: u64::from(number32(bytes, 120)),
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|part| number32(part, 0))
}

fn number16(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|part| part.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn number32(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|part| part.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn broken(detail: &str) -> DecodeFault {
    DecodeFault::broken("OLE", detail)
}
