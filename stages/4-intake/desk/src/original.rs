//! The screened original, packed a chunk at a time: JSON of [sheet row, cells…], deflated.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::PreparedRow;

/// One row of the screened original.
pub(crate) type Kept = (u32, Vec<String>);

/// Packs the screened rows of a chunk; refused rows are not in it.
pub(crate) fn pack(rows: &[PreparedRow]) -> std::io::Result<Vec<u8>> {
    let kept: Vec<(u32, &Vec<String>)> =
        rows.iter().filter(|r| !r.cells.is_empty()).map(|r| (r.sheet_row, &r.cells)).collect();
    deflate(&serde_json::to_vec(&kept)?)
}

/// Packs rows that were unpacked.
pub(crate) fn pack_kept(rows: &[Kept]) -> std::io::Result<Vec<u8>> {
    deflate(&serde_json::to_vec(rows)?)
}

fn deflate(text: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = DeflateEncoder::new(Vec::new(), Compression::fast());
    out.write_all(text)?;
    out.finish()
}

/// Unpacks a chunk.
pub(crate) fn unpack(packed: &[u8]) -> std::io::Result<Vec<Kept>> {
    let mut text = Vec::new();
    DeflateDecoder::new(packed).read_to_end(&mut text)?;
    Ok(serde_json::from_slice(&text)?)
}
