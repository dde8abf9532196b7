//! Tests on the repository's own law: what `policy/` says, and what happens when it says it badly.

mod adding;
mod catalogue;
mod codes;
mod conditions;
mod faults;
mod matrix;
mod releases;
mod review;
mod scenarios;
mod sweep;

use std::collections::BTreeMap;
use std::path::Path;

use xh_kernel::Date;

use crate::{Fact, Facts, Release};

/// Every TOML file of `policy/`, by path relative to it.
fn files() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../policy");
    let mut files = BTreeMap::new();
    collect(&root, "", &mut files);
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if name.ends_with(".toml") {
            files.insert(name, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn load(files: &BTreeMap<String, String>, city: &str) -> Release {
    Release::load(files, city).unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn city() -> Release {
    load(&files(), "city-shijiazhuang")
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn kinds(codes: &[&str]) -> Fact {
    Fact::Set(codes.iter().map(|code| (*code).to_owned()).collect())
}

/// A fine of 30,000 yuan decided on the day, by an organ that called it general.
fn a_fine(decided: &str) -> Facts {
    Facts::new()
        .with("decided_on", Fact::Day(day(decided)), "报送字段「处罚决定日期」")
        .with("kinds", kinds(&["fine"]), "报送字段「处罚类别」")
        .with("fine_fen", Fact::Int(3_000_000), "报送字段「罚款金额（万元）」")
        .with("settled_severity", Fact::Text("general".to_owned()), "认定单位签署的分类答复")
}
