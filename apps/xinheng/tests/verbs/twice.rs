//! Two processes with the same work at once: the same file, the same new folder, the same checkpoint.

use std::collections::BTreeSet;
use std::process::Child;

use xh_kernel::Uscc;

use crate::noted::kinds;
use crate::number;
use crate::shop::{Shop, counts, ended};

on_both! {
    fn one_file_imported_by_two_at_once_is_filed_once(engine) {
        let shop = Shop::with(engine, 300, 2_500);
        let file = shop.file("city/penalty.csv");
        let start = || shop.command(&["import", "--kind", "penalty", "--json", &file]).spawn().unwrap();
        let (one, other) = (start(), start());
        let both = [one, other].map(|child| counts(&ended(child)));
        let parts = ["filed", "amended", "duplicate", "rejected", "held", "refused_person"];
        for counts in &both {
            assert_eq!(parts.iter().map(|key| number(counts, key)).sum::<i64>(), 2_500, "{counts}");
        }
        // One did the work. The other waited and then knew every row.
        let first = usize::from(number(&both[0], "filed") == 0);
        let (worker, waiter) = (&both[first], &both[1 - first]);
        assert!(number(worker, "filed") > 1_000, "{both:?}");
        assert_eq!(number(waiter, "filed") + number(waiter, "amended"), 0, "{both:?}");
        let stands = parts[..3].iter().map(|key| number(worker, key)).sum::<i64>();
        assert_eq!(number(waiter, "duplicate"), stands, "{both:?}");
        let entries = kinds(&shop);
        assert_eq!(entries.get("batch.filed"), Some(&2), "the base library, and this file once: {entries:?}");
        let third = shop.import("penalty", &file, &[]);
        assert_eq!(number(&third, "filed") + number(&third, "amended"), 0, "{third}");
        shop.done(&["ledger", "audit"]);
    }

    fn a_new_place_opened_by_several_at_once_is_one_place(engine) {
        let shop = Shop::bare(engine);
        let open = || shop.command(&["admin", "organ", "list"]).spawn().unwrap();
        let children: Vec<Child> = (0..5).map(|_| open()).collect();
        for ran in children.into_iter().map(ended) {
            assert_eq!(ran.code, 0, "{}", ran.err);
        }
        assert_eq!(kinds(&shop).get("policy.release"), Some(&1), "one adoption");
        shop.done(&["ledger", "audit"]);
    }

    fn a_checkpoint_asked_for_by_several_at_once_is_signed_once(engine) {
        let shop = Shop::new(engine);
        shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
        for round in 1..=3 {
            let uscc = Uscc::with_check_digit(&format!("11130100MB0000{round}01")).unwrap();
            shop.done(&["admin", "organ", "add", uscc.as_str(), &format!("演示市第{round}临时局")]);
            let ask = || shop.command(&["ledger", "checkpoint"]).spawn().unwrap();
            let children: Vec<Child> = (0..5).map(|_| ask()).collect();
            let notes = children.into_iter().map(ended).map(|ran| {
                assert_eq!(ran.code, 0, "{}", ran.err);
                ran.out
            });
            let notes: BTreeSet<String> = notes.collect();
            assert_eq!(notes.len(), 1, "one size, one note: {notes:?}");
        }
        shop.done(&["ledger", "audit"]);
    }
}
