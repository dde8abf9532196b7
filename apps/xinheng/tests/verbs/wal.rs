//! SQLite's write-ahead log as it lies on disk: does it end inside a commit? Only the last frame of a
//! transaction says how many pages the database has then (SQLite file format, 4.1); without it the frames
//! before never were.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

const HEADER: u64 = 32;
const FRAME_HEADER: u64 = 24;

/// Does the log end with frames of a transaction that is not committed?
pub fn inside_a_commit(log: &Path) -> bool {
    File::open(log).ok().and_then(|file| last_frame(&file)).is_some_and(|pages| pages == 0)
}

/// The database's pages after the last frame of the log's present round; 0 inside a commit, `None` without
/// a frame.
fn last_frame(file: &File) -> Option<u32> {
    let mut header = [0; 32];
    file.read_exact_at(&mut header, 0).ok()?;
    let (page, salt) = (u64::from(word(&header, 8)), &header[16..24]);
    let (mut at, mut last) = (HEADER, None);
    loop {
        let mut frame = [0; 24];
        let whole = file.read_exact_at(&mut frame, at).is_ok();
        if !whole || &frame[8..16] != salt {
            return last;
        }
        last = Some(word(&frame, 4));
        at += FRAME_HEADER + page;
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap())
}
