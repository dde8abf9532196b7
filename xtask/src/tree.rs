//! The files that the rules look at. Not what git knows: a new file counts before it is added.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::lexer::Rust;

/// Folders that hold nothing written by us.
const SKIPPED: [&str; 5] = [".git", "target", "node_modules", "demo-data", ".state"];
/// Ends of names of files that are text and ours.
const TEXT: [&str; 16] = [
    ".rs", ".toml", ".sql", ".html", ".css", ".js", ".mjs", ".sh", ".md", ".txt", ".json", ".yml", ".svg",
    ".csv", "Makefile", ".ci/run",
];

/// One text file.
pub struct File {
    /// From the root, with `/`.
    pub path: String,
    pub text: String,
    /// Taken apart when it is Rust.
    pub rust: Option<Rust>,
    /// Compiled for tests only, because its parent says `#[cfg(test)] mod …;`.
    for_tests: bool,
}

impl File {
    pub fn new(path: &str, text: &str) -> File {
        let rust = path.ends_with(".rs").then(|| Rust::read(text));
        File { path: path.to_owned(), text: text.to_owned(), rust, for_tests: false }
    }

    /// Where tests live: their folder, their own files beside the code, and what only they use.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let folder = format!("/{}", self.path);
        self.for_tests
            || ["/tests/", "/benches/", "/fuzz/"].iter().any(|part| folder.contains(part))
            || matches!(name, "tests.rs" | "testing.rs")
    }

    /// Paths (without `.rs`) of the modules that this file declares for tests only.
    fn test_modules(&self) -> Vec<String> {
        let Some(rust) = &self.rust else { return Vec::new() };
        let stem = self.path.trim_end_matches(".rs");
        let folder =
            ["/lib", "/main", "/mod"].iter().find_map(|name| stem.strip_suffix(name)).unwrap_or(stem);
        let lines: Vec<&str> = rust.code.lines().map(str::trim).collect();
        let pairs = lines.windows(2).filter_map(|pair| match pair {
            ["#[cfg(test)]", declared] => Some(declared.strip_suffix(';')?.trim_start_matches("pub ")),
            _ => None,
        });
        pairs.filter_map(|line| Some(format!("{folder}/{}", line.strip_prefix("mod ")?))).collect()
    }

    /// The stage's name and room, as in `stages/3-registry/store/src/lib.rs`; the kernel has the room `core`.
    pub fn room(&self) -> Option<(&str, &str)> {
        stage_and_room(&self.path)
    }
}

/// Stage name (without its digit) and room of a path below `stages/`.
pub fn stage_and_room(path: &str) -> Option<(&str, &str)> {
    let mut parts = path.strip_prefix("stages/")?.split('/');
    let (_, name) = parts.next()?.split_once('-')?;
    match parts.next() {
        Some(room @ ("core" | "store" | "desk")) => Some((name, room)),
        _ => Some((name, "core")),
    }
}

/// All text files below the root.
pub struct Tree {
    pub root: PathBuf,
    pub files: Vec<File>,
}

impl Tree {
    /// The workspace in which this very crate lies.
    pub fn load() -> io::Result<Tree> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.parent().unwrap_or(here).to_path_buf();
        let mut files = Vec::new();
        gather(&root, &root, &mut files)?;
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Tree::of(root, files))
    }

    /// Files that belong together.
    pub fn of(root: PathBuf, mut files: Vec<File>) -> Tree {
        let modules: Vec<String> = files.iter().flat_map(File::test_modules).collect();
        for file in &mut files {
            let below = |module: &String| {
                file.path.strip_prefix(module.as_str()).is_some_and(|rest| rest.starts_with(['.', '/']))
            };
            file.for_tests = modules.iter().any(below);
        }
        Tree { root, files }
    }

    /// Rust files with their parts.
    pub fn rust(&self) -> impl Iterator<Item = (&File, &Rust)> {
        self.files.iter().filter_map(|file| Some((file, file.rust.as_ref()?)))
    }
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() && !SKIPPED.iter().any(|name| entry.file_name() == *name) {
            gather(root, &path, files)?;
        }
        let relative = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if kind.is_file() && TEXT.iter().any(|end| relative.ends_with(end)) {
            // A file that is no UTF-8 is a sample of bad input, and those break rules on purpose.
            if let Ok(text) = String::from_utf8(fs::read(&path)?) {
                files.push(File::new(&relative, &text));
            }
        }
    }
    Ok(())
}
