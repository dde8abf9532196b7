//! What is asked on the command line:
//! `[--rows N] [--subjects N] [--growth N] [--folder DIR] [--only sqlite|postgres|search]…`.
//! `--child` and `--work` are how the bench starts itself for one part; nobody types them.

use std::path::PathBuf;

use xh_db::Engine;
use xinheng::exit::Exit;

/// Rows of the imported file when nothing else is said.
const ROWS: u32 = 300_000;
/// Organisations of the base library when nothing else is said.
const SUBJECTS: u32 = 200_000;

/// One part of the bench, measured in a process of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Import, pages and single acts on SQLite.
    Sqlite,
    /// The same on PostgreSQL.
    Postgres,
    /// The search index, which is the same beside either engine.
    Search,
}

impl Part {
    const ALL: [Part; 3] = [Part::Sqlite, Part::Postgres, Part::Search];

    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Part::Sqlite => "sqlite",
            Part::Postgres => "postgres",
            Part::Search => "search",
        }
    }

    /// As it is printed.
    pub fn title(self) -> &'static str {
        match self {
            Part::Sqlite => "SQLite",
            Part::Postgres => "PostgreSQL",
            Part::Search => "检索（两种引擎相同）",
        }
    }

    /// The engine it runs on, if it runs on one.
    pub fn engine(self) -> Option<Engine> {
        match self {
            Part::Sqlite => Some(Engine::Sqlite),
            Part::Postgres => Some(Engine::Postgres),
            Part::Search => None,
        }
    }

    fn parse(text: &str) -> Result<Part, Exit> {
        let found = Part::ALL.into_iter().find(|part| part.name() == text);
        found.ok_or_else(|| Exit::usage(format!("没有「{text}」这一项，请写 sqlite、postgres 或 search")))
    }
}

/// The whole command line.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Rows of the imported file.
    pub rows: u32,
    /// Organisations of the base library, and of the search index.
    pub subjects: u32,
    /// Records at which growth ends: the first and the last `rows` of so many are compared. Nothing else is
    /// measured then, for it takes long.
    pub growth: Option<u32>,
    /// Where the working folder is made; its disk is what is measured.
    pub folder: PathBuf,
    /// What to measure.
    pub parts: Vec<Part>,
    /// Set in a child: its part and the folder with the files.
    pub child: Option<(Part, PathBuf)>,
}

impl Asked {
    /// Reads the command line.
    ///
    /// # Errors
    /// `Exit` for an unknown word, or when PostgreSQL is to be measured and no server was named.
    pub fn read() -> Result<Asked, Exit> {
        let asked = Asked::parse(std::env::args().skip(1))?;
        let server = std::env::var_os(xh_db::testing::SERVER).is_some();
        if asked.parts.contains(&Part::Postgres) && !server {
            let message = format!("未设置 {}，请用 make bench，或 --only sqlite", xh_db::testing::SERVER);
            return Err(Exit::usage(message));
        }
        Ok(asked)
    }

    fn parse(mut words: impl Iterator<Item = String>) -> Result<Asked, Exit> {
        let (mut only, mut child, mut work) = (Vec::new(), None, None);
        let (mut rows, mut subjects, mut growth) = (ROWS, SUBJECTS, None);
        let mut folder = std::env::temp_dir();
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| Exit::usage(format!("「{word}」之后缺少取值")))?;
            match word.as_str() {
                "--rows" => rows = count(&word, &value)?,
                "--subjects" => subjects = count(&word, &value)?,
                "--growth" => growth = Some(count(&word, &value)?),
                "--folder" => folder = PathBuf::from(value),
                "--only" => only.push(Part::parse(&value)?),
                "--child" => child = Some(Part::parse(&value)?),
                "--work" => work = Some(PathBuf::from(value)),
                _ => return Err(Exit::usage(format!("没有「{word}」这一选项"))),
            }
        }
        if only.is_empty() {
            only = child.map_or_else(|| Part::ALL.to_vec(), |part| vec![part]);
        }
        Ok(Asked { rows, subjects, growth, folder, parts: only, child: child.zip(work) })
    }
}

fn count(word: &str, value: &str) -> Result<u32, Exit> {
    let found = value.parse().ok().filter(|count| *count > 0);
    found.ok_or_else(|| Exit::usage(format!("{word}：「{value}」不是大于 0 的整数")))
}

#[cfg(test)]
mod tests;
