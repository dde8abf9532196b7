//! The lines of an export (NDJSON): a header, every release, then one line an entry in order of position.
//! Payloads travel as the text they were committed as, byte for byte.

use serde::{Deserialize, Serialize};
use xh_kernel::Id;
use xh_ledger::{Entry, is_public_kind};
use xh_ledger_store::Stored;
use xh_policy_store::Adopted;

/// The only value of a header's `format`.
pub const FORMAT: &str = "xinheng/export/v1";

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header {
    pub format: String,
    /// With contents and salts: enough to rebuild, and as confidential as the database.
    pub complete: bool,
    pub entries: u64,
}

/// Every further line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    Release(ReleaseLine),
    Entry(Box<EntryLine>),
}

/// A release of the law, whole.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReleaseLine {
    pub digest: String,
    pub title: String,
    pub content: String,
    pub position: i64,
    pub adopted_at: String,
}

/// An entry; `salt` and `payload` are absent once erased, and in an export that is not complete.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryLine {
    position: i64,
    id: Id,
    stream: Id,
    version: i64,
    kind: String,
    at: String,
    actor: String,
    organ: String,
    release: String,
    body: String,
    leaf: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payload: Option<String>,
}

impl From<Adopted> for ReleaseLine {
    fn from(kept: Adopted) -> ReleaseLine {
        let Adopted { digest, title, content, position, adopted_at } = kept;
        ReleaseLine { digest, title, content, position, adopted_at }
    }
}

impl EntryLine {
    /// The line of an entry. Without `complete` no salt, and a payload only where the public log shows it too.
    pub(super) fn new(stored: Stored, complete: bool) -> EntryLine {
        let Stored { position, entry, salt, payload } = stored;
        let shown = complete || is_public_kind(&entry.kind);
        EntryLine {
            position,
            id: entry.id,
            stream: entry.stream,
            version: entry.version,
            kind: entry.kind,
            at: entry.at,
            actor: entry.actor,
            organ: entry.organ,
            release: entry.release,
            body: hex::encode(entry.body),
            leaf: hex::encode(entry.leaf),
            salt: salt.filter(|_| complete).map(hex::encode),
            payload: payload.filter(|_| shown),
        }
    }

    /// The entry as it was stored; the words of the decoder when a digest is no hexadecimal of its length.
    pub(super) fn stored(self) -> Result<Stored, String> {
        let digest = |text: &str| {
            let mut bytes = [0; 32];
            hex::decode_to_slice(text, &mut bytes).map(|()| bytes).map_err(|e| e.to_string())
        };
        let entry = Entry {
            body: digest(&self.body)?,
            leaf: digest(&self.leaf)?,
            id: self.id,
            stream: self.stream,
            version: self.version,
            kind: self.kind,
            at: self.at,
            actor: self.actor,
            organ: self.organ,
            release: self.release,
        };
        let salt = self.salt.map(|text| hex::decode(text).map_err(|e| e.to_string())).transpose()?;
        Ok(Stored { position: self.position, entry, salt, payload: self.payload })
    }
}
