//! How 32 bytes are written in the JSON of a proof: digests and keys in hexadecimal, hashes of the tree in
//! base64 (as in `.tlog-proof`). One spelling each: lower case, padded.

/// A digest or key as 64 lower-case hexadecimal digits.
pub(super) mod hex_digest {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::digest::Digest;

    /// Writes the digits.
    ///
    /// # Errors
    /// The serializer's own.
    pub fn serialize<S: Serializer>(digest: &Digest, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(digest))
    }

    /// Reads the digits back.
    ///
    /// # Errors
    /// The deserializer's own; not 64 digits; upper case.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Digest, D::Error> {
        let text = String::deserialize(from)?;
        let mut digest = Digest::default();
        hex::decode_to_slice(&text, &mut digest).map_err(D::Error::custom)?;
        if hex::encode(digest) == text {
            Ok(digest)
        } else {
            Err(D::Error::custom("应为小写十六进制"))
        }
    }
}

/// Hashes of the tree, each in base64.
pub(super) mod base64_hashes {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::tlog_proof::{HASHES_MAX, decode_hash};
    use crate::tree::Hash;

    /// Writes the hashes in their order.
    ///
    /// # Errors
    /// The serializer's own.
    pub fn serialize<S: Serializer>(hashes: &[Hash], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(hashes.iter().map(|hash| STANDARD.encode(hash)))
    }

    /// Reads the hashes back.
    ///
    /// # Errors
    /// The deserializer's own; more hashes than a proof can have; one that is not 32 bytes in canonical base64.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Hash>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        if texts.len() > HASHES_MAX {
            return Err(D::Error::custom("证明过长"));
        }
        texts
            .iter()
            .map(|text| decode_hash(text).ok_or_else(|| D::Error::custom("应为 32 字节的 Base64")))
            .collect()
    }
}
