//! What every act needs at hand: the database, the law in force, the clock. Desks take it by reference.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

use xh_db::{Db, Fault, Res, Tx};
use xh_kernel::{Date, Instant, Moment};
use xh_policy::Release;

use crate::in_force_digest;

/// Makes the moment of an act: instant, legal day, ids and salts. Only `apps` builds one from the real clock.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// Database, law and clock.
#[derive(Clone)]
pub struct Office {
    /// The one door.
    pub db: Db,
    clock: Clock,
    cached: Arc<RwLock<Option<Arc<Release>>>>,
    /// The latest instant that the ledger was seen to hold, in Unix microseconds.
    seen: Arc<AtomicI64>,
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Office").finish_non_exhaustive()
    }
}

impl Office {
    /// An office over a database that has a release in force (see `adopt`).
    #[must_use]
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock, cached: Arc::default(), seen: Arc::new(AtomicI64::new(i64::MIN)) }
    }

    /// The moment of an act that begins now.
    #[must_use]
    pub fn moment(&self) -> Moment {
        (self.clock)()
    }

    /// Today's legal day for a reader. It never lies before the ledger's newest day that was seen: what has ended is
    /// not shown again by a clock that goes back.
    #[must_use]
    pub fn today(&self) -> Date {
        let now = self.moment().at().unix_micros().max(self.seen.load(Ordering::Relaxed));
        Instant::from_unix_micros(now).legal_day()
    }

    /// Remembers when the newest entry was made; `None` forgets it.
    pub fn saw(&self, newest: Option<&Instant>) {
        self.seen.store(newest.map_or(i64::MIN, Instant::unix_micros), Ordering::Relaxed);
    }

    /// The release in force; parsed once, again only when another was adopted.
    ///
    /// # Errors
    /// `Fault` when the database fails or holds no release.
    pub async fn law(&self) -> Res<Arc<Release>> {
        let mut tx = self.db.read().await?;
        self.law_in(&mut tx).await
    }

    /// The release in force as this transaction sees it.
    ///
    /// # Errors
    /// `Fault` when the database fails or holds no release.
    pub async fn law_in(&self, tx: &mut Tx<'_>) -> Res<Arc<Release>> {
        let digest =
            in_force_digest(tx).await?.ok_or_else(|| Fault::found("政策发布", "没有已采用的版本"))?;
        if let Some(release) = self.remembered(&digest) {
            return Ok(release);
        }
        let content = crate::release(tx, &digest).await?.map(|r| r.content).unwrap_or_default();
        let release = Release::from_content(&content).map_err(|e| Fault::found("政策发布", e))?;
        let release = Arc::new(release);
        if let Ok(mut cached) = self.cached.write() {
            *cached = Some(Arc::clone(&release));
        }
        Ok(release)
    }

    fn remembered(&self, digest: &str) -> Option<Arc<Release>> {
        let cached = self.cached.read().ok()?;
        cached.as_ref().filter(|r| r.digest() == digest).cloned()
    }
}
