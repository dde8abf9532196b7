//! Old workbooks changed by chance, with a fixed seed: never a panic, and what still reads keeps the caps. And the
//! second opinion: where calamine reads a book too, it reads the same.

use std::io::Cursor;

use calamine::{Data, Reader, Xls};
use xh_exchange::{DecodeFault, Limits, SheetRow, decode};

use crate::old_book::{Book, compound, compound_small, flag, label, number, rk, shared, strings};

fn book() -> Book {
    Book::of(&[
        shared(0, 0, 0),
        shared(0, 1, 1),
        label(1, 0, "某某有限公司"),
        number(1, 1, 1, 45_131.0),
        rk(2, 0, 0x0000_0017),
        flag(2, 2, 1, 0),
        number(3, 1, 0, 1234.5),
    ])
    .with(strings(&["名称", "日期"]))
    .sheet("二", 0, &[label(0, 0, "乙")])
}

fn read(bytes: &[u8]) -> (Vec<SheetRow>, Result<(), DecodeFault>) {
    let mut rows = Vec::new();
    let end = decode(Cursor::new(bytes), &Limits::default(), &mut |row| {
        rows.push(row);
        Ok(())
    });
    (rows, end.map(drop))
}

fn never_crashes(bytes: &[u8], what: &str) -> bool {
    let (_, end) = read(bytes);
    assert!(!matches!(end, Err(DecodeFault::Crashed { .. } | DecodeFault::Io { .. })), "{what}: {end:?}");
    end.is_ok()
}

/// Knuth's MMIX generator, so that a failing number can be tried again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

#[test]
fn cut_at_any_place_an_old_workbook_is_refused_or_read_whole() {
    for whole in [book().bytes(), compound_small("Workbook", &book().stream())] {
        for end in (8..whole.len()).step_by(7) {
            if never_crashes(&whole[..end], "cut") {
                assert!(read(&whole[..end]) == read(&whole), "half of it was read: {end} of {}", whole.len());
            }
        }
    }
}

#[test]
fn bytes_changed_by_chance_never_crash_the_reader() {
    let stream = book().stream();
    let mut chance = Chance(20_261_124);
    let (mut read, mut refused) = (0, 0);
    for round in 0..6_000 {
        let mut bytes = match round % 3 {
            0 => book().bytes(),
            1 => compound_small("Workbook", &stream),
            _ => stream.clone(),
        };
        for _ in 0..=chance.below(4) {
            let at = chance.below(bytes.len());
            bytes[at] = u8::try_from(chance.below(256)).unwrap();
        }
        let bytes = if round % 3 == 2 { compound("Workbook", bytes) } else { bytes };
        if never_crashes(&bytes, &format!("round {round}")) { read += 1 } else { refused += 1 }
    }
    assert!(read > 500 && refused > 500, "{read} read, {refused} refused");
}

#[test]
fn calamine_reads_the_same() {
    let (rows, end) = read(&book().bytes());
    assert_eq!(end, Ok(()));
    let mut other: Xls<_> = Xls::new(Cursor::new(book().bytes())).unwrap();
    let mut theirs = Vec::new();
    for (sheet, name) in (0_u32..).zip(other.sheet_names()) {
        let range = other.worksheet_range(&name).unwrap();
        for (row, column, value) in range.used_cells() {
            let from = range.start().unwrap();
            theirs.push((sheet, row as u32 + from.0 + 1, column + from.1 as usize, text(value)));
        }
    }
    let mut ours = Vec::new();
    for row in rows {
        for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
            ours.push((row.sheet, row.row, column, cell.text().into_owned()));
        }
    }
    assert_eq!(ours, theirs);
}

fn text(value: &Data) -> String {
    match value {
        Data::Bool(true) => "是".into(),
        Data::Bool(false) => "否".into(),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}
