//! How often one asker may ask, said in headers before it is refused (draft-ietf-httpapi-ratelimit-headers): a fixed
//! window by network address. No captcha, no registration; addresses live in memory for one window and in no log.
//!
//! Behind a proxy all askers share the proxy's address unless the proxy limits by itself: a header that anyone can
//! write is not believed.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::{Problem, ProblemKind};

/// Addresses remembered at most; beyond them newcomers share one allowance until the window is over.
const ASKERS_MAX: usize = 20_000;
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

/// Who asks: an IPv4 address, or the first half of an IPv6 address, which one household or host has whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asker(u64);

impl<S: Send + Sync> FromRequestParts<S> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let from = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(from.map_or(Asker(0), |from| Asker::at(from.0.ip())))
    }
}

impl Asker {
    /// The asker at an address.
    #[must_use]
    pub fn at(address: IpAddr) -> Asker {
        match address.to_canonical() {
            IpAddr::V4(four) => Asker(u64::from(four.to_bits())),
            IpAddr::V6(six) => Asker(u64::try_from(six.to_bits() >> 64).unwrap_or(0)),
        }
    }
}

/// So many times in so many seconds.
#[derive(Debug, Clone)]
pub struct Rate {
    quota: u32,
    window: i64,
    kept: Arc<Mutex<Kept>>,
}

/// What was asked in the window that began at `begun` (Unix seconds).
#[derive(Debug, Default)]
struct Kept {
    begun: i64,
    asked: BTreeMap<Asker, u32>,
}

/// An allowed request: what is left is said on its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    policy: String,
    left: String,
}

impl Default for Rate {
    /// 600 in five minutes.
    fn default() -> Rate {
        Rate::new(600, 300)
    }
}

impl Rate {
    /// `quota` requests in `window` seconds.
    #[must_use]
    pub fn new(quota: u32, window: u32) -> Rate {
        Rate { quota, window: i64::from(window.max(1)), kept: Arc::default() }
    }

    /// Counts one request at an instant (Unix seconds).
    ///
    /// # Errors
    /// A 429 problem when the allowance is used up.
    pub fn admit(&self, asker: &Asker, now: i64) -> Result<Admitted, Problem> {
        let (used, left_seconds) = self.count(asker, now);
        if used > self.quota {
            let (quota, window) = (self.quota, self.window);
            let words =
                format!("每{window}秒最多{quota}次，请在{left_seconds}秒后再试；整份数据请用批量下载");
            return Err(
                Problem::new(ProblemKind::TooMany, words).after(u32::try_from(left_seconds).unwrap_or(1))
            );
        }
        Ok(Admitted {
            policy: format!("\"default\";q={};w={}", self.quota, self.window),
            left: format!("\"default\";r={};t={left_seconds}", self.quota - used),
        })
    }

    /// How often this asker has asked in the window, this time included, and the seconds until it is over.
    fn count(&self, asker: &Asker, now: i64) -> (u32, i64) {
        let begun = now - now.rem_euclid(self.window);
        let Ok(mut kept) = self.kept.lock() else { return (1, self.window) };
        if kept.begun != begun {
            *kept = Kept { begun, asked: BTreeMap::new() };
        }
        let full = kept.asked.len() >= ASKERS_MAX && !kept.asked.contains_key(asker);
        let who = if full { Asker(0) } else { asker.clone() };
        let used = kept.asked.entry(who).or_default();
        *used = used.saturating_add(1);
        (*used, begun + self.window - now)
    }
}

impl Admitted {
    /// The answer with what is left in its headers.
    #[must_use]
    pub fn on(&self, answer: impl IntoResponse) -> Response {
        let mut answer = answer.into_response();
        for (name, text) in [(POLICY, &self.policy), (LEFT, &self.left)] {
            if let Ok(value) = HeaderValue::from_str(text) {
                answer.headers_mut().insert(name, value);
            }
        }
        answer.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allowance_is_said_used_up_and_renewed() {
        let rate = Rate::new(2, 60);
        let (one, other) = (Asker::at("192.0.2.1".parse().unwrap()), Asker::at("192.0.2.2".parse().unwrap()));
        assert_eq!(rate.admit(&one, 600).unwrap().left, "\"default\";r=1;t=60");
        assert_eq!(rate.admit(&one, 610).unwrap().left, "\"default\";r=0;t=50");
        let refused = rate.admit(&one, 611).unwrap_err();
        assert_eq!((refused.status(), refused.detail().contains("49秒后")), (429, true), "{refused:?}");
        assert_eq!(rate.admit(&other, 611).unwrap().left, "\"default\";r=1;t=49");
        assert_eq!(rate.admit(&one, 660).unwrap().left, "\"default\";r=1;t=60");
    }

    #[test]
    fn one_network_is_one_asker() {
        let at = |text: &str| Asker::at(text.parse().unwrap());
        assert_eq!(at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::9"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_eq!(at("::ffff:192.0.2.1"), at("192.0.2.1"));
    }
}
