//! What somebody outside the process has seen as done: the leaves of the ledger and the progress of the
//! batch. After a kill all of it must still be there, in its place.

use std::collections::BTreeMap;

use xh_db::Tx;
use xh_intake_store::Batch;

use crate::shop::Shop;

/// More than any test has.
const BATCHES: i64 = 1_000;
const LONG_AGO: &str = "2000-01-01T00:00:00.000000Z";

/// What is known to be done.
pub struct Noted {
    pub leaves: Vec<Vec<u8>>,
    /// Rows done by batch.
    pub rows: BTreeMap<String, i64>,
    /// Who works on the newest batch.
    pub holder: String,
}

impl Noted {
    pub fn now(shop: &Shop) -> Self {
        reading(shop, async |tx| {
            let head = xh_ledger_store::head(tx).await.unwrap();
            let leaves = xh_ledger_store::leaf_page(tx, 0, head).await.unwrap();
            let batches = xh_intake_store::recent(tx, BATCHES).await.unwrap();
            let holder = batches.first().map_or_else(String::new, |newest| newest.holder.clone());
            let rows = batches.into_iter().map(|batch| (batch.id, batch.tally.rows)).collect();
            Noted { leaves, rows, holder }
        })
    }

    /// Rows done, of all batches.
    pub fn done(&self) -> i64 {
        self.rows.values().sum()
    }

    /// Everything noted before is still there: the same leaves at the same positions, no row undone.
    pub fn still_in(&self, after: &Noted) {
        assert!(after.leaves.starts_with(&self.leaves), "an entry seen before the kill is gone");
        for (batch, rows) in &self.rows {
            assert!(after.rows.get(batch).is_some_and(|now| now >= rows), "rows of {batch} are undone");
        }
    }
}

/// How many entries of each kind the ledger has.
pub fn kinds(shop: &Shop) -> BTreeMap<String, i64> {
    reading(shop, async |tx| {
        let head = xh_ledger_store::head(tx).await.unwrap();
        let mut kinds = BTreeMap::new();
        for stored in xh_ledger_store::entries(tx, 0, head).await.unwrap() {
            *kinds.entry(stored.entry.kind).or_default() += 1;
        }
        kinds
    })
}

/// Five seconds of silence, without waiting for them: a killed holder shows no life, so the next import may take its
/// batch over at once.
pub fn silence(shop: &Shop) {
    let db = shop.db();
    shop.wait(async {
        let mut tx = db.write().await.unwrap();
        for open in xh_intake_store::recent(&mut tx, BATCHES).await.unwrap() {
            let Batch { id, holder, next_row, tally, .. } = open;
            xh_intake_store::save_progress(&mut tx, &id, &holder, next_row, &tally, LONG_AGO).await.unwrap();
        }
        tx.commit().await.unwrap();
        close(&db).await;
    });
}

/// Asks the database as a stranger to the process.
pub fn reading<T>(shop: &Shop, ask: impl AsyncFnOnce(&mut Tx<'_>) -> T) -> T {
    let db = shop.db();
    shop.wait(async {
        let mut tx = db.read().await.unwrap();
        let answer = ask(&mut tx).await;
        drop(tx);
        close(&db).await;
        answer
    })
}

/// A SQLite handle is opened for each question; the server's one stays with its shop.
async fn close(db: &xh_db::Db) {
    if db.engine() == xh_db::Engine::Sqlite {
        db.close().await;
    }
}
