//! Rule 1, imports: a stage imports only smaller digits, and a room only what the room may see. From `cargo
//! metadata`, so that a forbidden line in a Cargo.toml is found even before anybody uses it.

use std::io;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::fault::Fault;

const RULE: &str = "imports";

/// What `core` may import from outside: words, hashes, tables, decoding. Nothing that reads, waits, or asks
/// the time.
const CORE_ALLOWED: [&str; 15] = [
    "base64",
    "ed25519-dalek",
    "hex",
    "hmac",
    "jiff",
    "rand_chacha",
    "rand_core",
    "serde",
    "serde_json",
    "sha2",
    "sm2",
    "thiserror",
    "toml",
    "unicode-normalization",
    "unicode-segmentation",
];
/// Crates with one door, and where the door is.
const ONE_DOOR: [(&str, &[&str]); 2] =
    [("sqlx", &["house/db", "house/pull"]), ("tantivy", &["house/search"])];

/// A package of the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    pub name: String,
    /// Its folder from the root, as in `stages/3-registry/store`.
    pub folder: String,
    /// Names of what it imports, tests' imports apart.
    pub imports: Vec<String>,
    /// What only its tests import.
    pub test_imports: Vec<String>,
}

/// Where a package stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place<'a> {
    /// Digit and room; the kernel is (0, core).
    Stage(u8, &'a str),
    House,
    App,
    /// `tests`, `benches`, `fuzz`.
    Trial,
    /// `xtask`, `tests/judge`: link nothing of ours.
    Apart,
    Elsewhere,
}

impl Package {
    fn place(&self) -> Place<'_> {
        let mut parts = self.folder.split('/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("stages"), Some(stage), room) => {
                let digit = stage.split('-').next().and_then(|digit| digit.parse().ok());
                digit.map_or(Place::Elsewhere, |digit| Place::Stage(digit, room.unwrap_or("core")))
            }
            (Some("house"), Some(_), None) => Place::House,
            (Some("apps"), Some(_), None) => Place::App,
            (Some("xtask"), None, _) | (Some("tests"), Some("judge"), None) => Place::Apart,
            (Some("tests" | "benches" | "fuzz"), None, _) => Place::Trial,
            _ => Place::Elsewhere,
        }
    }
}

/// Checks every package against every other.
pub fn check(packages: &[Package]) -> Vec<Fault> {
    packages.iter().flat_map(|package| check_one(package, packages)).collect()
}

fn check_one(package: &Package, all: &[Package]) -> Vec<Fault> {
    let place = package.place();
    let fault = |what: String| Fault::new(&format!("{}/Cargo.toml", package.folder), 0, RULE, what);
    let mut faults = Vec::new();
    if place == Place::Elsewhere {
        faults.push(fault(format!("「{}」 is in no room of the house", package.folder)));
    }
    for name in &package.imports {
        let why = match all.iter().find(|other| other.name == *name) {
            Some(other) => within(place, other.place()).map(String::from),
            None => outside(place, &package.folder, name),
        };
        faults.extend(why.map(|why| fault(format!("imports {name}: {why}"))));
    }
    for name in &package.test_imports {
        let other = all.iter().find(|other| other.name == *name);
        let why = other.and_then(|other| in_tests(place, other.place()));
        faults.extend(why.map(|why| fault(format!("its tests import {name}: {why}"))));
    }
    faults
}

/// Why a package of ours may not be imported.
fn within(from: Place<'_>, to: Place<'_>) -> Option<&'static str> {
    use Place::{Apart, App, House, Stage, Trial};
    match (from, to) {
        (Trial, _) => None,
        (Apart, _) => Some("this crate must link no code of ours"),
        (_, App | Trial | Apart) => Some("only tests and benches may import that"),
        (App, _) | (House, House | Stage(0, _)) => None,
        (House, _) => Some("the house knows no credit law: kernel and house only"),
        (Stage(mine, _), Stage(other, _)) if other > mine => Some("a stage imports only smaller digits"),
        (Stage(_, "core"), Stage(_, "core")) => None,
        (Stage(_, "core"), _) => Some("core imports only kernel and cores"),
        (Stage(_, "store"), Stage(_, "desk")) => Some("a store imports no desk"),
        (Stage(_, "desk"), Stage(_, "desk")) => Some("desks never import desks"),
        _ => None,
    }
}

/// Tests may look further, but not up the stairs.
fn in_tests(from: Place<'_>, to: Place<'_>) -> Option<&'static str> {
    match (from, to) {
        (Place::Stage(mine, _), Place::Stage(other, _)) if other > mine => {
            Some("a stage imports only smaller digits; a story of several stages belongs in tests/")
        }
        (Place::Apart, _) => Some("this crate must link no code of ours"),
        _ => None,
    }
}

/// Why a crate from outside may not be imported.
fn outside(from: Place<'_>, folder: &str, name: &str) -> Option<String> {
    if let Some((_, doors)) = ONE_DOOR.iter().find(|(held, doors)| *held == name && !doors.contains(&folder))
    {
        return Some(format!("that is behind the one door {}", doors.join(", ")));
    }
    let in_core = matches!(from, Place::Stage(_, "core"));
    (in_core && !CORE_ALLOWED.contains(&name)).then(|| {
        "not on the list of what core may import (xtask/src/rules/imports.rs): pure words, hashes and tables".into()
    })
}

/// The packages of the workspace at `root`.
pub fn workspace(root: &Path) -> io::Result<Vec<Package>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Listed>,
    }
    #[derive(Deserialize)]
    struct Listed {
        name: String,
        manifest_path: String,
        dependencies: Vec<Dependency>,
    }
    #[derive(Deserialize)]
    struct Dependency {
        name: String,
        kind: Option<String>,
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let said = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root)
        .output()?;
    if !said.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&said.stderr).into_owned()));
    }
    let metadata: Metadata = serde_json::from_slice(&said.stdout)?;
    let folder = |manifest: &str| {
        let folder = Path::new(manifest).parent().unwrap_or(root);
        folder.strip_prefix(root).unwrap_or(folder).to_string_lossy().into_owned()
    };
    let names = |listed: &Listed, dev: bool| {
        let all = listed.dependencies.iter().filter(|one| (one.kind.as_deref() == Some("dev")) == dev);
        all.map(|one| one.name.clone()).collect()
    };
    let package = |listed: &Listed| Package {
        name: listed.name.clone(),
        folder: folder(&listed.manifest_path),
        imports: names(listed, false),
        test_imports: names(listed, true),
    };
    Ok(metadata.packages.iter().map(package).collect())
}
