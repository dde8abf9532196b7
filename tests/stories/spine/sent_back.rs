//! A sheet with faulty rows goes back to its department, marked; a person corrects the cells and sends it in again:
//! the rest is filed, nothing twice, and every count adds up. From a CSV file and from a workbook.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use xh_db::{Db, both};
use xh_exchange::{Cell, Limits, MARKED_REASON, MARKED_STATE, SheetRow, decode_path};
use xh_intake::Counts;
use xh_intake_desk::write_marked_sheet;

use super::counter::{HEADINGS, csv, fine};
use super::office::{World, code};

const CODE: usize = 1;
const DOCUMENT: usize = 2;
const DECIDED: usize = 9;

/// Six good rows, one about a (fictional) person, and four that a person must look at.
fn sent() -> Vec<Vec<String>> {
    let mut rows: Vec<_> = (0..10).map(|nth| fine(nth, &document(nth), "0.5", "2026-05-06")).collect();
    rows[6][DECIDED] = "2026-02-30".to_owned();
    rows[7][DOCUMENT] = String::new();
    rows[8][CODE].replace_range(17.., if code(8).ends_with('7') { "3" } else { "7" });
    rows[9][CODE] = String::new();
    let mut person = fine(3, "示应急罚〔2026〕99号", "0.5", "2026-05-06");
    (person[0], person[CODE]) = ("甄无名".to_owned(), "110101199003078515".to_owned());
    rows.insert(4, person);
    rows
}

fn document(nth: usize) -> String {
    format!("示应急罚〔2026〕{}号", nth + 11)
}

/// As a department keeps it: a title above the headings, days and amounts as such.
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.merge_range(0, 0, 0, 9, "石城市示例应急管理局行政处罚信息", &Format::new()).unwrap();
    for (row, cells) in (1..).zip(std::iter::once(&HEADINGS.map(str::to_owned).to_vec()).chain(rows)) {
        for (column, cell) in (0..).zip(cells) {
            match (ExcelDateTime::parse_from_str(cell), cell.parse::<f64>()) {
                (Ok(at), _) if cell.len() == 10 => {
                    sheet.write_datetime_with_format(row, column, &at, &day).unwrap()
                }
                (_, Ok(number)) if cell.len() < 6 => sheet.write_number(row, column, number).unwrap(),
                _ => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// The marked sheet of a batch as the department opens it.
async fn marked(world: &World, batch: &str) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("marked.xlsx");
    assert!(write_marked_sheet(&world.office, batch, std::fs::File::create(&path).unwrap()).await.unwrap());
    let mut rows: Vec<SheetRow> = Vec::new();
    decode_path(&path, &Limits::default(), &mut |row| {
        rows.push(row);
        Ok(())
    })
    .unwrap();
    rows.into_iter().map(|row| row.cells.into_iter().map(Cell::into_text).collect()).collect()
}

/// The same cells saved by a spreadsheet program, the two columns at the end left where they are.
fn saved(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// A person reads each reason and mends the cell it is about.
fn corrected(mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let head = rows[0].clone();
    let at = |heading: &str| head.iter().position(|cell| cell == heading).unwrap();
    let (state, reason) = (at(MARKED_STATE), at(MARKED_REASON));
    let mut mended = 0;
    for row in rows.iter_mut().skip(1).filter(|row| row[state] != "已入库") {
        let nth = (6..10).find(|nth| row[0] == fine(*nth, "", "", "")[0]).unwrap();
        let (column, heading) = [
            (DECIDED, "处罚决定日期"),
            (DOCUMENT, "行政处罚决定书文号"),
            (CODE, "统一社会信用代码"),
            (CODE, ""),
        ][nth - 6];
        assert!(row[reason].contains(heading) && !row[reason].is_empty(), "{row:?}");
        assert_eq!(row[state], if nth == 9 { "待核" } else { "退回" });
        row[column] = fine(nth, &document(nth), "0.5", "2026-05-06")[column].clone();
        mended += 1;
    }
    assert_eq!(mended, 4);
    rows
}

fn counts(counts: &Counts) -> [u64; 7] {
    let c = counts;
    assert_eq!(c.rows, c.filed + c.amended + c.duplicate + c.rejected + c.held + c.refused_person, "{c:?}");
    [c.rows, c.filed, c.amended, c.duplicate, c.rejected, c.held, c.refused_person]
}

async fn head(world: &World) -> i64 {
    xh_ledger_store::head(&mut world.office.db.read().await.unwrap()).await.unwrap()
}

/// Sent, marked, corrected, sent back, and once more by mistake.
async fn there_and_back(db: &Db, name: &str, bytes: Vec<u8>) {
    let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
    let first = world.import(name, &bytes).await;
    assert_eq!(first.help, None, "{:?}", first.headings);
    assert_eq!(counts(&first.counts), [11, 6, 0, 0, 3, 1, 1]);
    let rows = marked(&world, &first.batch).await;
    assert_eq!(rows.len(), 11, "the headings and every row but the person's");
    assert!(!format!("{rows:?}").contains("甄无名"));
    let back = saved(&corrected(rows));
    let second = world.import("corrected.xlsx", &back).await;
    assert_eq!(second.help, None, "{:?}", second.headings);
    assert_eq!(counts(&second.counts), [10, 4, 0, 6, 0, 0, 0]);
    let before = head(&world).await;
    assert_eq!(counts(&world.import("corrected.xlsx", &back).await.counts), [10, 0, 0, 10, 0, 0, 0]);
    assert_eq!(head(&world).await, before, "nothing new was said");
    for nth in 0..10 {
        world.only_record(nth).await;
    }
    let mut tx = world.office.db.read().await.unwrap();
    assert_eq!(xh_registry_store::count_records(&mut tx).await.unwrap(), 10);
}

both! {
    async fn a_csv_file_goes_back_and_comes_again(db: &Db) {
        there_and_back(db, "sent.csv", csv(&sent())).await;
    }

    async fn a_workbook_goes_back_and_comes_again(db: &Db) {
        there_and_back(db, "sent.xlsx", workbook(&sent())).await;
    }
}
