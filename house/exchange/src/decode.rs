//! The one entry: bytes in, rows through a callback, and a receipt of what was received.
//!
//! Runs in the calling process. Uploads go through [`ChildDecoder`](crate::ChildDecoder) instead, which
//! runs this same code under limits of the operating system.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::encoding::{self, Coding, Verdict};
use crate::tally::{Sink, Tally};
use crate::text::TextStream;
use crate::{DecodeFault, Limits, Shape, csv, delimiter, json, ndjson, shape, xls, xlsx, zip_gate};

/// The callback's wish to end the decoding; it becomes [`DecodeFault::Stopped`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop;

/// What was received and read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decoded {
    /// What the file is, by its content.
    pub shape: Shape,
    /// `UTF-8`, `UTF-8+BOM`, `GB18030` or `GB18030+BOM`; empty for a workbook.
    pub encoding: String,
    /// SHA-256 of the bytes received, in lower-case hexadecimal.
    pub sha256: String,
    /// Number of bytes received.
    pub bytes: u64,
    /// Rows delivered: those with something in them, headings and titles included.
    pub rows: u64,
    /// What the sender should know although the file was read.
    pub notes: Vec<Note>,
}

/// Something read differently from what the sender may expect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// A sheet that is hidden was not read.
    #[error("隐藏的工作表「{name}」没有读取")]
    HiddenSheet {
        /// Its name, shortened.
        name: String,
    },
    /// Values come from other files.
    #[error("工作簿引用了其他文件，只读取了其中已保存的数值")]
    ExternalLinks,
    /// Valid UTF-8 by chance, perhaps.
    #[error("文件中的非英文字符很少，按 UTF-8 读取；如果显示为乱码，请另存为“CSV UTF-8”后重新提交")]
    EncodingDoubt,
}

const HEAD: u64 = 64 << 10;

/// Decodes a file on disk. See [`decode`].
///
/// # Errors
/// Any [`DecodeFault`]; rows delivered before it must then be thrown away.
pub fn decode_path(path: &Path, limits: &Limits, sink: &mut Sink) -> Result<Decoded, DecodeFault> {
    decode(File::open(path)?, limits, sink)
}

/// Decodes one file and calls `sink` for each row that is not blank, in the order of the file.
///
/// # Errors
/// Any [`DecodeFault`]; rows delivered before it must then be thrown away.
pub fn decode<R: Read + Seek>(
    mut source: R,
    limits: &Limits,
    sink: &mut Sink,
) -> Result<Decoded, DecodeFault> {
    let bytes = source.seek(SeekFrom::End(0))?;
    let bytes_max = limits.file_bytes_max;
    if bytes > bytes_max {
        return Err(DecodeFault::TooLarge { bytes_max });
    }
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    (&mut source).take(HEAD).read_to_end(&mut head)?;
    let mut tally = Tally::new(limits, sink);
    let decoded = match shape::sniff(&head) {
        Ok(Shape::Xlsx) => decode_workbook(source, &mut tally),
        Ok(Shape::Xls) => decode_old_workbook(source, &mut tally),
        Ok(Shape::Csv) => decode_csv(source, &head, &mut tally),
        Ok(Shape::Ndjson | Shape::Json) => decode_json(source, &head, &mut tally),
        Err(fault) => Err(fault),
    }?;
    if decoded.rows == 0 { Err(DecodeFault::Empty) } else { Ok(decoded) }
}

fn decode_csv<R: Read + Seek>(mut source: R, head: &[u8], tally: &mut Tally) -> Result<Decoded, DecodeFault> {
    let verdict = encoding::decide(&mut source, head)?;
    let delimiter = delimiter::decide(&sample(head, verdict), head.len() as u64 == HEAD);
    source.seek(SeekFrom::Start(0))?;
    let text = TextStream::new(source, verdict, tally.limits.file_bytes_max);
    let text = csv::read(text, delimiter, tally)?;
    Ok(of_text(Shape::Csv, verdict, text, tally))
}

