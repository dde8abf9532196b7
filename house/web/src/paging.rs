//! Opaque signed cursors: where a list goes on, in a form nobody outside can forge or lean on.
//!
//! A cursor is base64url(JSON) `.` base64url(first 12 bytes of HMAC-SHA-256 over the list's name and that
//! JSON). It is bound to its list, so a cursor of one list opens no other. It is not encrypted: put nothing
//! in it that the page does not show.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

use crate::{Problem, say};

const SIGNATURE_BYTES: usize = 12;
const LONGEST: usize = 2_048;

/// Signs and opens cursors with the server's secret.
#[derive(Clone)]
pub struct Cursors {
    key: [u8; 32],
}

/// The cursor was cut, changed, or belongs to another list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("翻页标记无效或已过期，请从第一页重新开始")]
pub struct CursorFault;

impl Cursors {
    /// `secret` must be the same on all nodes and after restarts.
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Cursors {
        Cursors { key: *secret }
    }

    /// Makes the cursor of `list` (for example `subjects`) that continues after `place`.
    ///
    /// # Errors
    /// [`CursorFault`] when `place` cannot be written as JSON.
    pub fn seal<T: Serialize>(&self, list: &str, place: &T) -> Result<String, CursorFault> {
        let json = serde_json::to_vec(place).map_err(|_| CursorFault)?;
        let mark = self.signature(list, &json)?.finalize().into_bytes();
        let mark = mark.get(..SIGNATURE_BYTES).ok_or(CursorFault)?;
        Ok(format!("{}.{}", B64.encode(&json), B64.encode(mark)))
    }

    /// Opens a cursor of `list`.
    ///
    /// # Errors
    /// [`CursorFault`] when it was not sealed for this list with this secret.
    pub fn open<T: DeserializeOwned>(&self, list: &str, cursor: &str) -> Result<T, CursorFault> {
        if cursor.len() > LONGEST {
            return Err(CursorFault);
        }
        let (json, mark) = cursor.split_once('.').ok_or(CursorFault)?;
        let json = B64.decode(json).map_err(|_| CursorFault)?;
        let mark = B64.decode(mark).map_err(|_| CursorFault)?;
        if mark.len() != SIGNATURE_BYTES {
            return Err(CursorFault);
        }
        self.signature(list, &json)?.verify_truncated_left(&mark).map_err(|_| CursorFault)?;
        serde_json::from_slice(&json).map_err(|_| CursorFault)
    }

    fn signature(&self, list: &str, json: &[u8]) -> Result<Hmac<Sha256>, CursorFault> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).map_err(|_| CursorFault)?;
        mac.update(b"xinheng/cursor/v1\0");
        mac.update(list.as_bytes());
        mac.update(b"\0");
        mac.update(json);
        Ok(mac)
    }
}

impl std::fmt::Debug for Cursors {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Cursors(secret hidden)")
    }
}

impl From<CursorFault> for Problem {
    fn from(fault: CursorFault) -> Problem {
        Problem::bad_request(fault.to_string())
    }
}

/// How many rows a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u32);

impl Limit {
    /// Reads `?limit=`; absent means `usual`.
    ///
    /// # Errors
    /// A 400 problem when it is not a whole number from 1 to `most`.
    pub fn parse(text: Option<&str>, usual: u32, most: u32) -> Result<Limit, Problem> {
        let Some(text) = text else { return Ok(Limit(usual)) };
        let words = || say!("每页条数「{text}」应为 1 至 {most} 的整数", text = text, most = most);
        let wrong = || Problem::bad_request(words());
        text.parse::<u32>().ok().filter(|rows| (1..=most).contains(rows)).map(Limit).ok_or_else(wrong)
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests;
