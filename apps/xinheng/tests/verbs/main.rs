//! The command as a person uses it: exit codes, counts that add up, planted people, queues, two at
//! once, kills.
//! One binary, so that cargo builds the real program beside it.
#![cfg(test)]

#[macro_use]
mod both;

mod acknowledged;
mod backups;
mod beside;
mod catalogue;
mod city;
mod clocks;
mod commits;
mod connected;
mod described;
mod doctor;
mod faults;
mod first;
mod full;
mod gm;
mod kills;
mod metered;
mod nodes;
mod noted;
mod people;
mod quality;
mod queues;
mod review;
mod roles;
mod served;
mod shop;
mod stops;
mod twice;
mod unsynced;
mod upgrade;
mod wal;
mod watched;

use serde_json::Value;
use shop::{Shop, plain};
use xh_db::Engine;

#[test]
fn a_city_is_filed_and_a_second_import_adds_nothing() {
    let shop = Shop::new(Engine::Sqlite);
    let counts = shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
    let sum = ["filed", "amended", "duplicate", "rejected", "held", "refused_person"];
    let total: i64 = sum.iter().map(|k| number(&counts, k)).sum();
    assert_eq!(number(&counts, "rows"), total, "{counts}");
    assert!(number(&counts, "filed") > 500, "{counts}");
    let again = shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
    assert_eq!(number(&again, "filed") + number(&again, "amended"), 0, "{again}");
    assert_eq!(number(&again, "position"), number(&counts, "position"));
}

#[test]
fn wrong_input_gets_its_exit_code_and_a_sentence() {
    let shop = Shop::new(Engine::Sqlite);
    let empty = shop.write("empty.csv", "");
    let workbook = shop.write(
        "old.csv",
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
    );
    let cases: [(&[&str], i32); 5] = [
        (&["import", "--kind", "penalty", "--json", &empty], 2),
        (&["import", "--kind", "penalty", "--json", &workbook], 2),
        (&["import", "--kind", "nonsense", "--json", &empty], 2),
        (&["show", "91360000625912173A"], 2),
        (&["show", "91360000625912173B"], 3),
    ];
    for (words, code) in cases {
        let run = shop.run(words);
        assert_eq!(run.code, code, "{words:?}: {}", run.err);
        assert!(!run.err.trim().is_empty(), "{words:?} says nothing");
    }
}

#[test]
fn the_version_names_the_law_that_is_built_in() {
    let ran = plain(&["--version"]);
    let release = xinheng::law::release(None).unwrap();
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with(concat!("xinheng ", env!("CARGO_PKG_VERSION"), "\n")), "{}", ran.out);
    assert!(ran.out.contains("源代码:") && ran.out.contains(release.digest()), "{}", ran.out);
}

#[test]
fn the_ledger_audits_clean_and_rebuilds_equal() {
    let shop = Shop::new(Engine::Sqlite);
    shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
    let audit = shop.run(&["ledger", "audit"]);
    assert_eq!(audit.code, 0, "{}{}", audit.out, audit.err);
    let check = shop.run(&["rebuild", "--check"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
}

fn number(counts: &Value, key: &str) -> i64 {
    counts.get(key).and_then(Value::as_i64).unwrap_or_else(|| panic!("{key} missing in {counts}"))
}
