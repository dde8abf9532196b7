//! What the public log shows of an entry, and how entries lie in a bundle (C2SP tlog-tiles, "Log entries").
//! An opaque entry shows its commitment and nothing else: no kind, no code, no time. A public one, which is
//! meant to be public for ever, shows its fields too. The position of an entry is its index in the log.

use crate::digest::{Digest, write_hex};
use crate::entry::{Entry, Fields};
use crate::jcs::{self, JcsFault};

/// Longest entry that the 16-bit length of a bundle can express, in bytes.
pub const ENTRY_MAX: usize = 65_535;

/// Why an entry cannot be put into a bundle.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleFault {
    /// A value has no canonical form.
    #[error(transparent)]
    Value(#[from] JcsFault),
    /// The entry is longer than [`ENTRY_MAX`].
    #[error("公开内容有 {bytes} 字节，超过账本单条上限 {ENTRY_MAX} 字节；请只公开其摘要")]
    TooLong {
        /// Length in bytes.
        bytes: usize,
    },
}

/// Whether acts of this kind are public for ever: policy releases, ledger keys, draw intents and results,
/// counts.
#[must_use]
pub fn is_public_kind(kind: &str) -> bool {
    matches!(kind, "policy.release" | "ledger.key" | "draw.intent" | "draw.result")
        || kind.starts_with("count.")
}

/// The bytes of one log entry: `{"c":hex,"k":"o","v":1}`, or with fields `{"c":hex,"k":"p","p":{…},"v":1}`.
///
/// # Errors
/// [`BundleFault`]; never for an opaque entry, nor for the fields of an entry that was sealed.
pub fn bundle_entry(entry: &Entry, public: Option<&Fields>) -> Result<Vec<u8>, BundleFault> {
    leaf_entry(&entry.leaf, public)
}

/// As [`bundle_entry`], for a reader that loads leaves alone.
///
/// # Errors
/// As [`bundle_entry`].
pub fn leaf_entry(leaf: &Digest, public: Option<&Fields>) -> Result<Vec<u8>, BundleFault> {
    let mut text = String::with_capacity(96);
    text.push_str("{\"c\":\"");
    write_hex(&mut text, leaf);
    match public {
        None => text.push_str("\",\"k\":\"o\""),
        Some(fields) => {
            text.push_str("\",\"k\":\"p\",\"p\":");
            text.push_str(&jcs::fields_to_string(fields)?);
        }
    }
    text.push_str(",\"v\":1}");
    if text.len() > ENTRY_MAX {
        Err(BundleFault::TooLong { bytes: text.len() })
    } else {
        Ok(text.into_bytes())
    }
}

/// Appends one entry to a bundle: its length in two bytes, big-endian, then its bytes.
///
/// # Errors
/// [`BundleFault::TooLong`]; the bundle is then unchanged.
pub fn append(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), BundleFault> {
    let length = u16::try_from(entry.len()).map_err(|_| BundleFault::TooLong { bytes: entry.len() })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The entries of a bundle in order; `None` when the bytes do not end with a whole entry.
#[must_use]
pub fn entries(mut bundle: &[u8]) -> Option<Vec<&[u8]>> {
    let mut found = Vec::new();
    while let Some((entry, rest)) = split(bundle)? {
        found.push(entry);
        bundle = rest;
    }
    Some(found)
}

/// The bundle of the first `width` entries: a partial bundle from one that has grown since. `None` when it
/// has fewer.
#[must_use]
pub fn prefix(bundle: &[u8], width: u16) -> Option<&[u8]> {
    let mut rest = bundle;
    for _ in 0..width {
        rest = split(rest)??.1;
    }
    bundle.get(..bundle.len() - rest.len())
}

/// The first entry and what follows it; `Some(None)` at the end, `None` when an entry is cut off.
#[expect(clippy::option_option, reason = "the end of a bundle and a broken bundle are two different answers")]
fn split(bundle: &[u8]) -> Option<Option<(&[u8], &[u8])>> {
    if bundle.is_empty() {
        return Some(None);
    }
    let (length, rest) = bundle.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length))).map(Some)
}

#[cfg(test)]
mod tests;
