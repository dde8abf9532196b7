//! Faults from outside the program: a clock that is wrong, a disk that is full, a sync that fails. A library of twenty
//! lines of C, made by the compiler that also links Rust, stands between the program and the system.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::shop::Shop;

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/verbs/faults.c");

/// What goes wrong.
#[derive(Clone, Copy)]
pub enum Wrong {
    DiskFull,
    Sync,
}

/// A switch for one process; right until it is turned.
pub struct Switch {
    file: PathBuf,
}

impl Switch {
    pub fn new(shop: &Shop, name: &str) -> Self {
        Self { file: PathBuf::from(shop.write(name, "-")) }
    }

    pub fn wrong(&self, what: Wrong) {
        let letter = match what {
            Wrong::DiskFull => "f",
            Wrong::Sync => "s",
        };
        std::fs::write(&self.file, letter).unwrap();
    }

    pub fn right(&self) {
        std::fs::write(&self.file, "-").unwrap();
    }

    /// A command under this switch.
    pub fn over(&self, mut command: Command) -> Command {
        command.env("LD_PRELOAD", library()).env("XH_FAULT", &self.file);
        command
    }
}

/// A command whose clock is wrong by so many days.
pub fn days_off(mut command: Command, days: i64) -> Command {
    command.env("LD_PRELOAD", library()).env("XH_CLOCK", (days * 86_400).to_string());
    command
}

fn library() -> &'static Path {
    static LIBRARY: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    &LIBRARY
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let library = folder.path().join("libfaults.so");
            let mut compiler = Command::new("cc");
            compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).args([SOURCE, "-ldl"]);
            assert!(compiler.status().unwrap().success(), "cc could not make the library of faults");
            (folder, library)
        })
        .1
}
