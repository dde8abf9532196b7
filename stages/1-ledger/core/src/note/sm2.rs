//! The second line of a note in a `gm` deployment: SM2 with SM3 (GB/T 32918, GB/T 32905) over the same text,
//! under signature type 0xff of C2SP signed-note, so that a program which knows only Ed25519 passes it over. The
//! signature is DER as OpenSSL writes and reads it, with the usual signer id. This file makes no keys: 32 secret
//! bytes or a PKCS#8 PEM come from outside, and the nonce follows from key and text (RFC 6979).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use sm2::dsa::signature::{Signer, Verifier};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};
use sm2::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use sm2::{PublicKey, SecretKey};

use super::{Note, NoteFault, SIGNATURES_MAX, check_name, has_controls, split_key};

/// Signature type of keys without a number of their own, and the longer name that the standard asks to follow.
const OTHER: u8 = 0xff;
const KIND: &[u8] = b"xinheng.sm2-sm3/v1";
/// The signer id that GM/T 0009 gives to whoever has chosen none.
const SIGNER_ID: &str = "1234567812345678";
/// An uncompressed point.
const POINT: usize = 65;

/// Adds SM2 lines to notes.
#[derive(Clone)]
pub struct Sm2Signer {
    name: String,
    key: SigningKey,
}

/// Checks the SM2 line of notes.
#[derive(Clone, Debug)]
pub struct Sm2Verifier {
    name: String,
    key: VerifyingKey,
}

impl Sm2Signer {
    /// A signer from its name (for a log: the origin) and 32 secret random bytes.
    ///
    /// # Errors
    /// [`NoteFault::Name`]; [`NoteFault::Sm2`] for bytes beyond the order of the curve (one chance in 2³²): take
    /// others.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Sm2Signer, NoteFault> {
        Sm2Signer::of(name, &SecretKey::from_slice(seed).map_err(|_| NoteFault::Sm2)?)
    }

    /// Reads a private key as `openssl genpkey -algorithm SM2` writes it.
    ///
    /// # Errors
    /// [`NoteFault::Name`] or [`NoteFault::Sm2`]; neither repeats the text.
    pub fn from_pem(name: &str, pem: &str) -> Result<Sm2Signer, NoteFault> {
        Sm2Signer::of(name, &SecretKey::from_pkcs8_pem(pem.trim()).map_err(|_| NoteFault::Sm2)?)
    }

    fn of(name: &str, secret: &SecretKey) -> Result<Sm2Signer, NoteFault> {
        check_name(name)?;
        let key = SigningKey::new(SIGNER_ID, secret).map_err(|_| NoteFault::Sm2)?;
        Ok(Sm2Signer { name: name.to_owned(), key })
    }

    /// The private key as PKCS#8 PEM. Whoever has it can sign in this name.
    ///
    /// # Errors
    /// [`NoteFault::Sm2`], which does not happen for a key that was read or made here.
    pub fn to_secret_pem(&self) -> Result<String, NoteFault> {
        let secret = SecretKey::from(self.key.as_nonzero_scalar());
        let pem = secret.to_pkcs8_pem(LineEnding::LF).map_err(|_| NoteFault::Sm2)?;
        Ok(pem.as_str().to_owned())
    }

    /// The public half.
    #[must_use]
    pub fn verifier(&self) -> Sm2Verifier {
        Sm2Verifier { name: self.name.clone(), key: self.key.verifying_key().clone() }
    }

    /// The signed note with this key's line below the others. Same note, same line.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`] when it is no note or has no room for a line.
    pub fn add_to(&self, note: &str) -> Result<String, NoteFault> {
        let parsed = Note::parse(note).ok_or(NoteFault::Malformed)?;
        if parsed.lines.len() >= SIGNATURES_MAX || has_controls(parsed.text) {
            return Err(NoteFault::Malformed);
        }
        let signed: Signature = self.key.try_sign(parsed.text.as_bytes()).map_err(|_| NoteFault::Sm2)?;
        let mut signature = self.verifier().key_id().to_vec();
        signature.extend_from_slice(signed.to_der().as_bytes());
        Ok(format!("{note}— {} {}\n", self.name, STANDARD.encode(signature)))
    }
}

