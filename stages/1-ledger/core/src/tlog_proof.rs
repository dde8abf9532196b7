//! The `.tlog-proof` text (C2SP tlog-proof): index, inclusion proof and signed checkpoint in one file that
//! other programs read. It proves that some bytes are in the log; what the bytes mean is
//! `proof::RecordProof`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::{Checkpoint, CheckpointFault};
use crate::note::NoteVerifier;
use crate::tree::{self, Hash};

const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// Most hashes that a proof can have: one for each bit of a 64-bit size.
pub const HASHES_MAX: usize = 64;

/// A proof that one log entry is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// Unauthenticated extra bytes with a meaning of their own; usually none.
    pub extra: Option<Vec<u8>>,
    /// Index of the entry.
    pub index: u64,
    /// Inclusion proof, from the leaf's sibling up.
    pub hashes: Vec<Hash>,
    /// Signed checkpoint, with whatever cosignatures it carries.
    pub checkpoint: String,
}

/// Why a proof is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlogProofFault {
    /// The text is not in the form of the standard.
    #[error("存证文件格式有误：应为 c2sp.org/tlog-proof@v1；请重新下载")]
    Malformed,
    /// The checkpoint in it.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointFault),
    /// The entry is not at this place of the signed tree.
    #[error("所给内容不在账本第「{index}」号位置：内容、位置或证明被改动过")]
    NotIncluded {
        /// Index that the proof names.
        index: u64,
    },
}

impl TlogProof {
    /// The text of the file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        if let Some(extra) = &self.extra {
            text.push_str(&format!("extra {}\n", STANDARD.encode(extra)));
        }
        text.push_str(&format!("index {}\n", self.index));
        for hash in &self.hashes {
            text.push_str(&format!("{}\n", STANDARD.encode(hash)));
        }
        text.push('\n');
        text.push_str(&self.checkpoint);
        text
    }

    /// Reads the text of a file. The checkpoint is taken as it is; [`TlogProof::verify`] judges it.
    ///
    /// # Errors
    /// [`TlogProofFault::Malformed`].
    pub fn parse(text: &str) -> Result<TlogProof, TlogProofFault> {
        TlogProof::read(text).ok_or(TlogProofFault::Malformed)
    }

    /// Checks that `entry` (the bytes of the log entry) is in the log of the key; gives the checkpoint that
    /// says so.
    ///
    /// # Errors
    /// [`TlogProofFault`] for a checkpoint that does not open, or an entry that is not there.
    pub fn verify(&self, entry: &[u8], verifier: &NoteVerifier) -> Result<Checkpoint, TlogProofFault> {
        let signed = Checkpoint::open(&self.checkpoint, verifier)?;
        let leaf = tree::leaf_hash(entry);
        if tree::verify_inclusion(&leaf, self.index, signed.size, &self.hashes, &signed.root) {
            return Ok(signed);
        }
        Err(TlogProofFault::NotIncluded { index: self.index })
    }

    fn read(text: &str) -> Option<TlogProof> {
        let (head, checkpoint) = text.split_once("\n\n")?;
        let mut lines = head.split('\n').peekable();
        if lines.next()? != HEADER {
            return None;
        }
        let extra = match lines.next_if(|line| line.starts_with("extra ")) {
            Some(line) => Some(STANDARD.decode(line.strip_prefix("extra ")?).ok()?),
            None => None,
        };
        let index = lines.next()?.strip_prefix("index ")?;
        let number: u64 = index.parse().ok()?;
        let hashes: Vec<Hash> = lines.map(decode_hash).collect::<Option<_>>()?;
        let good = number.to_string() == index && hashes.len() <= HASHES_MAX;
        good.then(|| TlogProof { extra, index: number, hashes, checkpoint: checkpoint.to_owned() })
    }
}

/// A hash in base64.
pub(crate) fn decode_hash(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests;
