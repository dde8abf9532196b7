//! The only place that reads the real clock and the system's randomness; everything below gets a `Moment`.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use xh_kernel::{Instant, Moment};
use xh_policy_store::Clock;

/// Now.
#[must_use]
pub fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_unix_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// 32 bytes of the system's randomness.
///
/// # Errors
/// When the system gives none: nothing may be salted then.
pub fn seed() -> std::io::Result<[u8; 32]> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(std::io::Error::other)?;
    Ok(seed)
}

/// The real clock. A system without randomness ends the process: no salt may ever be guessable.
#[must_use]
pub fn clock() -> Clock {
    Arc::new(|| match seed() {
        Ok(seed) => Moment::new(now(), seed),
        Err(fault) => {
            tracing::error!(%fault, "no randomness");
            std::process::exit(5)
        }
    })
}
