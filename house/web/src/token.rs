//! Bearer tokens for writing through the API: `xh_` + 43 characters + 4 check characters.
//!
//! The text is shown once when it is made; only its digest is stored. The check characters tell a mistyped
//! token from an unknown one and let secret scanners recognise it. Random bytes come from the caller.

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use sha2::{Digest, Sha256};

const PREFIX: &str = "xh_";
const SECRET_CHARS: usize = 43;
const CHECK_CHARS: usize = 4;

/// A bearer token's text. Its `Debug` form hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Makes a token of 32 random bytes.
    #[must_use]
    pub fn from_random(random: &[u8; 32]) -> Token {
        let secret = B64.encode(random);
        let check = check(&secret);
        Token(format!("{PREFIX}{secret}{check}"))
    }

    /// Reads a token, checking its shape and its check characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Token> {
        let body = text.strip_prefix(PREFIX)?;
        let plain = body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if !plain || body.len() != SECRET_CHARS + CHECK_CHARS {
            return None;
        }
        let (secret, tail) = body.split_at_checked(SECRET_CHARS)?;
        (tail == check(secret)).then(|| Token(text.to_owned()))
    }

    /// Reads `Authorization: Bearer …`.
    #[must_use]
    pub fn bearer(headers: &HeaderMap) -> Option<Token> {
        let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let (scheme, text) = value.split_once(' ')?;
        if scheme.eq_ignore_ascii_case("bearer") { Token::parse(text.trim()) } else { None }
    }

    /// The text, to be shown once to the person who asked for it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is stored: hex SHA-256 with its own domain. The token has 256 random bits, so no slow hash is
    /// needed.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"xinheng/token/v1\0");
        hash.update(self.0.as_bytes());
        hex::encode(hash.finalize())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Token(xh_…)")
    }
}

fn check(secret: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"xinheng/token-check/v1\0");
    hash.update(secret.as_bytes());
    hex::encode(hash.finalize()).chars().take(CHECK_CHARS).collect()
}

#[cfg(test)]
mod tests;
