//! Signatures of Standard Webhooks: over `id.timestamp.body`, `v1a` with a key pair (the receiver cannot forge what
//! it can check) and `v1` with a shared secret. The receiver's half is here too, so that its tests can use it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as B64;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const SECRET: &str = "whsec_";
const PUBLIC: &str = "whpk_";
/// Seconds by which the sender's clock may differ from the receiver's.
const TOLERANCE: i64 = 300;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Ed25519; the usual one.
    Pair,
    /// HMAC-SHA-256.
    Shared,
}

/// No such scheme.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("没有「{0}」这种签名方式，请用 v1a（公钥）或 v1（共享密钥）")]
pub struct WrongScheme(String);

impl Scheme {
    /// Its name in the signature.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Pair => "v1a",
            Scheme::Shared => "v1",
        }
    }

    /// Reads the name.
    ///
    /// # Errors
    /// [`WrongScheme`].
    pub fn parse(text: &str) -> Result<Scheme, WrongScheme> {
        match text {
            "v1a" => Ok(Scheme::Pair),
            "v1" => Ok(Scheme::Shared),
            other => Err(WrongScheme(other.chars().take(20).collect())),
        }
    }
}

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub struct Message<'m> {
    /// `webhook-id`: the same at each attempt; holds no full stop.
    pub id: &'m str,
    /// `webhook-timestamp`: seconds of this attempt.
    pub at: i64,
    /// The body, byte for byte.
    pub body: &'m [u8],
}

impl Message<'_> {
    fn text(&self) -> Vec<u8> {
        let mut text = format!("{}.{}.", self.id, self.at).into_bytes();
        text.extend_from_slice(self.body);
        text
    }
}

/// The sender's key for one receiver. Its `Debug` form hides it.
#[derive(Clone)]
pub struct Key(Kept);

#[derive(Clone)]
enum Kept {
    Pair(Box<SigningKey>),
    Shared([u8; 32]),
}

impl Key {
    /// The key of a scheme from 32 bytes that nobody else knows.
    #[must_use]
    pub fn new(scheme: Scheme, seed: &[u8; 32]) -> Key {
        Key(match scheme {
            Scheme::Pair => Kept::Pair(Box::new(SigningKey::from_bytes(seed))),
            Scheme::Shared => Kept::Shared(*seed),
        })
    }

    /// What the receiver needs: the public key, or the shared secret, which is to be shown once only.
    #[must_use]
    pub fn shown(&self) -> String {
        match &self.0 {
            Kept::Pair(pair) => format!("{PUBLIC}{}", B64.encode(pair.verifying_key().as_bytes())),
            Kept::Shared(secret) => format!("{SECRET}{}", B64.encode(secret)),
        }
    }

    /// One signature as the header lists it: `v1a,…`.
    #[must_use]
    pub fn sign(&self, message: Message<'_>) -> String {
        let text = message.text();
        match &self.0 {
            Kept::Pair(pair) => format!("v1a,{}", B64.encode(pair.sign(&text).to_bytes())),
            Kept::Shared(secret) => {
                let code = keyed(secret, &text).map(|mac| mac.finalize().into_bytes());
                format!("v1,{}", code.map(|code| B64.encode(code)).unwrap_or_default())
            }
        }
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Kept::Pair(_) => "Key(v1a, …)",
            Kept::Shared(_) => "Key(v1, …)",
        })
    }
}

/// HMAC takes a key of any length, so there always is one.
fn keyed(secret: &[u8], text: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(text);
    Some(mac)
}

/// Why a message is not from the sender, or not of now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unverified {
    /// The receiver's key cannot be read.
    #[error("验证用的密钥应以 whpk_ 或 whsec_ 开头")]
    Key,
    /// The timestamp is no number, or too far away.
    #[error("消息的时间与本机相差超过五分钟")]
    Time,
    /// No signature fits.
    #[error("没有一个签名与消息相符")]
    Signature,
}

/// The receiver's half.
#[derive(Debug, Clone)]
pub enum Verifier {
    /// With the sender's public key.
    Pair(Box<VerifyingKey>),
    /// With the shared secret.
    Shared(Vec<u8>),
}

impl Verifier {
    /// Reads what the sender showed: `whpk_…` or `whsec_…`.
    ///
    /// # Errors
    /// [`Unverified::Key`].
    pub fn parse(shown: &str) -> Result<Verifier, Unverified> {
        let decode = |text: &str| B64.decode(text).map_err(|_| Unverified::Key);
        if let Some(text) = shown.strip_prefix(SECRET) {
            return Ok(Verifier::Shared(decode(text)?));
        }
        let bytes = decode(shown.strip_prefix(PUBLIC).ok_or(Unverified::Key)?)?;
        let key = VerifyingKey::try_from(bytes.as_slice()).map_err(|_| Unverified::Key)?;
        Ok(Verifier::Pair(Box::new(key)))
    }

    /// Is the message from the sender, and of now? `listed` is the header: signatures with spaces between them.
    ///
    /// # Errors
    /// [`Unverified`].
    pub fn verify(&self, message: Message<'_>, listed: &str, now: i64) -> Result<(), Unverified> {
        if message.at.abs_diff(now) > TOLERANCE.unsigned_abs() {
            return Err(Unverified::Time);
        }
        let text = message.text();
        let fits = listed.split(' ').filter_map(|one| one.split_once(',')).any(|(scheme, code)| {
            let code = B64.decode(code).unwrap_or_default();
            match (self, scheme) {
                (Verifier::Shared(secret), "v1") => {
                    keyed(secret, &text).is_some_and(|mac| mac.verify_slice(&code).is_ok())
                }
                (Verifier::Pair(key), "v1a") => {
                    Signature::from_slice(&code).is_ok_and(|code| key.verify_strict(&text, &code).is_ok())
                }
                _ => false,
            }
        });
        if fits { Ok(()) } else { Err(Unverified::Signature) }
    }
}

#[cfg(test)]
mod tests;
