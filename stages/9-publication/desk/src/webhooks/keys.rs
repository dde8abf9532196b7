//! Keys of subscribers. None is stored: each follows from the secret of the log's key file, the subscriber and the
//! number of its key, so every node has it, a backup without the key file has none, and a new one costs a number.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use xh_kernel::Instant;
use xh_publication_store::Subscriber;
use xh_webhook::{KEPT_BESIDE, Key, Message, Scheme};

/// Makes the keys. Its `Debug` form hides everything.
#[derive(Clone)]
pub struct WebhookKeys(Hmac<Sha256>);

impl std::fmt::Debug for WebhookKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookKeys(…)")
    }
}

impl WebhookKeys {
    /// From a secret that all nodes of a deployment share; `None` for an empty one.
    #[must_use]
    pub fn of(secret: &str) -> Option<WebhookKeys> {
        let secret = secret.trim();
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
        (!secret.is_empty()).then_some(WebhookKeys(mac))
    }

    /// The subscriber's key of now.
    #[must_use]
    pub fn current(&self, of: &Subscriber) -> Key {
        self.key(of, of.generation)
    }

    /// The signatures of a message, the new key's first; for a day after a change of keys the old one signs too.
    #[must_use]
    pub fn sign(&self, of: &Subscriber, message: Message<'_>) -> String {
        let signed = self.current(of).sign(message);
        if !beside(of.rotated_at.as_ref(), message.at) {
            return signed;
        }
        format!("{signed} {}", self.key(of, of.generation - 1).sign(message))
    }

    fn key(&self, of: &Subscriber, generation: i64) -> Key {
        let mut mac = self.0.clone();
        mac.update(b"xinheng/webhook-key/v1\0");
        mac.update(of.id.as_bytes());
        mac.update(&generation.to_be_bytes());
        let seed: [u8; 32] = mac.finalize().into_bytes().into();
        Key::new(Scheme::parse(&of.scheme).unwrap_or(Scheme::Pair), &seed)
    }
}

fn beside(rotated: Option<&Instant>, now: i64) -> bool {
    let since = rotated.map(|at| now - at.unix_micros().div_euclid(1_000_000));
    since.is_some_and(|seconds| seconds < i64::try_from(KEPT_BESIDE.as_secs()).unwrap_or(i64::MAX))
}
