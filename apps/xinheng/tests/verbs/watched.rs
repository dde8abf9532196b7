//! The watched folder as a process: killed at random moments, two at once, and in the end every sheet lies in one
//! place and every row was filed once.

use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::kills::random;
use crate::noted::silence;
use crate::number;
use crate::shop::Shop;

const SHEETS: u32 = 8;

/// A shop, and a folder with some sheets of a city, some of them with faulty rows.
fn folder(engine: xh_db::Engine) -> (Shop, PathBuf) {
    let shop = Shop::with(engine, 200, 1_200);
    let folder = PathBuf::from(shop.file("watched"));
    std::fs::create_dir(&folder).unwrap();
    let whole = std::fs::read_to_string(shop.file("city/penalty.csv")).unwrap();
    let mut lines = whole.lines();
    let head = lines.next().unwrap().to_owned();
    let mut sheets = vec![head.clone(); SHEETS as usize];
    lines.enumerate().for_each(|(nth, line)| {
        let sheet = &mut sheets[nth % SHEETS as usize];
        sheet.push('\n');
        sheet.push_str(line);
    });
    for (nth, sheet) in sheets.iter().enumerate() {
        std::fs::write(folder.join(format!("{nth}.csv")), sheet).unwrap();
    }
    (shop, folder)
}

fn start(shop: &Shop, folder: &Path, more: &[&str]) -> Child {
    let folder = folder.display().to_string();
    let words = ["watch", &folder, "--kind", "penalty", "--every", "1", "--whole-after", "0"];
    shop.command(&[&words[..], more].concat()).spawn().unwrap()
}

fn results(folder: &Path) -> Vec<Value> {
    let mut found = Vec::new();
    for place in ["done", "needs-a-person"] {
        for item in std::fs::read_dir(folder.join(place)).unwrap() {
            let text = std::fs::read_to_string(item.unwrap().path().join("result.json")).unwrap();
            found.push(serde_json::from_str(&text).unwrap());
        }
    }
    found
}

fn left(folder: &Path) -> usize {
    let count = |path: &Path| std::fs::read_dir(path).map_or(0, Iterator::count);
    let sheets = std::fs::read_dir(folder).unwrap();
    let sheets = sheets.filter(|item| item.as_ref().unwrap().path().is_file()).count();
    // The lock file lies there as well.
    sheets.saturating_sub(1) + count(&folder.join("working"))
}

fn sum(results: &[Value], key: &str) -> i64 {
    results.iter().map(|result| number(&result["counts"], key)).sum()
}

/// Each sheet in one place, each row counted once; the same figures as an undisturbed import of everything.
fn all_is_there(shop: &Shop, folder: &Path) {
    let found = results(folder);
    let mut names: Vec<&str> = found.iter().map(|result| result["file"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, (0..SHEETS).map(|nth| format!("{nth}.csv")).collect::<Vec<_>>());
    let again = shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
    assert_eq!(number(&again, "filed") + number(&again, "amended"), 0, "{again}");
    for key in ["rows", "rejected", "held", "refused_person"] {
        assert_eq!(sum(&found, key), number(&again, key), "{key}: {found:?} {again}");
    }
    let adds_up = ["filed", "amended", "duplicate", "rejected", "held", "refused_person"];
    assert_eq!(sum(&found, "rows"), adds_up.iter().map(|key| sum(&found, key)).sum::<i64>());
    shop.done(&["ledger", "audit"]);
}

on_both! {
    fn killed_again_and_again_it_loses_no_sheet_and_files_none_twice(engine) {
        let (shop, folder) = folder(engine);
        for _ in 0..6 {
            let mut child = start(&shop, &folder, &[]);
            std::thread::sleep(Duration::from_millis(150) + random(900));
            child.kill().unwrap();
            child.wait().unwrap();
            silence(&shop);
        }
        let ran = crate::shop::ended(start(&shop, &folder, &["--once"]));
        assert!(ran.code == 0 || ran.code == 1, "{}{}", ran.out, ran.err);
        assert_eq!(left(&folder), 0);
        all_is_there(&shop, &folder);
    }

    fn of_two_at_once_one_works_and_the_other_takes_over(engine) {
        let (shop, folder) = folder(engine);
        let (mut first, mut second) = (start(&shop, &folder, &[]), start(&shop, &folder, &[]));
        let begun = Instant::now();
        while folder.join("done").read_dir().map_or(0, Iterator::count) == 0 {
            assert!(begun.elapsed() < Duration::from_secs(60), "nothing is done");
            std::thread::sleep(Duration::from_millis(20));
        }
        first.kill().unwrap();
        first.wait().unwrap();
        while left(&folder) > 0 {
            assert!(begun.elapsed() < Duration::from_secs(120), "the second did not take over");
            std::thread::sleep(Duration::from_millis(50));
        }
        second.kill().unwrap();
        second.wait().unwrap();
        all_is_there(&shop, &folder);
    }
}
