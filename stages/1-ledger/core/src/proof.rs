//! The proof of one record that a person takes home: the envelope, the fields that may be shown to them,
//! digests of the rest, the place in the log and a signed checkpoint. It is checked offline against one
//! public key. No byte of an undisclosed value is in it, and never the salt. Which fields may be shown is the
//! caller's question (`visibility.toml`), not this file's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use xh_kernel::Id;

use crate::bundle::{self, BundleFault};
use crate::checkpoint::CheckpointFault;
use crate::digest::{self, Digest, FieldKeys, Salt};
use crate::entry::{Entry, Fields};
use crate::jcs::JcsFault;
use crate::note::LogVerifier;
use crate::tlog_proof::{TlogProof, TlogProofFault};
use crate::tree::Hash;

mod wire;

/// The only value of [`RecordProof::format`].
pub const FORMAT: &str = "xinheng/proof/v1";

/// A record, or the part of it that may be shown, with the proof that the log holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordProof {
    /// Always [`FORMAT`].
    pub format: String,
    /// Whether the log shows the fields of this entry too (`"k":"p"`); all of them are then disclosed here.
    pub public: bool,
    /// What is kept of the act for ever.
    pub envelope: Envelope,
    /// The fields that are shown. With `hidden` empty too, the body was erased and only the envelope is
    /// proven.
    pub disclosed: Vec<Disclosed>,
    /// The fields that are not shown.
    pub hidden: Vec<Hidden>,
    /// Index of the entry in the log.
    pub index: u64,
    /// Size of the log that the proof is for.
    pub size: u64,
    /// Inclusion proof, base64, from the leaf's sibling up.
    #[serde(with = "wire::base64_hashes")]
    pub hashes: Vec<Hash>,
    /// Signed checkpoint over that size.
    pub checkpoint: String,
}

/// The part of an entry that the leaf covers; the same names as in `digest::leaf_digest`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of `Entry`, documented there")]
pub struct Envelope {
    pub id: Id,
    pub stream: Id,
    pub version: i64,
    pub kind: String,
    pub at: String,
    pub actor: String,
    pub organ: String,
    pub release: String,
    #[serde(with = "wire::hex_digest")]
    pub body: Digest,
}

/// A field that is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosed {
    /// Name of the field.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// HMAC-SHA-256(salt, name), which opens this field and no other.
    #[serde(with = "wire::hex_digest")]
    pub key: Digest,
}

/// A field that is not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hidden {
    /// Name of the field.
    pub name: String,
    /// Its digest, from which nobody can guess the value without the key.
    #[serde(with = "wire::hex_digest")]
    pub digest: Digest,
}

/// Where in which log an entry stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the entry.
    pub index: u64,
    /// Size of the log.
    pub size: u64,
    /// Inclusion proof for that size.
    pub hashes: Vec<Hash>,
    /// Signed checkpoint over that size.
    pub checkpoint: String,
}

