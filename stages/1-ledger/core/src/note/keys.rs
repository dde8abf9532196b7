//! The keys a log signs with, together: Ed25519 always, SM2 beside it in a `gm` deployment. Whoever gives both keys
//! wants both lines to hold; whoever gives one is told which line was not checked.

use super::{Note, NoteFault, NoteVerifier, Sm2Verifier};

/// Checks notes against all keys of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogVerifier {
    /// The key that every checkpoint of the log carries.
    pub log: NoteVerifier,
    /// The key of the second line.
    pub sm2: Option<Sm2Verifier>,
}

/// One signature line as it stands in a note: nothing of it is trusted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureLine {
    /// Name of the key.
    pub name: String,
    /// Its id.
    pub key_id: [u8; 4],
}

/// What was done with a line of an accepted note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// By the log's Ed25519 key, and good.
    Ed25519,
    /// By the log's SM2 key, and good.
    Sm2,
    /// By a key that was not given.
    Unknown,
}

impl LogVerifier {
    /// Reads one vkey or two, parted by blanks or line breaks; each says itself of which kind it is.
    ///
    /// # Errors
    /// [`NoteFault`] for a text that is no key, for two of a kind, or when the Ed25519 key is missing.
    pub fn parse(vkeys: &str) -> Result<LogVerifier, NoteFault> {
        let (sm2, log): (Vec<&str>, Vec<&str>) =
            vkeys.split_whitespace().partition(|key| Sm2Verifier::is_meant(key));
        if log.len() > 1 || sm2.len() > 1 {
            return Err(NoteFault::Twice);
        }
        let log = NoteVerifier::parse(log.first().copied().unwrap_or_default())?;
        let sm2 = sm2.first().map(|key| Sm2Verifier::parse(key)).transpose()?;
        Ok(LogVerifier { log, sm2 })
    }

    /// The vkeys, Ed25519 first, each with its line break: what [`LogVerifier::parse`] reads.
    #[must_use]
    pub fn vkeys(&self) -> String {
        let second = self.sm2.as_ref().map(|sm2| sm2.vkey() + "\n").unwrap_or_default();
        format!("{}\n{second}", self.log.vkey())
    }

    /// The text of a note that every given key signed.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`], [`NoteFault::Unsigned`] or [`NoteFault::Forged`].
    pub fn verify<'n>(&self, note: &'n str) -> Result<&'n str, NoteFault> {
        let text = self.log.verify(note)?;
        self.sm2.as_ref().map_or(Ok(text), |sm2| sm2.verify(note))
    }

    /// What [`LogVerifier::verify`] did with a line of a note that it accepted.
    #[must_use]
    pub fn checked(&self, line: &SignatureLine) -> Checked {
        let is = |name: &str, key_id: [u8; 4]| line.name == name && line.key_id == key_id;
        if is(self.log.name(), self.log.key_id()) {
            return Checked::Ed25519;
        }
        let sm2 = self.sm2.as_ref().is_some_and(|sm2| is(sm2.name(), sm2.key_id()));
        if sm2 { Checked::Sm2 } else { Checked::Unknown }
    }
}

/// The signature lines of a note, in its order.
///
/// # Errors
/// [`NoteFault::Malformed`].
pub fn lines(note: &str) -> Result<Vec<SignatureLine>, NoteFault> {
    let note = Note::parse(note).ok_or(NoteFault::Malformed)?;
    Ok(note
        .lines
        .iter()
        .map(|line| SignatureLine { name: line.name.to_owned(), key_id: line.key_id })
        .collect())
}
