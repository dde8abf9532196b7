//! One act as the ledger keeps it: what was said (draft), what is kept of it for ever (entry), what may be
//! forgotten (salt and payload). It does not number entries: the position is given by the table and is not
//! part of the leaf, so that sealing runs before the lock.

use std::collections::BTreeMap;

use serde_json::Value;
use xh_kernel::{Id, Instant};

use crate::bundle::{self, BundleFault};
use crate::digest::{self, Digest, Salt};
use crate::jcs::{INTEGER_MAX, JcsFault};

/// The payload of an entry: names to strings, integers, booleans, null, arrays and objects of those.
pub type Fields = BTreeMap<String, Value>;

/// What someone wants to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The thing that is spoken of: a subject, a record, a batch.
    pub stream: Id,
    /// The expected version of the stream after this act; counts from 1.
    pub version: i64,
    /// What kind of act, such as `record.filed`.
    pub kind: String,
    /// Opaque id of the account that acts; never a name.
    pub actor: String,
    /// Code of the organ that acts.
    pub organ: String,
    /// Digest of the policy release in force for the act.
    pub release: String,
    /// What is said.
    pub fields: Fields,
}

/// What is kept for ever: the envelope and two digests. Nothing in it names or describes a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Time-ordered id of the act.
    pub id: Id,
    /// The thing that is spoken of.
    pub stream: Id,
    /// Version of the stream after this act; counts from 1.
    pub version: i64,
    /// What kind of act.
    pub kind: String,
    /// Instant of the act, RFC 3339 UTC with microseconds.
    pub at: String,
    /// Opaque id of the account that acted.
    pub actor: String,
    /// Code of the organ that acted.
    pub organ: String,
    /// Digest of the policy release in force.
    pub release: String,
    /// Commitment to the fields.
    pub body: Digest,
    /// Commitment to the envelope and the body: the `c` of the public log.
    pub leaf: Digest,
}

/// An entry with the part of it that can be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// What is kept for ever.
    pub entry: Entry,
    /// The secret under which the fields are committed; erased with the payload.
    pub salt: Salt,
    /// Canonical text of the fields.
    pub payload: String,
}

/// Why an act cannot be sealed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    /// A value has no canonical form.
    #[error(transparent)]
    Value(#[from] JcsFault),
    /// A public act does not fit into the public log.
    #[error(transparent)]
    Bundle(#[from] BundleFault),
    /// The version is not between 1 and 2^53 − 1.
    #[error("版本号「{0}」无效，须从 1 起的整数")]
    Version(i64),
}

/// Commits to a draft. Costs about 10 µs for 20 fields, so do it before taking the ledger's lock.
///
/// # Errors
/// [`SealFault`] when a value has no canonical form, the version is out of range, or a public act is too
/// long.
pub fn seal(draft: &Draft, id: Id, at: &Instant, salt: Salt) -> Result<Sealed, SealFault> {
    if !(1..=INTEGER_MAX).contains(&draft.version) {
        return Err(SealFault::Version(draft.version));
    }
    let (payload, body) = digest::commit(&salt, &draft.fields)?;
    let entry = envelope(draft, id, at, body);
    if bundle::is_public_kind(&entry.kind) {
        // Refused now, because a leaf that cannot be published would stop the log for good.
        bundle::bundle_entry(&entry, Some(&draft.fields))?;
    }
    Ok(Sealed { entry, salt, payload })
}

fn envelope(draft: &Draft, id: Id, at: &Instant, body: Digest) -> Entry {
    let mut entry = Entry {
        id,
        stream: draft.stream.clone(),
        version: draft.version,
        kind: draft.kind.clone(),
        at: at.as_str().to_owned(),
        actor: draft.actor.clone(),
        organ: draft.organ.clone(),
        release: draft.release.clone(),
        body,
        leaf: [0; 32],
    };
    entry.leaf = digest::leaf_digest(&entry);
    entry
}

#[cfg(test)]
mod tests;
