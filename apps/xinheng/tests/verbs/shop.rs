//! A data folder of its own with organs and a base library, and the program run against it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_xinheng");

/// A place to work in.
pub struct Shop {
    folder: tempfile::TempDir,
}

/// What a run said.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Shop {
    /// 300 organisations and 1,500 penalties generated; organs and base library filed.
    pub fn new() -> Self {
        Self::with(300, 1_500)
    }

    pub fn with(subjects: u32, records: u32) -> Self {
        let shop = Self { folder: tempfile::tempdir().unwrap() };
        let (subjects, records) = (subjects.to_string(), records.to_string());
        let out = shop.file("city");
        let ran = shop.plain(&[
            "generate",
            "--subjects",
            &subjects,
            "--records",
            &records,
            "--seed",
            "7",
            "--out",
            &out,
        ]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        for organ in xinheng::generate::organs() {
            let (uscc, system) = (organ.uscc.as_str().to_owned(), organ.system.clone());
            let ran = shop.run(&["admin", "organ", "add", &uscc, &organ.name, "--system", &system]);
            assert_eq!(ran.code, 0, "{}", ran.err);
        }
        shop.import("registration", &shop.file("city/registration.csv"), &[]);
        shop
    }

    pub fn organ(&self) -> String {
        xinheng::generate::organs()[0].uscc.as_str().to_owned()
    }

    pub fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.folder.path().join(name), text).unwrap();
        self.file(name)
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(words).arg("--data").arg(self.data());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        ran(self.command(words))
    }

    fn plain(&self, words: &[&str]) -> Ran {
        let mut command = Command::new(PROGRAM);
        command.args(words);
        ran(command)
    }

    /// Imports a file and gives its counts; exit 0 or 1.
    pub fn import(&self, kind: &str, file: &str, more: &[&str]) -> Value {
        let mut words = vec!["import", "--kind", kind, "--json"];
        words.extend(more);
        words.push(file);
        let ran = self.run(&words);
        assert!(ran.code <= 1, "{words:?}: {} {}", ran.code, ran.err);
        serde_json::from_str(ran.out.trim()).unwrap_or_else(|e| panic!("{e}: {}", ran.out))
    }

    /// Does any file of the data folder hold these bytes?
    pub fn holds(&self, planted: &str) -> bool {
        holds(&self.data(), planted.as_bytes())
    }
}

fn ran(mut command: Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

fn holds(folder: &Path, planted: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()).any(|path| {
        if path.is_dir() {
            return holds(&path, planted);
        }
        let bytes = std::fs::read(&path).unwrap();
        bytes.windows(planted.len()).any(|window| window == planted)
    })
}
