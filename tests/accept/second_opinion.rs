//! Old workbooks among the real files, read by us and by calamine: the same cells in the same places.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, SheetVisible, Xls};
use xh_exchange::{Limits, Shape, decode_path};

use crate::stage::{Res, Stage, name_of};
use crate::tally::Tally;

/// First bytes of an old workbook, whatever its name.
const OLD: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Text by sheet, row and column; sheets without a filled cell do not count.
type Cells = BTreeMap<(u32, u32, usize), String>;

/// Compares every old workbook of the folders.
pub fn check(stage: &Stage, tally: &mut Tally) -> Res<()> {
    println!("\n== old workbooks, and what calamine makes of them");
    let (mut files, mut cells, mut differing) = (0_u32, 0, Vec::new());
    for path in old_books(&stage.real)? {
        let (ours, theirs) = (ours(&path)?, theirs(&path)?);
        files += 1;
        cells += ours.len();
        let first = ours.iter().zip(&theirs).find(|(one, other)| one != other);
        if ours.len() != theirs.len() || first.is_some() {
            differing.push(format!(
                "{}: {} and {} cells, {first:?}",
                name_of(&path),
                ours.len(),
                theirs.len()
            ));
        }
    }
    println!("{files:5} old workbooks, {cells} cells");
    tally.check(files > 0, &format!("{files} old workbooks are read"));
    tally.check(differing.is_empty(), &format!("calamine reads the same in old workbooks {differing:?}"));
    Ok(())
}

fn old_books(folder: &Path) -> Res<Vec<PathBuf>> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for item in std::fs::read_dir(folder)? {
            let path = item?.path();
            if path.is_dir() {
                open.push(path);
            } else if std::fs::read(&path)?.starts_with(OLD) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn ours(path: &Path) -> Res<Cells> {
    let mut cells = Cells::new();
    let decoded = decode_path(path, &Limits::default(), &mut |row| {
        for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
            cells.insert((row.sheet, row.row, column), cell.text().into_owned());
        }
        Ok(())
    })?;
    if decoded.shape != Shape::Xls {
        return Err(format!("{} was read as {:?}", path.display(), decoded.shape).into());
    }
    Ok(cells)
}

fn theirs(path: &Path) -> Res<Cells> {
    let mut book: Xls<_> = Xls::new(Cursor::new(std::fs::read(path)?))?;
    let (mut cells, mut sheet) = (Cells::new(), 0);
    for one in book.sheets_metadata().to_vec() {
        let range = book.worksheet_range(&one.name)?;
        let Some(start) = range.start().filter(|_| one.visible == SheetVisible::Visible) else { continue };
        let before = cells.len();
        for (row, column, value) in range.used_cells() {
            let text = text(value);
            if !text.trim().is_empty() {
                cells.insert((sheet, u32::try_from(row)? + start.0 + 1, column + start.1 as usize), text);
            }
        }
        sheet += u32::from(cells.len() > before);
    }
    Ok(cells)
}

fn text(value: &Data) -> String {
    match value {
        Data::Bool(true) => "是".to_owned(),
        Data::Bool(false) => "否".to_owned(),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        Data::String(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
        other => other.to_string(),
    }
}
