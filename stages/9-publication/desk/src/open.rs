//! How data leave: how far back the change feed goes, how often one asker may ask, how many lists are made at a time.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use xh_policy_store::Office;
use xh_web::Problem;
use xh_web::rate::{Admitted, Asker, Rate};

/// Lists made at a time; further ones wait.
const LISTS_AT_A_TIME: usize = 2;

/// Settings of feed, downloads and what else leaves in bulk; cheap to clone, counts are shared.
#[derive(Debug, Clone)]
pub struct OpenData {
    /// Days for which a place in the change feed holds. None: for ever, since the ledger is kept for ever.
    pub feed_days: Option<u32>,
    /// How often one asker may ask.
    pub rate: Rate,
    turns: Arc<Semaphore>,
}

impl Default for OpenData {
    fn default() -> OpenData {
        OpenData { feed_days: None, rate: Rate::default(), turns: Arc::new(Semaphore::new(LISTS_AT_A_TIME)) }
    }
}

impl OpenData {
    /// Places in the change feed hold for so many days.
    #[must_use]
    pub fn keeping(feed_days: Option<u32>) -> OpenData {
        OpenData { feed_days, ..OpenData::default() }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// A 429 problem when the asker has used up its allowance.
    pub fn admit(&self, office: &Office, asker: &Asker) -> Result<Admitted, Problem> {
        self.rate.admit(asker, office.moment().at().unix_micros().div_euclid(1_000_000))
    }

    /// Waits until a list may be made.
    ///
    /// # Errors
    /// A 503 problem when the server is stopping.
    pub(crate) async fn turn(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        turn.map_err(|_| Problem::unavailable("服务正在停止，请稍后再下载"))
    }
}
