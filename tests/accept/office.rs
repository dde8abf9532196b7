//! Our sheets in somebody else's program: LibreOffice opens the marked sheet without loss and computes nothing of
//! our exports (`trust.md` T12). Here and not in `make test`, because LibreOffice is larger than everything else
//! together; without it this part says so and checks nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use xh_exchange::{Limits, MarkedFault, MarkedRow, MarkedSheet, decode_path, push_csv_row, write_marked};

use crate::stage::{Res, Stage};
use crate::tally::Tally;

const STARTS: [&str; 16] = [
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "\t=",
    " =",
    "\u{a0}=",
    "\u{200b}=",
    "\n=",
    "\"=",
    "'=",
    ";=",
];
const BODIES: [&str; 6] =
    ["1+1", "SUM(1,2)", "cmd|' /C calc'!A0", "HYPERLINK(\"http://x.invalid\",\"x\")", "A1", "{1;2}"];
const ENDS: [&str; 10] =
    ["", ",=1+1", ";=1+1", "\t=1+1", "\n=1+1", "\r\n=1+1", "\"", "\",=1+1,\"", " ", "甲公司"];

/// Both directions, where LibreOffice is.
pub fn check(stage: &Stage, tally: &mut Tally) -> Res<()> {
    println!("\n== LibreOffice");
    if Command::new("soffice").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("not installed (apt-get install libreoffice-calc): nothing checked here");
        return Ok(());
    }
    let folder = stage.scratch.path().join("office");
    std::fs::create_dir_all(&folder)?;
    exports(&folder, tally)?;
    marked(&folder, tally)
}

/// Cells of which a spreadsheet program would compute many.
fn payloads() -> Vec<String> {
    let pairs = STARTS.iter().flat_map(|start| BODIES.iter().map(move |body| (start, body)));
    pairs.flat_map(|(start, body)| ENDS.iter().map(move |end| format!("{start}{body}{end}"))).collect()
}

fn exports(folder: &Path, tally: &mut Tally) -> Res<()> {
    let unguarded = folder.join("control.csv");
    std::fs::write(&unguarded, "\"=1+1\"\r\n")?;
    tally.check(formulas(&unguarded)? == 1, "LibreOffice computes a cell that nobody guarded");
    let mut text = "\u{feff}".to_owned();
    payloads().chunks(4).for_each(|cells| push_csv_row(&mut text, cells));
    let guarded = folder.join("export.csv");
    std::fs::write(&guarded, text)?;
    tally.check(formulas(&guarded)? == 0, "no cell of an export is computed");
    Ok(())
}

fn marked(folder: &Path, tally: &mut Tally) -> Res<()> {
    let path = folder.join("marked.xlsx");
    let fault = |text: &str| MarkedFault { column: Some(1), text: text.to_owned() };
    let row = |cells: &[String]| MarkedRow {
        cells: cells.to_vec(),
        faults: vec![fault("校验位不对，请与营业执照核对"), fault("第二条")],
        state: "退回".to_owned(),
    };
    let rows: Vec<MarkedRow> = payloads().chunks(4).map(row).collect();
    let header = ["名称", "代码", "文号", "备注"].map(str::to_owned).to_vec();
    write_marked(std::fs::File::create(&path)?, &MarkedSheet { header, rows: rows.clone() })?;
    tally.check(formulas(&path)? == 0, "no cell of a marked sheet is computed");
    let notes = std::fs::read_to_string(path.with_extension("fods"))?.matches("<office:annotation").count();
    tally.check(notes == rows.len(), "every faulty cell keeps its comment");
    let again = folder.join("again.ods");
    std::fs::rename(convert(&path, "ods")?, &again)?;
    let same = cells(&path)? == cells(&convert(&again, "xlsx")?)?;
    tally.check(same, "a marked sheet goes through LibreOffice and back without loss");
    Ok(())
}

fn formulas(file: &Path) -> Res<usize> {
    Ok(std::fs::read_to_string(convert(file, "fods")?)?.matches("table:formula=").count())
}

fn convert(file: &Path, to: &str) -> Res<PathBuf> {
    let folder = file.parent().ok_or("a file stands in a folder")?;
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let options = ["--headless", "--convert-to", to, "--outdir"];
    let status = Command::new("soffice").arg(profile).args(options).arg(folder).arg(file).status()?;
    match status.success() {
        true => Ok(file.with_extension(to)),
        false => Err(format!("soffice could not make {to} of {}", file.display()).into()),
    }
}

/// The cells as text, without tabs: LibreOffice drops them.
fn cells(file: &Path) -> Res<Vec<Vec<String>>> {
    let mut rows = Vec::new();
    decode_path(file, &Limits::default(), &mut |row| {
        rows.push(row.cells.iter().map(|cell| cell.text().replace('\t', "")).collect());
        Ok(())
    })?;
    Ok(rows)
}
