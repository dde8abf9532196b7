//! The base library first: the four company registers, unpacked and cut to a bounded number of rows.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

use crate::files::{Told, tell};
use crate::stage::{Res, Stage, name_of};
use crate::tally::{Tally, percent};

/// Rows of each register unless `XINHENG_ACCEPT_ROWS` says otherwise; 0 means all.
const ROWS: usize = 20_000;
/// The register whose codes are not credit codes.
const OTHER_CODES: &str = "national_non_uscc_codes.csv";

/// Imports the registers.
pub async fn import_all(stage: &Stage, tally: &mut Tally) -> Res<Vec<Told>> {
    println!("\n== registers");
    let mut all = Vec::new();
    for packed in packed(&stage.real.join("03_company_register"))? {
        let plain = unpack(&packed, stage.scratch.path(), rows()?)?;
        let told = tell(stage, &plain, "registration", tally).await?;
        weigh(&told, &name_of(&plain), tally);
        all.push(told);
    }
    tally.check(all.len() == 4, "there are four registers");
    Ok(all)
}

/// A register of credit codes is filed but for a hundredth; of other codes at least nine tenths are turned away.
fn weigh(told: &Told, name: &str, tally: &mut Tally) {
    let counts = told.imported().map(|imported| imported.counts).unwrap_or_default();
    let known = counts.filed + counts.amended + counts.duplicate;
    let lost = counts.rows - known;
    match name {
        OTHER_CODES => tally.check(
            counts.rows > 0 && lost * 10 >= counts.rows * 9,
            &format!("turned away: {}", percent(lost, counts.rows)),
        ),
        _ => tally.check(
            known > 0 && lost * 100 <= counts.rows,
            &format!("filed: {}", percent(known, counts.rows)),
        ),
    }
}

fn rows() -> Res<usize> {
    match std::env::var("XINHENG_ACCEPT_ROWS") {
        Ok(rows) => Ok(rows.parse()?),
        Err(_) => Ok(ROWS),
    }
}

fn packed(folder: &Path) -> Res<Vec<PathBuf>> {
    let mut files = Vec::new();
    for item in std::fs::read_dir(folder)? {
        files.push(item?.path());
    }
    files.retain(|file| file.extension().is_some_and(|e| e == "gz"));
    files.sort();
    Ok(files)
}

/// The heading and the first rows; a cell that runs over several lines is not cut.
fn unpack(packed: &Path, folder: &Path, rows: usize) -> Res<PathBuf> {
    let plain = folder.join(name_of(packed).trim_end_matches(".gz"));
    let mut out = BufWriter::new(File::create(&plain)?);
    let (mut open, mut done) = (false, 0);
    for line in BufReader::new(GzDecoder::new(File::open(packed)?)).split(b'\n') {
        let line = line?;
        out.write_all(&line)?;
        out.write_all(b"\n")?;
        open ^= line.iter().filter(|byte| **byte == b'"').count() % 2 == 1;
        done += usize::from(!open);
        if rows > 0 && done > rows {
            break;
        }
    }
    out.flush()?;
    Ok(plain)
}
