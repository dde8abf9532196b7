//! Our sheets in somebody else's program: LibreOffice opens the marked sheet without loss and computes
//! nothing of our exports (`trust.md` T12). Run by hand where `soffice` is installed:
//! `cargo test -p xh-exchange --test office -- --ignored`.

#![expect(clippy::unwrap_used, reason = "helpers of a test")]

use std::path::{Path, PathBuf};
use std::process::Command;

use xh_exchange::{Limits, MarkedFault, MarkedRow, MarkedSheet, decode_path, push_csv_row, write_marked};

/// 2,000 cells of which a spreadsheet program would compute many.
fn payloads() -> Vec<String> {
    let starts = [
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
    let bodies =
        ["1+1", "SUM(1,2)", "cmd|' /C calc'!A0", "HYPERLINK(\"http://x.invalid\",\"x\")", "A1", "{1;2}"];
    let ends = ["", ",=1+1", ";=1+1", "\t=1+1", "\n=1+1", "\r\n=1+1", "\"", "\",=1+1,\"", " ", "甲公司"];
    let mut payloads = Vec::new();
    while payloads.len() < 2_000 {
        for start in starts {
            for body in bodies {
                payloads.extend(ends.iter().map(|end| format!("{start}{body}{end}")));
            }
        }
    }
    payloads.truncate(2_000);
    payloads
}

fn convert(file: &Path, to: &str) -> PathBuf {
    let folder = file.parent().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let options = ["--headless", "--convert-to", to, "--outdir"];
    let status = Command::new("soffice").arg(profile).args(options).arg(folder).arg(file).status().unwrap();
    assert!(status.success());
    file.with_extension(to)
}

fn formulas(file: &Path) -> usize {
    let text = std::fs::read_to_string(convert(file, "fods")).unwrap();
    text.matches("table:formula=").count()
}

#[test]
#[ignore = "needs LibreOffice"]
fn no_cell_of_an_export_is_computed() {
    let folder = tempfile::tempdir().unwrap();
    let unguarded = folder.path().join("control.csv");
    std::fs::write(&unguarded, "\"=1+1\"\r\n").unwrap();
    assert_eq!(formulas(&unguarded), 1, "the test has teeth");
    let mut text = "\u{feff}".to_owned();
    payloads().chunks(4).for_each(|cells| push_csv_row(&mut text, cells));
    let guarded = folder.path().join("export.csv");
    std::fs::write(&guarded, text).unwrap();
    assert_eq!(formulas(&guarded), 0);
}

#[test]
#[ignore = "needs LibreOffice"]
fn the_marked_sheet_opens_and_saves_without_loss() {
    let folder = tempfile::tempdir().unwrap();
    let marked = folder.path().join("marked.xlsx");
    let fault = |text: &str| MarkedFault { column: Some(1), text: text.to_owned() };
    let row = |cells: &[String]| MarkedRow {
        cells: cells.to_vec(),
        faults: vec![fault("校验位不对，请与营业执照核对"), fault("第二条")],
        state: "退回".to_owned(),
    };
    let rows: Vec<MarkedRow> = payloads().chunks(4).map(row).collect();
    let header = ["名称", "代码", "文号", "备注"].map(str::to_owned).to_vec();
    write_marked(std::fs::File::create(&marked).unwrap(), &MarkedSheet { header, rows: rows.clone() })
        .unwrap();
    assert_eq!(formulas(&marked), 0);
    let text = std::fs::read_to_string(folder.path().join("marked.fods")).unwrap();
    assert_eq!(text.matches("<office:annotation").count(), rows.len());
    let again = folder.path().join("again.ods");
    std::fs::rename(convert(&marked, "ods"), &again).unwrap();
    let (ours, theirs) = (cells(&marked), cells(&convert(&again, "xlsx")));
    assert_eq!(ours.len(), theirs.len());
    let different = ours.iter().zip(&theirs).find(|(ours, theirs)| ours != theirs);
    assert_eq!(different, None, "through LibreOffice and back");
}

/// The cells as text, without tabs: LibreOffice drops them.
fn cells(file: &Path) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut keep = |row: xh_exchange::SheetRow| {
        rows.push(row.cells.iter().map(|cell| cell.text().replace('\t', "")).collect());
        Ok(())
    };
    decode_path(file, &Limits::default(), &mut keep).unwrap();
    rows
}
