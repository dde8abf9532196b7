//! What was said cannot be unsaid: entries, commitments, Merkle tiles, checkpoints, proofs.
//! Pure formats only: no table, no clock, no key store. Published in the C2SP forms (tlog-tiles, signed-note,
//! tlog-checkpoint, tlog-proof), so that programs not written here can verify every line of it.
//!
//! Reading order: [`entry`] (what one act is), [`jcs`] and [`digest`] (how it becomes 32 bytes), [`bundle`]
//! (what the public sees of it), [`tree`] (how leaves are bound together), [`note`] and [`checkpoint`] (who
//! signs),
//! [`proof`] and [`tlog_proof`] (what a person takes home), [`audit`] (how a changed row is found).

pub mod entry;

pub mod digest;
pub mod jcs;

pub mod bundle;
pub mod tree;

pub mod checkpoint;
pub mod note;

pub mod proof;
pub mod tlog_proof;

pub mod audit;

#[cfg(test)]
mod golden;

pub use bundle::{BundleFault, bundle_entry, is_public_kind, leaf_entry};
pub use checkpoint::{Checkpoint, CheckpointFault};
pub use digest::{Digest, Salt, body_digest, field_digest, field_key, leaf_digest};
pub use entry::{Draft, Entry, Fields, SealFault, Sealed, seal};
pub use jcs::JcsFault;
pub use note::{LogVerifier, NoteFault, NoteSigner, NoteVerifier, Sm2Signer, Sm2Verifier};
pub use proof::{Disclosed, Envelope, Hidden, Place, ProofFault, RecordProof};
pub use tlog_proof::TlogProof;
