//! The marked sheet comes back through our own decoder as it went out.

use std::io::{Cursor, Read};

use super::{
    MARKED_REASON, MARKED_STATE, MarkedFault, MarkedRow, MarkedSheet, MarkedWriter, WriteFault, fit,
    marked_columns, write_marked,
};
use crate::{Cell, Limits, SheetRow, decode};

fn row(cells: &[&str], faults: &[(Option<usize>, &str)], state: &str) -> MarkedRow {
    MarkedRow {
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        faults: faults
            .iter()
            .map(|(column, text)| MarkedFault { column: *column, text: (*text).to_owned() })
            .collect(),
        state: state.to_owned(),
    }
}

fn sheet() -> MarkedSheet {
    MarkedSheet {
        header: vec!["名称".into(), "代码".into()],
        rows: vec![
            row(&["甲公司", "91110108MA01GYN96T"], &[], "已入库"),
            row(&["=1+1", "0x"], &[(Some(1), "校验位不对，请核对"), (None, "缺少决定日期")], "退回"),
            row(&["_x0041_\u{1}<&>\n\"", " 两端空格 ", "多一列"], &[(Some(0), "名称不对")], "退回"),
            row(&[], &[(Some(9), "没有这一列")], "退回"),
        ],
    }
}

fn written(sheet: &MarkedSheet) -> Vec<u8> {
    let mut out = Vec::new();
    write_marked(&mut out, sheet).unwrap();
    out
}

fn back(bytes: &[u8]) -> Vec<SheetRow> {
    let mut rows = Vec::new();
    let mut keep = |row| {
        rows.push(row);
        Ok(())
    };
    decode(Cursor::new(bytes), &Limits::default(), &mut keep).unwrap();
    rows
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn it_reads_back_as_text_with_two_columns_more() {
    let rows = back(&written(&sheet()));
    let shown: Vec<String> = rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.text().into_owned()).collect::<Vec<_>>().join("|"))
        .collect();
    assert_eq!(
        shown,
        [
            "名称|代码||处理结果|原因与办法",
            "甲公司|91110108MA01GYN96T||已入库",
            "=1+1|0x||退回|「代码」校验位不对，请核对；缺少决定日期",
            "_x0041_\u{1}<&>\n\"| 两端空格 |多一列|退回|「名称」名称不对",
            "|||退回|没有这一列",
        ]
    );
    assert!(rows.iter().flat_map(|row| &row.cells).all(|cell| matches!(cell, Cell::Text(_) | Cell::Empty)));
}

#[test]
fn faulty_cells_carry_fill_and_note_and_no_cell_is_a_formula() {
    let bytes = written(&sheet());
    let notes = part(&bytes, "xl/comments1.xml");
    assert!(
        notes.contains("ref=\"B3\"") && notes.contains("校验位不对") && notes.contains("ref=\"A4\""),
        "{notes}"
    );
    assert_eq!(notes.matches("<comment ").count(), 2);
    assert!(part(&bytes, "xl/styles.xml").contains("FFFFE19C"));
    let cells = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!cells.contains("<f>") && cells.contains("t=\"inlineStr\""));
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    assert!(written(&sheet()) == written(&sheet()));
}

#[test]
fn its_header_is_recognised() {
    assert_eq!(marked_columns(&["名称", "代码", MARKED_STATE, MARKED_REASON]), Some(2));
    assert_eq!(marked_columns(&["名称", " 处理结果 ", "原因与办法", "备注"]), Some(1));
    assert_eq!(marked_columns(&["名称", MARKED_STATE, "备注", MARKED_REASON]), None);
    assert_eq!(marked_columns::<&str>(&[]), None);
}

#[test]
fn notes_have_a_cap_and_the_last_column_says_the_rest() {
    let mut writer = MarkedWriter::new(&["名称".to_owned()], 2).unwrap();
    for _ in 0..5 {
        writer.row(&row(&["x"], &[(Some(0), "不对")], "退回")).unwrap();
    }
    let mut out = Vec::new();
    writer.finish(&mut out).unwrap();
    assert_eq!(part(&out, "xl/comments1.xml").matches("<comment ").count(), 2);
    assert_eq!(back(&out).iter().filter(|row| row.cells[2].text().contains("不对")).count(), 5);
}

#[test]
fn what_does_not_fit_is_said_or_shortened() {
    let mut writer = MarkedWriter::new(&["名称".to_owned()], 2).unwrap();
    assert!(matches!(writer.row(&row(&["x", "y"], &[], "")), Err(WriteFault::Grid { row: 2, columns: 2 })));
    assert!(matches!(MarkedWriter::new(&vec![String::new(); 16_383], 0), Err(WriteFault::Grid { .. })));
    assert_eq!(fit("𠮷𠮷𠮷", 6), "𠮷𠮷𠮷");
    assert_eq!(fit("𠮷𠮷𠮷", 5), "𠮷𠮷…");
    assert_eq!(fit("名称名称", 3), "名称…");
    let long = MarkedSheet {
        header: vec!["x".repeat(40_000)],
        rows: vec![row(&["字"], &[(Some(0), &"长".repeat(40_000))], "退回")],
    };
    assert_eq!(back(&written(&long))[0].cells[0].text().chars().count(), 32_767);
}
