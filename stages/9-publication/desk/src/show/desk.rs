//! The portal with what it remembers between requests: answers that only change with the ledger or the day.

use std::sync::{Arc, RwLock};

use axum::response::{IntoResponse, Response};
use xh_kernel::Date;
use xh_web::{Frame, Page, Problem};

use crate::Portal;
use crate::load::{ObligationLine, QualityLine};
use crate::pages::{HomePage, LedgerPage};

/// State of the page handlers.
#[derive(Clone)]
pub(crate) struct Desk {
    /// What it stands on.
    pub portal: Portal,
    /// The front page of a ledger position and day.
    pub home: Memo<HomePage>,
    /// The ledger page of a position and checkpoint.
    pub ledger: Memo<LedgerPage>,
    /// The board of a month and a ledger position.
    pub quality: Memo<Vec<QualityLine>>,
    /// What is owed on a day, by ledger position.
    pub obligations: Memo<Vec<ObligationLine>>,
}

impl Desk {
    pub(crate) fn of(portal: Portal) -> Desk {
        let (home, ledger) = (Memo::default(), Memo::default());
        Desk { portal, home, ledger, quality: Memo::default(), obligations: Memo::default() }
    }
}

/// Day, ledger position, and a third number that also changes the answer.
pub(crate) type Key = (Date, i64, i64);

/// One remembered value, valid for exactly one state of the ledger on one day.
pub(crate) struct Memo<T>(Arc<RwLock<Option<(Key, T)>>>);

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        Memo(Arc::clone(&self.0))
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Memo(Arc::default())
    }
}

impl<T: Clone> Memo<T> {
    pub(crate) fn get(&self, key: Key) -> Option<T> {
        let kept = self.0.read().ok()?;
        kept.as_ref().filter(|(known, _)| *known == key).map(|(_, value)| value.clone())
    }

    pub(crate) fn put(&self, key: Key, value: &T) {
        if let Ok(mut kept) = self.0.write() {
            *kept = Some((key, value.clone()));
        }
    }
}

/// A rendered page.
pub(crate) fn page<P: Page>(frame: &Frame, page: &P) -> Result<Response, Problem> {
    Ok(crate::pages::render(frame, page)?.into_response())
}
