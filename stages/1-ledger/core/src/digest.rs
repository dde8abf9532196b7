//! How an act becomes 32 bytes: field digests, the body, the leaf. The three forms are fixed for ever by leaf
//! 0. Each field is committed under its own key, so that one field can be shown, or forgotten, without the
//! others. This is not the hash of the tree: that one is in `tree::hash` and is fixed by RFC 6962.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::entry::{Entry, Fields};
use crate::jcs::{self, JcsFault};

/// A SHA-256 value.
pub type Digest = [u8; 32];
/// The secret of one entry's body: 16 random bytes. Whoever deletes it makes every undisclosed field
/// unguessable.
pub type Salt = [u8; 16];

const FIELD: &[u8] = b"xinheng/field/v1\0";
const BODY: &[u8] = b"xinheng/body/v1\0";
const LEAF: &[u8] = b"xinheng/leaf/v1\0";
/// Block of SHA-256 in bytes; HMAC pads a shorter key with zeros up to it (RFC 2104).
const BLOCK: usize = 64;

/// The HMAC of one entry, keyed once and used for each of its fields.
#[derive(Clone)]
pub struct FieldKeys(Hmac<Sha256>);

impl FieldKeys {
    /// Keys the HMAC with the salt of an entry.
    #[must_use]
    pub fn new(salt: &Salt) -> FieldKeys {
        let mut block = [0_u8; BLOCK];
        for (slot, byte) in block.iter_mut().zip(salt) {
            *slot = *byte;
        }
        FieldKeys(Hmac::new(&block.into()))
    }

    /// HMAC-SHA-256(salt, name): what is handed over with a disclosed field, never the salt.
    #[must_use]
    pub fn key(&self, name: &str) -> Digest {
        let mut mac = self.0.clone();
        mac.update(name.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// The key of one field, HMAC-SHA-256(salt, name).
#[must_use]
pub fn field_key(salt: &Salt, name: &str) -> Digest {
    FieldKeys::new(salt).key(name)
}

/// The digest of one field, SHA-256("xinheng/field/v1\0" ‖ HMAC(salt, name) ‖ JCS(value)).
///
/// # Errors
/// [`JcsFault`] when the value has no canonical form.
pub fn field_digest(salt: &Salt, name: &str, value: &Value) -> Result<Digest, JcsFault> {
    keyed_field_digest(&field_key(salt, name), value)
}

/// The digest of one field from its key: what someone does who was shown the field and not the salt.
///
/// # Errors
/// [`JcsFault`] when the value has no canonical form.
pub fn keyed_field_digest(key: &Digest, value: &Value) -> Result<Digest, JcsFault> {
    Ok(field_text_digest(key, &jcs::to_string(value)?))
}

/// The digest of one field whose value is already canonical text.
pub(crate) fn field_text_digest(key: &Digest, canonical: &str) -> Digest {
    Sha256::new().chain_update(FIELD).chain_update(key).chain_update(canonical).finalize().into()
}

/// The digest of a whole body, SHA-256("xinheng/body/v1\0" ‖ JCS({name: hex of the field digest})).
///
/// # Errors
/// [`JcsFault`] when a value has no canonical form.
pub fn body_digest(salt: &Salt, fields: &Fields) -> Result<Digest, JcsFault> {
    Ok(commit(salt, fields)?.1)
}

/// The digest of a body of which only field digests are known.
#[must_use]
pub fn body_of_digests(digests: &BTreeMap<String, Digest>) -> Digest {
    let mut body = BodyText::new(digests.len());
    for (name, digest) in jcs::in_order(digests) {
        body.add(name, digest);
    }
    body.finish()
}

/// The payload (canonical text) and the body digest in one pass: each value is written once and hashed from
/// there.
///
/// # Errors
/// [`JcsFault`] when a value has no canonical form.
pub(crate) fn commit(salt: &Salt, fields: &Fields) -> Result<(String, Digest), JcsFault> {
    let keys = FieldKeys::new(salt);
    let mut body = BodyText::new(fields.len());
    let mut payload = String::with_capacity(48 * fields.len() + 2);
    payload.push('{');
    for (nth, (name, value)) in jcs::in_order(fields).into_iter().enumerate() {
        jcs::write_name(&mut payload, nth, name);
        let from = payload.len();
        jcs::write(&mut payload, value)?;
        body.add(name, &field_text_digest(&keys.key(name), payload.get(from..).unwrap_or_default()));
    }
    payload.push('}');
    Ok((payload, body.finish()))
}

/// The leaf of an entry, SHA-256("xinheng/leaf/v1\0" ‖ JCS(envelope with the body in hex)). Its `leaf` is not
/// read.
#[must_use]
pub fn leaf_digest(entry: &Entry) -> Digest {
    let mut text = String::with_capacity(512);
    for (name, value) in [
        ("{\"actor\":", entry.actor.as_str()),
        (",\"at\":", entry.at.as_str()),
        (",\"body\":", hex::encode(entry.body).as_str()),
        (",\"id\":", entry.id.as_str()),
        (",\"kind\":", entry.kind.as_str()),
        (",\"organ\":", entry.organ.as_str()),
        (",\"release\":", entry.release.as_str()),
        (",\"stream\":", entry.stream.as_str()),
    ] {
        text.push_str(name);
        jcs::write_str(&mut text, value);
    }
    text.push_str(",\"version\":");
    jcs::write_int(&mut text, entry.version);
    text.push('}');
    Sha256::new().chain_update(LEAF).chain_update(text).finalize().into()
}

/// The canonical `{name: hex}` of a body while it is being written; names must come in canonical order.
struct BodyText {
    text: String,
    names: usize,
}

impl BodyText {
    fn new(names: usize) -> BodyText {
        let mut text = String::with_capacity(88 * names + 2);
        text.push('{');
        BodyText { text, names: 0 }
    }

    fn add(&mut self, name: &str, digest: &Digest) {
        jcs::write_name(&mut self.text, self.names, name);
        self.names += 1;
        self.text.push('"');
        write_hex(&mut self.text, digest);
        self.text.push('"');
    }

    fn finish(mut self) -> Digest {
        self.text.push('}');
        Sha256::new().chain_update(BODY).chain_update(self.text).finalize().into()
    }
}

/// Appends a digest as 64 lower-case hexadecimal digits.
pub(crate) fn write_hex(out: &mut String, digest: &Digest) {
    let mut digits = [0_u8; 64];
    // INVARIANT: 64 places for 32 bytes, so this cannot fail.
    if hex::encode_to_slice(digest, &mut digits).is_ok() {
        out.push_str(std::str::from_utf8(&digits).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests;