fn decode_json<R: Read + Seek>(
    mut source: R,
    head: &[u8],
    tally: &mut Tally,
) -> Result<Decoded, DecodeFault> {
    let verdict = encoding::decide(&mut source, head)?;
    let bytes_max = tally.limits.file_bytes_max;
    let begin = sample(head, verdict);
    let document =
        begin.trim_start_matches('\u{feff}').trim_start().starts_with('[') || json::is_document(&begin);
    source.seek(SeekFrom::Start(0))?;
    let first = TextStream::new(&mut source, verdict, bytes_max);
    let keys = if document { json::survey(first, tally)?.0 } else { ndjson::survey(first, tally)?.0 };
    source.seek(SeekFrom::Start(0))?;
    let second = TextStream::new(source, verdict, bytes_max);
    if document {
        let text = json::read(second, keys, tally)?;
        return Ok(of_text(Shape::Json, verdict, text, tally));
    }
    let text = ndjson::read(second, keys, tally)?;
    Ok(of_text(Shape::Ndjson, verdict, text, tally))
}

/// The beginning as text; its last character may be cut.
fn sample(head: &[u8], verdict: Verdict) -> std::borrow::Cow<'_, str> {
    match verdict.coding {
        Coding::Utf8 => encoding_rs::UTF_8.decode(head).0,
        Coding::Gb18030 => encoding_rs::GB18030.decode(head).0,
    }
}

fn of_text<R: Read>(shape: Shape, verdict: Verdict, text: TextStream<R>, tally: &Tally) -> Decoded {
    let (sha256, bytes) = text.receipt();
    let notes = if verdict.doubtful { vec![Note::EncodingDoubt] } else { Vec::new() };
    Decoded { shape, encoding: verdict.name().to_owned(), sha256, bytes, rows: tally.rows, notes }
}

fn decode_workbook<R: Read + Seek>(mut source: R, tally: &mut Tally) -> Result<Decoded, DecodeFault> {
    let (sha256, bytes) = hash_container(&mut source, tally.limits)?;
    let mut source = BufReader::new(source);
    let inside = zip_gate::check(&mut source, tally.limits)?;
    source.seek(SeekFrom::Start(0))?;
    let mut notes = in_net(|| xlsx::read(source, tally))?;
    if inside.external_links {
        notes.push(Note::ExternalLinks);
    }
    Ok(Decoded { shape: Shape::Xlsx, encoding: String::new(), sha256, bytes, rows: tally.rows, notes })
}

fn decode_old_workbook<R: Read + Seek>(mut source: R, tally: &mut Tally) -> Result<Decoded, DecodeFault> {
    let (mut digest, mut bytes) = (Sha256::new(), 0);
    each_window(&mut source, 0, |_, fresh| {
        digest.update(fresh);
        bytes += fresh.len() as u64;
        Ok(())
    })?;
    let notes = in_net(|| xls::read(source, bytes, tally))?;
    let sha256 = hex::encode(digest.finalize());
    Ok(Decoded { shape: Shape::Xls, encoding: String::new(), sha256, bytes, rows: tally.rows, notes })
}

/// The last net: a parser's panic must cost one upload and not the process.
fn in_net<T>(read: impl FnOnce() -> Result<T, DecodeFault>) -> Result<T, DecodeFault> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|panic| Err(DecodeFault::Crashed { detail: panic_text(&*panic) }))
}

/// Hashes the file and counts its directory entries, before anything allocates room for them.
fn hash_container<R: Read + Seek>(source: &mut R, limits: &Limits) -> Result<(String, u64), DecodeFault> {
    let (mut digest, mut bytes, mut entries) = (Sha256::new(), 0, 0);
    each_window(source, 3, |window, fresh| {
        digest.update(fresh);
        bytes += fresh.len() as u64;
        entries += window.windows(4).filter(|signature| *signature == b"PK\x01\x02").count();
        Ok(())
    })?;
    // Twice the cap: an embedded container brings its own entries.
    if entries > 2 * limits.zip_parts_max as usize {
        return Err(DecodeFault::TooManyParts { parts_max: limits.zip_parts_max });
    }
    Ok((hex::encode(digest.finalize()), bytes))
}

/// Reads the whole source, showing each chunk as (with the last `overlap` bytes before it, alone).
fn each_window<R: Read + Seek>(
    source: &mut R,
    overlap: usize,
    mut act: impl FnMut(&[u8], &[u8]) -> Result<(), DecodeFault>,
) -> Result<(), DecodeFault> {
    source.seek(SeekFrom::Start(0))?;
    let mut window = Vec::new();
    loop {
        window.drain(..window.len().saturating_sub(overlap));
        let kept = window.len();
        if (&mut *source).take(HEAD).read_to_end(&mut window)? == 0 {
            source.seek(SeekFrom::Start(0))?;
            return Ok(());
        }
        act(&window, window.get(kept..).unwrap_or_default())?;
    }
}

pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic").to_owned()
}

#[cfg(test)]
mod tests;
