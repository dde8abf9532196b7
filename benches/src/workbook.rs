//! P2: 50,000 penalties from a workbook, beside as many others from a CSV file, one after the other in one run.
//! Ratio = seconds of the CSV ÷ seconds of the workbook: what the shape costs.

use std::path::{Path, PathBuf};
use std::time::Instant;

use rust_xlsxwriter::Workbook;
use xh_exchange::{Limits, SheetRow, decode_path};
use xinheng::exit::Exit;

use crate::city::City;
use crate::sheet::{Sheet, number};
use crate::slices;

/// Rows of either file.
pub const ROWS: u32 = 50_000;
/// The name under which the city notes both: first the CSV.
pub const FILES: &str = "workbook";
const KIND: &str = "penalty";

/// Writes both files from a sheet of twice as many rows.
pub fn write(sheet: &Path, folder: &Path) -> Result<Vec<PathBuf>, Exit> {
    let folder = folder.join(FILES.to_owned() + "-files");
    std::fs::create_dir_all(&folder)?;
    let (plain, rest) = slices::halve(sheet, ROWS, &folder)?;
    let book = folder.join("rest.xlsx");
    to_workbook(&rest, &book)?;
    Ok(vec![plain, book])
}

fn to_workbook(sheet: &Path, book: &Path) -> Result<(), Exit> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet_with_constant_memory().map_err(|fault| Exit::failed(&fault))?;
    let mut failed = None;
    let mut at = 0;
    let mut row = |row: SheetRow| {
        for (column, cell) in (0..).zip(&row.cells) {
            if let Err(fault) = page.write_string(at, column, cell.text()) {
                failed = Some(fault);
            }
        }
        at += 1;
        Ok(())
    };
    decode_path(sheet, &Limits::default(), &mut row).map_err(|fault| Exit::failed(&fault))?;
    match failed {
        Some(fault) => Err(Exit::failed(&fault)),
        None => workbook.save(book).map_err(|fault| Exit::failed(&fault)),
    }
}

/// Imports the CSV, then the workbook.
pub async fn run(city: &City, sheet: &mut Sheet) -> Result<(), Exit> {
    let mut seconds = Vec::new();
    for file in city.parts(FILES)? {
        let began = Instant::now();
        let counts = city.import_file(KIND, file).await?;
        if counts.filed != u64::from(ROWS) {
            return Err(Exit::usage(format!("应入库 {ROWS} 行：{counts:?}")));
        }
        seconds.push(began.elapsed().as_secs_f64());
    }
    let [plain, book] = seconds.as_slice() else { return Err(Exit::missing("应有两个文件")) };
    let rate = f64::from(ROWS) / book;
    sheet.note(&format!("P2 XLSX 导入 {ROWS} 行"), format!("{} s，{} 行/s", number(*book), number(rate)));
    sheet.note("   同样多行 CSV ÷ XLSX", number(plain / book));
    Ok(())
}
