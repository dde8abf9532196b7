//! Requests under way in this process: the second of two equal requests is told so at once and does not wait.
//!
//! Not what keeps an act from being done twice: that is the answer kept in the act's transaction ([`crate::Repeat`]),
//! which also holds between processes and when a client hangs up while its act is on its way.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::Repeat;

/// The requests under way; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Flights(Arc<Mutex<HashSet<String>>>);

/// One request under way; it has landed when this is dropped.
#[derive(Debug)]
pub struct Flight {
    all: Flights,
    key: String,
}

impl Flights {
    /// Starts a request; `None` while one under the same key is under way.
    #[must_use]
    pub fn start(&self, repeat: &Repeat) -> Option<Flight> {
        let key = repeat.key().to_owned();
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(key.clone()).then(|| Flight { all: self.clone(), key })
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
