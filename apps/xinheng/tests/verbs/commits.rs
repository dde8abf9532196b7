//! kill -9 inside a commit. SQLite: its log is watched from outside, and the import is killed while
//! frames without their commit stand in it. PostgreSQL: commits are slowed down by a deferred trigger of
//! the test's own, and the import is killed while the server is at `COMMIT`; then the rows are done
//! although nobody was told.

use std::process::Child;
use std::time::{Duration, Instant};

use xh_db::{Engine, testing};

use crate::kills::random;
use crate::noted::{Noted, silence};
use crate::shop::Shop;
use crate::{number, wal};

/// Kills that must have met a commit.
const WANTED: u32 = 3;
const TRIES: u32 = 20;
const RECORDS: u32 = 6_000;

on_both! {
    fn an_import_killed_inside_a_commit_resumes_whole(engine) {
        let shop = Shop::with(engine, 300, RECORDS);
        if engine == Engine::Postgres {
            // One row of it a chunk.
            shop.wait(testing::slow_commits(&shop.db(), "intake_original"));
        }
        let file = shop.file("city/penalty.csv");
        let mut inside = 0;
        for _ in 0..TRIES {
            inside += u32::from(kill_at_commit(&shop, &file));
            if inside == WANTED {
                break;
            }
        }
        assert_eq!(inside, WANTED, "kills inside a commit, of {TRIES}");
        let resumed = shop.import("penalty", &file, &[]);
        assert_eq!(number(&resumed, "rows"), i64::from(RECORDS), "{resumed}");
        let again = shop.import("penalty", &file, &[]);
        assert_eq!(number(&again, "filed") + number(&again, "amended"), 0, "{again}");
        let known = number(&resumed, "filed") + number(&resumed, "duplicate");
        assert_eq!(number(&again, "duplicate"), known, "{resumed} {again}");
        shop.done(&["ledger", "audit"]);
    }
}

/// Did the kill meet a commit?
fn kill_at_commit(shop: &Shop, file: &str) -> bool {
    let before = Noted::now(shop);
    let mut child = shop.command(&["import", "--kind", "penalty", "--json", file]).spawn().unwrap();
    let met = match shop.url() {
        Some(_) => postgres(shop, &mut child),
        None => sqlite(shop, &mut child),
    };
    let after = Noted::now(shop);
    before.still_in(&after);
    silence(shop);
    met
}

fn sqlite(shop: &Shop, child: &mut Child) -> bool {
    let log = shop.data().join("xinheng.db-wal");
    until(child, || wal::inside_a_commit(&log));
    std::thread::sleep(random(3));
    killed(child) && wal::inside_a_commit(&log)
}

fn postgres(shop: &Shop, child: &mut Child) -> bool {
    let at_commit = || shop.wait(testing::committing(&shop.db()));
    until(child, at_commit);
    let met = at_commit();
    killed(child) && met
}

/// Looks until it is so, or the process has ended.
fn until(child: &mut Child, mut so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !so() && child.try_wait().unwrap().is_none() && Instant::now() < end {}
}

/// `false` when it had ended by itself.
fn killed(child: &mut Child) -> bool {
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}