/// Why a proof is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// The text is not such a proof.
    #[error("证明文件格式有误（{0}）；请重新下载")]
    Malformed(String),
    /// A field is named twice.
    #[error("字段「{0}」出现两次，证明无效")]
    Twice(String),
    /// A value has no canonical form.
    #[error(transparent)]
    Value(#[from] JcsFault),
    /// Fields and digests do not give the body of the envelope.
    #[error("所示字段与存证不符：字段内容、密钥或摘要被改动过")]
    Body,
    /// An entry that is public in the log hides a field.
    #[error("公开条目须出示全部字段，此证明缺少内容")]
    Incomplete,
    /// The public entry is too long for a log.
    #[error(transparent)]
    Bundle(#[from] BundleFault),
    /// The size named is not that of the checkpoint.
    #[error("证明写明账本有 {size} 条，检查点却是 {signed} 条")]
    Size {
        /// Size in the proof.
        size: u64,
        /// Size in the checkpoint.
        signed: u64,
    },
    /// The checkpoint, or the place in the log.
    #[error(transparent)]
    Log(#[from] TlogProofFault),
}

impl RecordProof {
    /// The proof of an entry that shows those fields for whose name `shown` says yes. Give no body when it
    /// was erased.
    ///
    /// # Errors
    /// [`JcsFault`] when a value has no canonical form (never for a sealed entry).
    pub fn new(
        entry: &Entry,
        body: Option<(&Salt, &Fields)>,
        shown: impl Fn(&str) -> bool,
        place: Place,
    ) -> Result<RecordProof, JcsFault> {
        let public = bundle::is_public_kind(&entry.kind);
        let (mut disclosed, mut hidden) = (Vec::new(), Vec::new());
        if let Some((salt, fields)) = body {
            let keys = FieldKeys::new(salt);
            for (name, value) in fields {
                let (name, key) = (name.clone(), keys.key(name));
                if public || shown(&name) {
                    disclosed.push(Disclosed { name, value: value.clone(), key });
                } else {
                    hidden.push(Hidden { name, digest: digest::keyed_field_digest(&key, value)? });
                }
            }
        }
        let Place { index, size, hashes, checkpoint } = place;
        let (format, envelope) = (FORMAT.to_owned(), Envelope::of(entry));
        Ok(RecordProof { format, public, envelope, disclosed, hidden, index, size, hashes, checkpoint })
    }

    /// The proof as JSON, indented for people.
    ///
    /// # Errors
    /// [`ProofFault::Malformed`], which does not happen for a proof made here.
    pub fn to_json(&self) -> Result<String, ProofFault> {
        serde_json::to_string_pretty(self).map_err(|fault| ProofFault::Malformed(fault.to_string()))
    }

    /// Reads a proof. Unknown members are refused: nothing unproven may be shown as proven.
    ///
    /// # Errors
    /// [`ProofFault::Malformed`].
    pub fn from_json(text: &str) -> Result<RecordProof, ProofFault> {
        let proof: RecordProof =
            serde_json::from_str(text).map_err(|fault| ProofFault::Malformed(fault.to_string()))?;
        if proof.format == FORMAT { Ok(proof) } else { Err(ProofFault::Malformed(proof.format)) }
    }

    /// The same place in the log as a `.tlog-proof`, for programs that know only the standard.
    #[must_use]
    pub fn tlog_proof(&self) -> TlogProof {
        let (hashes, checkpoint) = (self.hashes.clone(), self.checkpoint.clone());
        TlogProof { extra: None, index: self.index, hashes, checkpoint }
    }

    /// The bytes that the log must hold at this place if the proof is true.
    ///
    /// # Errors
    /// [`ProofFault`] when the fields contradict the envelope, or each other.
    pub fn log_entry(&self) -> Result<Vec<u8>, ProofFault> {
        self.check_body()?;
        if !self.public {
            return Ok(bundle::bundle_entry(&self.envelope.entry(), None)?);
        }
        if !self.hidden.is_empty() {
            return Err(ProofFault::Incomplete);
        }
        let fields = self.disclosed.iter().map(|field| (field.name.clone(), field.value.clone())).collect();
        Ok(bundle::bundle_entry(&self.envelope.entry(), Some(&fields))?)
    }

    fn check_body(&self) -> Result<(), ProofFault> {
        let mut digests = BTreeMap::new();
        for Disclosed { name, value, key } in &self.disclosed {
            add(&mut digests, name, digest::keyed_field_digest(key, value)?)?;
        }
        for Hidden { name, digest } in &self.hidden {
            add(&mut digests, name, *digest)?;
        }
        // Without any field the body was erased: its digest in the envelope is all that is left, and the leaf
        // covers it.
        if digests.is_empty() || digest::body_of_digests(&digests) == self.envelope.body {
            return Ok(());
        }
        Err(ProofFault::Body)
    }
}

/// Checks a proof against the public keys of the log, offline: fields against body, body and envelope against
/// the leaf, the leaf against the tree, and its checkpoint against each key (one vkey, or two parted by a blank).
///
/// # Errors
/// [`ProofFault`], the first thing that does not hold.
pub fn verify(proof: &RecordProof, vkeys: &str) -> Result<(), ProofFault> {
    let note = |fault| ProofFault::Log(TlogProofFault::Checkpoint(CheckpointFault::Note(fault)));
    let keys = LogVerifier::parse(vkeys).map_err(note)?;
    let signed = proof.tlog_proof().verify(&proof.log_entry()?, &keys.log)?;
    keys.verify(&proof.checkpoint).map_err(note)?;
    if signed.size == proof.size {
        return Ok(());
    }
    Err(ProofFault::Size { size: proof.size, signed: signed.size })
}

fn add(digests: &mut BTreeMap<String, Digest>, name: &str, digest: Digest) -> Result<(), ProofFault> {
    match digests.insert(name.to_owned(), digest) {
        None => Ok(()),
        Some(_) => Err(ProofFault::Twice(name.to_owned())),
    }
}

impl Envelope {
    /// The envelope of an entry.
    #[must_use]
    pub fn of(entry: &Entry) -> Envelope {
        Envelope {
            id: entry.id.clone(),
            stream: entry.stream.clone(),
            version: entry.version,
            kind: entry.kind.clone(),
            at: entry.at.clone(),
            actor: entry.actor.clone(),
            organ: entry.organ.clone(),
            release: entry.release.clone(),
            body: entry.body,
        }
    }

    /// The entry of this envelope, its leaf computed.
    #[must_use]
    pub fn entry(&self) -> Entry {
        let Envelope { id, stream, version, kind, at, actor, organ, release, body } = self.clone();
        let mut entry = Entry { id, stream, version, kind, at, actor, organ, release, body, leaf: [0; 32] };
        entry.leaf = digest::leaf_digest(&entry);
        entry
    }
}

#[cfg(test)]
mod tests;