/// Shows the name only: a key must not reach a log file.
impl std::fmt::Debug for Sm2Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sm2Signer").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Sm2Verifier {
    /// Whether a key text says that it is an SM2 key; whether it is a good one, [`Sm2Verifier::parse`] tells.
    #[must_use]
    pub fn is_meant(vkey: &str) -> bool {
        split_key(vkey)
            .is_ok_and(|(_, _, typed)| typed.strip_prefix(&[OTHER]).is_some_and(|k| k.starts_with(KIND)))
    }

    /// Reads a vkey, `<name>+<id>+<base64>`.
    ///
    /// # Errors
    /// [`NoteFault::Key`], [`NoteFault::Name`] or [`NoteFault::Algorithm`].
    pub fn parse(vkey: &str) -> Result<Sm2Verifier, NoteFault> {
        let (name, id, typed) = split_key(vkey)?;
        check_name(name)?;
        let kind = typed.first().copied().unwrap_or_default();
        let point = typed.strip_prefix(&[OTHER]).and_then(|rest| rest.strip_prefix(KIND));
        let point = point.ok_or(NoteFault::Algorithm(kind))?;
        let key = VerifyingKey::from_sec1_bytes(SIGNER_ID, point).map_err(|_| NoteFault::Key)?;
        let verifier = Sm2Verifier { name: name.to_owned(), key };
        // One spelling: the uncompressed point, whose id is the one in the text.
        if point.len() == POINT && verifier.key_id() == id { Ok(verifier) } else { Err(NoteFault::Key) }
    }

    /// Reads a public key as `openssl pkey -pubout` writes it.
    ///
    /// # Errors
    /// [`NoteFault::Name`] or [`NoteFault::Sm2`].
    pub fn from_pem(name: &str, pem: &str) -> Result<Sm2Verifier, NoteFault> {
        check_name(name)?;
        let key = PublicKey::from_public_key_pem(pem.trim()).map_err(|_| NoteFault::Sm2)?;
        let key = VerifyingKey::new(SIGNER_ID, key).map_err(|_| NoteFault::Sm2)?;
        Ok(Sm2Verifier { name: name.to_owned(), key })
    }

    /// The public key as PEM, for OpenSSL.
    ///
    /// # Errors
    /// [`NoteFault::Sm2`], which does not happen for a key that was read here.
    pub fn to_pem(&self) -> Result<String, NoteFault> {
        self.key.to_public_key_pem(LineEnding::LF).map_err(|_| NoteFault::Sm2)
    }

    /// The text of the key, `<name>+<id>+<base64>`.
    #[must_use]
    pub fn vkey(&self) -> String {
        format!("{}+{}+{}", self.name, hex::encode(self.key_id()), STANDARD.encode(self.typed()))
    }

    /// The name under which the key signs.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First four bytes of SHA-256(name ‖ "\n" ‖ type ‖ public key).
    #[must_use]
    pub fn key_id(&self) -> [u8; 4] {
        let hash =
            Sha256::new().chain_update(&self.name).chain_update(b"\n").chain_update(self.typed()).finalize();
        hash.first_chunk().copied().unwrap_or_default()
    }

    /// The text of a note that this key signed. Signatures of other keys are ignored.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`], [`NoteFault::Unsigned`] or [`NoteFault::Forged`].
    pub fn verify<'n>(&self, note: &'n str) -> Result<&'n str, NoteFault> {
        Note::parse(note).ok_or(NoteFault::Malformed)?.signed_by(
            &self.name,
            self.key_id(),
            |text, signature| {
                let signature = Signature::from_der(signature).ok();
                signature.is_some_and(|signature| self.key.verify(text, &signature).is_ok())
            },
        )
    }

    fn typed(&self) -> Vec<u8> {
        [&[OTHER], KIND, &self.key.to_sec1_bytes()].concat()
    }
}

impl PartialEq for Sm2Verifier {
    fn eq(&self, other: &Sm2Verifier) -> bool {
        self.vkey() == other.vkey()
    }
}

impl Eq for Sm2Verifier {}

#[cfg(test)]
mod tests;
