//! Every published file that a manifest describes, decoded in this process and in the limited child: both say the
//! same, and as many rows come out as a count of the bytes finds.

use std::collections::BTreeMap;
use std::path::Path;

use xh_exchange::{ChildDecoder, DecodeFault, Decoded, Limits, SheetRow, decode_path};

use crate::stage::{Res, Stage};
use crate::tally::Tally;

type Described = BTreeMap<String, String>;

/// Decodes all of them.
pub fn check(stage: &Stage, tally: &mut Tally) -> Res<()> {
    println!("\n== decoding");
    let folder = stage.real.join("01_beijing_open_data");
    let mut summary: BTreeMap<String, u32> = BTreeMap::new();
    let (mut files, mut differing, mut uncounted) = (0_u32, Vec::new(), Vec::new());
    for file in manifest(&folder.join("manifest.csv"))? {
        let (group, name) = (of(&file, "group")?, of(&file, "file")?);
        let path = folder.join(group).join(name);
        let here = in_process(&path);
        if !alike(&here, &in_child(stage, &path)?) {
            differing.push(name.to_owned());
        }
        if here.1.is_ok() && !as_counted(&file, &path, here.0.len())? {
            uncounted.push(format!("{name} {}", here.0.len()));
        }
        *summary.entry(line(&file, &here.1)?).or_default() += 1;
        files += 1;
    }
    summary.iter().for_each(|(what, number)| println!("{number:5} {what}"));
    tally.check(files > 0, &format!("{files} files are described"));
    tally.check(differing.is_empty(), &format!("the child decodes as this process does {differing:?}"));
    tally.check(uncounted.is_empty(), &format!("every row with something in it is read {uncounted:?}"));
    Ok(())
}

/// What a file was said to be and what it was read as.
fn line(file: &Described, end: &Result<Decoded, DecodeFault>) -> Res<String> {
    let read = match end {
        Ok(decoded) => format!("{:?} {}", decoded.shape, decoded.encoding),
        Err(fault) => fault.code().to_owned(),
    };
    Ok(format!("{} {} -> {read}", of(file, "real_format")?, of(file, "encoding")?))
}

/// Counted a second time, by nothing of ours, where the file is text. The manifest counts blank rows too and this
/// program hands none over, so of a workbook it only says how many rows there can be at most.
fn as_counted(file: &Described, path: &Path, rows: usize) -> Res<bool> {
    if of(file, "real_format")? == "csv" {
        return Ok(rows == filled_records(&std::fs::read(path)?));
    }
    let (header, kept): (i64, i64) =
        (of(file, "header_row_index(-1=no header)")?.parse()?, of(file, "rows_kept")?.parse()?);
    Ok(rows > 0 && i64::try_from(rows)? <= header + 1 + kept)
}

/// Records with something in them, by bytes: in UTF-8 and in GB18030 no letter holds a comma, a quote or a line end.
fn filled_records(bytes: &[u8]) -> usize {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (mut records, mut filled, mut quoted, mut cell_begins) = (0, false, false, true);
    for byte in text {
        match byte {
            b'"' if quoted || cell_begins => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                records += usize::from(filled);
                filled = false;
            }
            b',' | b'"' => {}
            other => filled |= !other.is_ascii_whitespace(),
        }
        cell_begins = !quoted && matches!(byte, b',' | b'\n' | b'\r' | b'"');
    }
    records + usize::from(filled)
}

/// Rows in order, and how it ended.
type Read = (Vec<SheetRow>, Result<Decoded, DecodeFault>);

/// A child that ends with a fault may have handed over fewer rows before it.
fn alike(one: &Read, other: &Read) -> bool {
    one.1 == other.1 && (one.1.is_err() || one.0 == other.0)
}

fn in_process(path: &Path) -> Read {
    let mut rows = Vec::new();
    let end = decode_path(path, &Limits::default(), &mut |row| {
        rows.push(row);
        Ok(())
    });
    (rows, end)
}

fn in_child(stage: &Stage, path: &Path) -> Res<Read> {
    let mut child = ChildDecoder::spawn(&stage.decoder.program, path, &Limits::default())?;
    let mut rows = Vec::new();
    for batch in &mut child {
        match batch {
            Ok(batch) => rows.extend(batch),
            Err(fault) => return Ok((rows, Err(fault))),
        }
    }
    Ok((rows, child.finish()))
}

fn manifest(path: &Path) -> Res<Vec<Described>> {
    let (rows, end) = in_process(path);
    end?;
    let mut rows = rows.into_iter().map(|row| row.cells.into_iter().map(xh_exchange::Cell::into_text));
    let header: Vec<String> = rows.next().ok_or("an empty manifest")?.collect();
    Ok(rows.map(|row| header.iter().cloned().zip(row).collect()).collect())
}

fn of<'f>(file: &'f Described, column: &str) -> Res<&'f str> {
    Ok(file.get(column).ok_or_else(|| format!("the manifest has no column {column}"))?)
}
