//! kill -9 while an import runs: what was acknowledged stays, nothing comes twice, the resumed file ends with the
//! figures of an undisturbed run. Six kills by default; XINHENG_KILLS sets another number.

use std::time::Duration;

use crate::number;
use crate::shop::Shop;

#[test]
fn a_killed_import_resumes_with_the_figures_of_an_undisturbed_one() {
    let kills: u64 = std::env::var("XINHENG_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let calm = Shop::with(400, 6_000);
    let undisturbed = calm.import("penalty", &calm.file("city/penalty.csv"), &[]);
    let shop = Shop::with(400, 6_000);
    let file = shop.file("city/penalty.csv");
    for kill in 0..kills {
        let mut child = shop.command(&["import", "--kind", "penalty", "--json", &file]).spawn().unwrap();
        // Spread over the run: the trial pass, the first chunk, between chunks, near the end.
        std::thread::sleep(Duration::from_millis(150 + (kill * 397) % 1_900));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let resumed = shop.import("penalty", &file, &[]);
    let again = shop.import("penalty", &file, &[]);
    assert_eq!(number(&again, "filed") + number(&again, "amended"), 0, "{again}");
    assert_eq!(number(&again, "rows"), number(&undisturbed, "rows"));
    // A batch that ended between two kills makes the last run a repetition; its filed rows are then duplicates.
    let known = |counts: &serde_json::Value| number(counts, "filed") + number(counts, "duplicate");
    assert_eq!(known(&resumed), known(&undisturbed), "{resumed} {undisturbed}");
    for key in ["rows", "rejected", "held", "refused_person"] {
        assert_eq!(number(&resumed, key), number(&undisturbed, key), "{key}: {resumed} {undisturbed}");
    }
    let audit = shop.run(&["ledger", "audit"]);
    assert_eq!(audit.code, 0, "{}{}", audit.out, audit.err);
}
