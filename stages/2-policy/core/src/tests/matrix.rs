//! Every key of every law file, made wrong in each way that it can be: no panic, and each fault says file, line,
//! what and remedy. What is accepted all the same stands in `matrix.txt`, class by class, and so does what is told at
//! another entry than the one edited: a new line there is a question to whoever added it.
//!
//! A class is a folder with the path of a key, tried at its first place; `XINHENG_FAULTS=all` tries every place and
//! prints the numbers (minutes).

mod edits;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use expect_test::expect_file;

use super::files;
use crate::{LintFault, Release};
use edits::{Edit, edits};

type Files = BTreeMap<String, String>;

/// What became of one edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    /// A fault stands in the entry that was edited.
    Here,
    /// Faults, but all of them elsewhere.
    Elsewhere,
    /// No fault.
    Accepted,
}

#[test]
fn every_key_made_wrong_is_told_or_listed() {
    let files = files();
    let all = std::env::var("XINHENG_FAULTS").is_ok_and(|asked| asked == "all");
    let tried = tried(&files, all);
    let halves: Vec<&[Edit]> = tried.chunks(tried.len().div_ceil(2)).collect();
    let told: Vec<(String, Told)> = std::thread::scope(|scope| {
        let runs: Vec<_> = halves.iter().map(|half| scope.spawn(|| run(&files, half))).collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    });
    let count = |what: Told| told.iter().filter(|(_, told)| *told == what).count();
    println!(
        "{} edits: {} told in the entry, {} elsewhere, {} accepted",
        told.len(),
        count(Told::Here),
        count(Told::Elsewhere),
        count(Told::Accepted)
    );
    let lines: BTreeSet<String> = told.iter().filter(|(_, told)| *told != Told::Here).map(line).collect();
    let text = lines.into_iter().collect::<Vec<_>>().join("\n") + "\n";
    if all {
        println!("{text}");
    } else {
        expect_file!["matrix.txt"].assert_eq(&text);
    }
}

fn line((class, told): &(String, Told)) -> String {
    format!("{}: {class}", if *told == Told::Accepted { "accepted" } else { "told elsewhere" })
}

/// The edits of all files, each class once or each place.
fn tried(files: &Files, all: bool) -> Vec<Edit> {
    let mut seen = BTreeSet::new();
    let every = files.iter().flat_map(|(path, text)| edits(path, text));
    every.filter(|edit| all || seen.insert(edit.class.clone())).collect()
}

fn run(files: &Files, edits: &[Edit]) -> Vec<(String, Told)> {
    let mut files = files.clone();
    let mut told = Vec::with_capacity(edits.len());
    for edit in edits {
        let before = files.insert(edit.path.clone(), edit.text.clone());
        let loaded =
            catch_unwind(AssertUnwindSafe(|| Release::load(&files, "city-shijiazhuang").map(|_| ())));
        files.insert(edit.path.clone(), before.unwrap());
        let loaded = loaded.unwrap_or_else(|_| panic!("{} in {}: a panic", edit.class, edit.path));
        told.push((edit.class.clone(), judge(edit, loaded)));
    }
    told
}

fn judge(edit: &Edit, loaded: Result<(), Vec<LintFault>>) -> Told {
    let Err(faults) = loaded else { return Told::Accepted };
    assert!(!faults.is_empty(), "{}: refused without a fault", edit.class);
    for fault in &faults {
        let whole = !fault.what.is_empty() && !fault.remedy.is_empty() && !fault.file.is_empty();
        assert!(whole, "{} in {}: {fault:?}", edit.class, edit.path);
    }
    let here = |fault: &LintFault| fault.file == edit.path && edit.lines.contains(&fault.line);
    if faults.iter().any(here) { Told::Here } else { Told::Elsewhere }
}
