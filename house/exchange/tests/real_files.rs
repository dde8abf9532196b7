//! All files of a folder that has a `manifest.csv`, decoded and compared with it. Run by hand:
//! `REAL_FILES=folder [REAL_OUT=folder]
//! cargo test -p xh-exchange --test real_files -- --ignored --nocapture`.

#![expect(clippy::unwrap_used, reason = "helpers of a test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use xh_exchange::{ChildDecoder, DecodeFault, Decoded, Limits, SheetRow, decode_path};

fn manifest(folder: &Path) -> Vec<BTreeMap<String, String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut keep = |row: SheetRow| {
        rows.push(row.cells.into_iter().map(xh_exchange::Cell::into_text).collect());
        Ok(())
    };
    decode_path(&folder.join("manifest.csv"), &Limits::default(), &mut keep).unwrap();
    let header = rows.remove(0);
    rows.into_iter().map(|row| header.iter().cloned().zip(row).collect()).collect()
}

fn in_child(path: &Path) -> (Vec<SheetRow>, Result<Decoded, DecodeFault>) {
    let exe = PathBuf::from(env!("CARGO_BIN_EXE_xh-decode-child"));
    let mut child = ChildDecoder::spawn(&exe, path, &Limits::default()).unwrap();
    let mut rows = Vec::new();
    for batch in &mut child {
        match batch {
            Ok(batch) => rows.extend(batch),
            Err(fault) => return (rows, Err(fault)),
        }
    }
    (rows, child.finish())
}

/// One row a line as a JSON array `[sheet, row, cells]`, for comparison with another decoder.
fn write_out(path: &Path, rows: &[SheetRow]) {
    let text = |row: &SheetRow| {
        let cells: Vec<String> = row.cells.iter().map(|cell| cell.text().into_owned()).collect();
        serde_json::to_string(&(row.sheet, row.row, cells)).unwrap() + "\n"
    };
    std::fs::write(path, rows.iter().map(text).collect::<String>()).unwrap();
}

#[test]
#[ignore = "needs the folder named by REAL_FILES"]
fn real_files_decode_as_their_manifest_says() {
    let folder = PathBuf::from(std::env::var("REAL_FILES").unwrap());
    let mut summary: BTreeMap<String, u32> = BTreeMap::new();
    let mut count = |what: String| *summary.entry(what).or_default() += 1;
    for file in manifest(&folder) {
        let path = folder.join(&file["group"]).join(&file["file"]);
        let mut rows = Vec::new();
        let mut keep = |row: SheetRow| {
            rows.push(row);
            Ok(())
        };
        let outcome = decode_path(&path, &Limits::default(), &mut keep);
        let child = in_child(&path);
        count(format!("child equal: {}", child.1 == outcome && (outcome.is_err() || child.0 == rows)));
        let expected = format!("{} {}", file["real_format"], file["encoding"]);
        if let Some(out) = std::env::var_os("REAL_OUT") {
            write_out(&PathBuf::from(out).join(format!("{}.tsv", file["file"])), &rows);
        }
        match outcome {
            Ok(decoded) => {
                count(format!("{expected} -> {:?} {}", decoded.shape, decoded.encoding));
                let above = file["header_row_index(-1=no header)"].parse::<i64>().unwrap() + 1;
                let kept: i64 = file["rows_kept"].parse().unwrap();
                let difference = decoded.rows as i64 - above - kept;
                count(format!("rows {}", if difference == 0 { "equal" } else { "different" }));
                if difference != 0 || !decoded.notes.is_empty() {
                    println!(
                        "{} {}: rows {} = {above} + {kept} {difference:+}; {:?}",
                        file["group"], file["file"], decoded.rows, decoded.notes
                    );
                }
                let width = rows.iter().map(|row| row.cells.len()).max().unwrap();
                let columns: usize = file["columns"].parse().unwrap();
                count(format!("columns {}", if width <= columns { "<= manifest" } else { "more" }));
            }
            Err(fault) => {
                println!("{} {}: {} {fault}", file["group"], file["file"], fault.code());
                count(format!("{expected} -> {}", fault.code()));
            }
        }
    }
    for (what, number) in summary {
        println!("{number:5} {what}");
    }
}
