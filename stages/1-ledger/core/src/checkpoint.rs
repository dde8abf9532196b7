//! Checkpoints (C2SP tlog-checkpoint v1.0.0): origin, size and root, signed as a note. Whoever holds two of
//! them can ask for the proof that the later log begins with the earlier one. When to sign is the follower's
//! decision.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::note::{LogVerifier, NoteFault, NoteSigner, NoteVerifier};
use crate::tree::Hash;

/// The state of the log at one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log: the public host without scheme.
    pub origin: String,
    /// Leaves in the tree.
    pub size: u64,
    /// Root of the tree.
    pub root: Hash,
}

/// Why a checkpoint is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointFault {
    /// The note or its signature.
    #[error(transparent)]
    Note(#[from] NoteFault),
    /// The text is not origin, size, root.
    #[error("检查点格式有误：应依次为账本名、条数和根，各占一行；请重新下载")]
    Malformed,
    /// It was signed by the key of another log.
    #[error("检查点属于账本「{found}」，不是「{expected}」；请核对公钥")]
    Origin {
        /// Origin in the checkpoint.
        found: String,
        /// Name of the key.
        expected: String,
    },
}

impl Checkpoint {
    /// The text that is signed: three lines, each with its line break.
    #[must_use]
    pub fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    /// Reads a body. Extension lines are allowed and ignored, as the standard asks.
    ///
    /// # Errors
    /// [`CheckpointFault::Malformed`].
    pub fn parse(body: &str) -> Result<Checkpoint, CheckpointFault> {
        Checkpoint::read(body).ok_or(CheckpointFault::Malformed)
    }

    /// The signed note. INVARIANT: the caller signs only trees that begin with every tree signed before.
    ///
    /// # Errors
    /// [`CheckpointFault::Origin`] when the key belongs to another log; [`NoteFault::Text`] for an unfit
    /// origin.
    pub fn sign(&self, signer: &NoteSigner) -> Result<String, CheckpointFault> {
        self.belongs_to(signer.name())?;
        Ok(signer.sign(&self.body())?)
    }

    /// Reads and verifies a signed checkpoint of the log that the key is named after.
    ///
    /// # Errors
    /// [`CheckpointFault`] for a bad note, a bad signature, a bad text or another log.
    pub fn open(note: &str, verifier: &NoteVerifier) -> Result<Checkpoint, CheckpointFault> {
        let checkpoint = Checkpoint::parse(verifier.verify(note)?)?;
        checkpoint.belongs_to(verifier.name())?;
        Ok(checkpoint)
    }

    /// The same under every key of the log that is given: each of their lines must be there and hold.
    ///
    /// # Errors
    /// As [`Checkpoint::open`].
    pub fn open_under(note: &str, keys: &LogVerifier) -> Result<Checkpoint, CheckpointFault> {
        let checkpoint = Checkpoint::open(note, &keys.log)?;
        keys.verify(note)?;
        Ok(checkpoint)
    }

    fn belongs_to(&self, name: &str) -> Result<(), CheckpointFault> {
        if self.origin == name {
            return Ok(());
        }
        Err(CheckpointFault::Origin { found: self.origin.clone(), expected: name.to_owned() })
    }

    fn read(body: &str) -> Option<Checkpoint> {
        let mut lines = body.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let number: u64 = size.parse().ok()?;
        // One spelling only: no sign, no leading zero, no empty origin, no empty extension line.
        if origin.is_empty() || number.to_string() != size || lines.any(str::is_empty) {
            return None;
        }
        let root = STANDARD.decode(root).ok()?.try_into().ok()?;
        Some(Checkpoint { origin: origin.to_owned(), size: number, root })
    }
}

#[cfg(test)]
mod tests;
