//! Files made to hurt, each with the one answer it must get: a clear fault or exact rows, never a panic.
//!
//! Every case runs through the in-process door and through a real child process; both must answer alike.
//! All files are made here, none is downloaded.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests")]

mod book;
mod books;
mod books_limits;
mod foreign;
mod heavy;
mod json;
mod old;
mod old_book;
mod old_chance;
mod text;

use std::io::Cursor;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use xh_exchange::{ChildDecoder, DecodeFault, Decoded, Limits, SheetRow, decode};

/// What must come of a file.
pub enum Expect {
    /// This fault code.
    Fault(&'static str),
    /// These rows: cells joined by `|`, rows by `/`.
    Rows(String),
    /// So many rows.
    Count(u64),
}

pub struct Case {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub limits: Limits,
    pub expect: Expect,
    /// Part of the fault's sentence, or of a note.
    pub says: Option<&'static str>,
}

impl Case {
    fn new(name: &'static str, bytes: impl Into<Vec<u8>>, expect: Expect) -> Self {
        Self { name, bytes: bytes.into(), limits: Limits::default(), expect, says: None }
    }

    pub fn says(mut self, words: &'static str) -> Self {
        self.says = Some(words);
        self
    }

    pub fn under(mut self, change: impl FnOnce(&mut Limits)) -> Self {
        change(&mut self.limits);
        self
    }
}

pub fn fault(name: &'static str, bytes: impl Into<Vec<u8>>, code: &'static str) -> Case {
    Case::new(name, bytes, Expect::Fault(code))
}

pub fn rows(name: &'static str, bytes: impl Into<Vec<u8>>, rows: &str) -> Case {
    Case::new(name, bytes, Expect::Rows(rows.to_owned()))
}

pub fn count(name: &'static str, bytes: impl Into<Vec<u8>>, number: u64) -> Case {
    Case::new(name, bytes, Expect::Count(number))
}

type Outcome = (Vec<SheetRow>, Result<Decoded, DecodeFault>);

fn here(case: &Case) -> Outcome {
    let mut rows = Vec::new();
    let run = AssertUnwindSafe(|| {
        decode(Cursor::new(&case.bytes), &case.limits, &mut |row| {
            rows.push(row);
            Ok(())
        })
    });
    let outcome = catch_unwind(run).unwrap_or_else(|_| panic!("{}: a panic came out", case.name));
    (rows, outcome)
}

pub fn in_child(path: &Path, limits: &Limits) -> Outcome {
    let exe = Path::new(env!("CARGO_BIN_EXE_xh-decode-child"));
    let mut child = ChildDecoder::spawn(exe, path, limits).unwrap();
    let mut rows = Vec::new();
    for batch in &mut child {
        match batch {
            Ok(batch) => rows.extend(batch),
            Err(fault) => return (rows, Err(fault)),
        }
    }
    (rows, child.finish())
}

fn check(case: &Case) {
    let name = case.name;
    let (rows, outcome) = here(case);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&case.bytes).unwrap();
    let (child_rows, child_outcome) = in_child(file.path(), &case.limits);
    assert_eq!(outcome, child_outcome, "{name}: the child answers otherwise");
    if outcome.is_ok() {
        assert!(rows == child_rows, "{name}: the child gives other rows");
    }
    for row in &rows {
        assert!(row.cells.len() <= case.limits.columns_max as usize, "{name}: too wide");
        let chars =
            |cell: &xh_exchange::Cell| cell.text().chars().count() <= case.limits.cell_chars_max as usize;
        assert!(row.cells.iter().all(chars), "{name}: too long");
    }
    match (&case.expect, &outcome) {
        (Expect::Fault(code), Err(fault)) => assert_eq!(*code, fault.code(), "{name}: {fault:?}"),
        (Expect::Rows(wanted), Ok(_)) => assert_eq!(*wanted, drawn(&rows), "{name}"),
        (Expect::Count(wanted), Ok(decoded)) => assert_eq!(*wanted, decoded.rows, "{name}"),
        (_, outcome) => panic!("{name}: {outcome:?}"),
    }
    if let Some(words) = case.says {
        let said = match &outcome {
            Ok(decoded) => decoded.notes.iter().map(ToString::to_string).collect::<String>(),
            Err(fault) => fault.to_string(),
        };
        assert!(said.contains(words), "{name}: {said}");
    }
}

fn drawn(rows: &[SheetRow]) -> String {
    let line =
        |row: &SheetRow| row.cells.iter().map(|cell| cell.text().into_owned()).collect::<Vec<_>>().join("|");
    rows.iter().map(line).collect::<Vec<_>>().join("/")
}

fn check_all(cases: &[Case], at_least: usize) {
    println!("{} cases", cases.len());
    assert!(cases.len() >= at_least, "too few cases");
    let failed: Vec<&str> = cases
        .iter()
        .filter(|case| catch_unwind(AssertUnwindSafe(|| check(case))).is_err())
        .map(|case| case.name)
        .collect();
    assert!(failed.is_empty(), "{} of {} cases: {failed:?}", failed.len(), cases.len());
}

#[test]
fn text_files_decode_strictly_or_say_where_not() {
    check_all(&text::cases(), 70);
}

#[test]
fn json_holds_plain_values_only() {
    check_all(&json::cases(), 65);
}

#[test]
fn foreign_formats_are_refused_with_a_remedy() {
    check_all(&foreign::cases(), 25);
}

#[test]
fn old_workbooks_are_read_or_refused_with_a_remedy() {
    check_all(&old::cases(), 95);
}

#[test]
fn workbooks_read_as_they_look() {
    check_all(&books::cases(), 40);
}

#[test]
fn workbooks_that_attack_are_refused() {
    check_all(&books_limits::cases(), 60);
}
