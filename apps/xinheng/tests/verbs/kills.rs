//! kill -9 at random moments of an import: what was seen as done stays, nothing comes twice, the resumed
//! file ends with the figures of an undisturbed run. Six kills an engine by default; XINHENG_KILLS sets
//! another number.

use std::collections::BTreeMap;
use std::process::Child;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::Value;
use xh_db::Engine;

use crate::noted::{Noted, kinds, silence};
use crate::number;
use crate::shop::Shop;

const SUBJECTS: u32 = 400;

on_both! {
    fn a_killed_import_resumes_with_the_figures_of_an_undisturbed_one(engine) {
        let (kills, calm) = (kills(), calm());
        let shop = Shop::with(engine, SUBJECTS, records());
        let file = shop.file("city/penalty.csv");
        let advanced: Vec<i64> = (0..kills).map_while(|kill| kill_once(&shop, &file, kill)).collect();
        let between = advanced.iter().filter(|rows| **rows > 0).count();
        assert!(between * 2 >= kills, "{kills} kills wanted, of these between two commits: {advanced:?}");
        let resumed = shop.import("penalty", &file, &[]);
        same_figures(&resumed, &calm.figures);
        let again = shop.import("penalty", &file, &[]);
        assert_eq!(number(&again, "filed") + number(&again, "amended"), 0, "{again}");
        assert_eq!(kinds(&shop), calm.kinds, "entries of each kind");
        shop.done(&["ledger", "audit"]);
    }
}

fn kills() -> usize {
    std::env::var("XINHENG_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6)
}

/// Enough that the import is still at work when the last kill comes.
fn records() -> u32 {
    3_000 + 1_000 * u32::try_from(kills()).unwrap()
}

/// How it goes when nobody is killed; the same for both engines.
struct Calm {
    figures: Value,
    kinds: BTreeMap<String, i64>,
}

fn calm() -> &'static Calm {
    static CALM: OnceLock<Calm> = OnceLock::new();
    CALM.get_or_init(|| {
        let shop = Shop::with(Engine::Sqlite, SUBJECTS, records());
        let figures = shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
        Calm { figures, kinds: kinds(&shop) }
    })
}

/// Starts an import and kills it; answers the rows it was seen to do, `None` when it was done before.
fn kill_once(shop: &Shop, file: &str, kill: usize) -> Option<i64> {
    let before = Noted::now(shop);
    let mut child = shop.command(&["import", "--kind", "penalty", "--json", file]).spawn().unwrap();
    let seen = moment(shop, &before, &mut child, kill);
    child.kill().unwrap();
    let ended = child.wait().unwrap();
    let after = Noted::now(shop);
    before.still_in(&after);
    seen.still_in(&after);
    let (was, then, is) = (before.done(), seen.done(), after.done());
    println!(
        "kill {kill}: {was} rows before, {then} seen as done, {is} found, {} entries",
        after.leaves.len()
    );
    silence(shop);
    ended.code().is_none().then_some(then - was)
}

/// Waits for a random moment after the import's first commit, every fourth time after it took its batch; answers what
/// was done by then.
fn moment(shop: &Shop, before: &Noted, child: &mut Child, kill: usize) -> Noted {
    let mut moment = None;
    loop {
        let now = Noted::now(shop);
        let began = if kill % 4 == 3 { now.holder != before.holder } else { now.done() > before.done() };
        if began {
            moment.get_or_insert_with(|| Instant::now() + random(500));
        }
        let ended = child.try_wait().unwrap().is_some();
        if ended || moment.is_some_and(|at| at <= Instant::now()) {
            return now;
        }
        std::thread::sleep(random(20));
    }
}

/// Up to so many milliseconds.
pub fn random(below: u64) -> Duration {
    let mut byte = [0; 8];
    getrandom::fill(&mut byte).unwrap();
    Duration::from_micros(u64::from_le_bytes(byte) % (below * 1_000))
}

/// A batch that ended between two kills makes the last run a repetition; its filed rows are then duplicates.
fn same_figures(resumed: &Value, undisturbed: &Value) {
    let known = |counts: &Value| number(counts, "filed") + number(counts, "duplicate");
    assert_eq!(known(resumed), known(undisturbed), "{resumed} {undisturbed}");
    for key in ["rows", "rejected", "held", "refused_person"] {
        assert_eq!(number(resumed, key), number(undisturbed, key), "{key}: {resumed} {undisturbed}");
    }
}
