//! Asking which addresses a name has. Asked once a message; the answer is checked and the very addresses that were
//! checked are called, so that a name which answers differently a moment later gains nothing.

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

/// An answer on its way.
pub type Resolving = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Answers with every address of a name. A test brings its own.
pub type Resolve = Arc<dyn Fn(String) -> Resolving + Send + Sync>;

/// The resolver of the machine.
#[must_use]
pub fn system() -> Resolve {
    Arc::new(|name| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    })
}
