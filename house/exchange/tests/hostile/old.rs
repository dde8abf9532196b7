//! Old workbooks (BIFF8): what is read, what is refused, and files made to hurt the reader.

use crate::book::zip_of;
use crate::old_book::{
    Book, begin, compound, compound_small, end, flag, formula, label, number, record, rk, shared, strings,
    wide,
};
use crate::{Case, count, fault, rows};

pub fn cases() -> Vec<Case> {
    [cells(), layouts(), refused(), containers(), streams(), caps()].into_iter().flatten().collect()
}

fn rk_of(whole: i32) -> u32 {
    (whole << 2).cast_unsigned() | 2
}

/// Each word a cell of one row.
fn one_row(texts: &[&str]) -> Vec<Vec<u8>> {
    (0..).zip(texts).map(|(column, text)| label(0, column, text)).collect()
}

fn cells() -> Vec<Case> {
    let several = record(
        0x00BD,
        &[&[0, 0, 1, 0][..], &[0, 0], &rk_of(7).to_le_bytes(), &[0, 0], &rk_of(-8).to_le_bytes(), &[2, 0]]
            .concat(),
    );
    let text_of_formula =
        [formula(0, 0, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]), record(0x0207, &wide("算"))].concat();
    vec![
        rows(
            "shared strings",
            Book::of(&[shared(0, 0, 0), shared(0, 1, 1)]).with(strings(&["名称", "甲"])).bytes(),
            "名称|甲",
        ),
        rows("labels", Book::of(&one_row(&["甲公司", "乙"])).bytes(), "甲公司|乙"),
        rows(
            "numbers",
            Book::of(&[number(0, 0, 0, 0.02), number(0, 1, 0, 9.111_011_08e17)]).bytes(),
            "0.02|9.11101108E17",
        ),
        rows(
            "whole, hundredths, negative",
            Book::of(&[rk(0, 0, rk_of(5)), rk(0, 1, rk_of(123) | 1), rk(0, 2, rk_of(-3))]).bytes(),
            "5|1.23|-3",
        ),
        rows("neighbouring numbers", Book::of(&[several]).bytes(), "|7|-8"),
        rows(
            "dates",
            Book::of(&[number(0, 0, 1, 45_131.0), number(0, 1, 3, 45_131.5), number(0, 2, 2, 1.5)]).bytes(),
            "2023-07-24|2023-07-24 12:00:00|36:00:00",
        ),
        rows(
            "dates from 1904",
            Book::of(&[number(0, 0, 1, 43_669.0)]).with(record(0x0022, &[1, 0])).bytes(),
            "2023-07-24",
        ),
        rows(
            "truth values and errors",
            Book::of(&[flag(0, 0, 1, 0), flag(0, 1, 0, 0), flag(0, 2, 0x2A, 1)]).bytes(),
            "是|否|#N/A",
        ),
        rows(
            "values of formulas",
            Book::of(&[
                text_of_formula,
                formula(0, 1, 2.5_f64.to_le_bytes()),
                formula(0, 2, [1, 0, 1, 0, 0, 0, 0xFF, 0xFF]),
                formula(0, 3, [2, 0, 7, 0, 0, 0, 0xFF, 0xFF]),
                formula(0, 4, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
            ])
            .bytes(),
            "算|2.5|是|#DIV/0!",
        ),
    ]
}

fn layouts() -> Vec<Case> {
    let rich = record(
        0x00FC,
        &[&[1, 0, 0, 0, 1, 0, 0, 0][..], &[2, 0, 0x0C, 1, 0, 3, 0, 0, 0], b"ab", &[9; 4], &[8; 3]].concat(),
    );
    let split = [
        record(0x00FC, &[&[1, 0, 0, 0, 1, 0, 0, 0][..], &[4, 0, 1], &[0x32, 0x75]].concat()),
        record(0x003C, &[&[0][..], b"bcd"].concat()),
    ]
    .concat();
    let chart = [begin(0x20), number(9, 9, 0, 1.0), end()].concat();
    vec![
        rows("runs and hints are passed over", Book::of(&[shared(0, 0, 0)]).with(rich).bytes(), "ab"),
        rows(
            "a string over two records, wide then narrow",
            Book::of(&[shared(0, 0, 0)]).with(split).bytes(),
            "甲bcd",
        ),
        rows(
            "two sheets, blank rows between",
            Book::of(&[label(2, 1, "甲")]).sheet("二", 0, &[label(0, 0, "乙")]).bytes(),
            "|甲/乙",
        ),
        rows(
            "hidden sheet",
            Book::of(&[label(0, 0, "甲")]).sheet("藏", 1, &[label(0, 0, "乙")]).bytes(),
            "甲",
        )
        .says("「藏」没有读取"),
        rows("a chart inside", Book::of(&[label(0, 0, "甲"), chart]).bytes(), "甲"),
        rows("a chart sheet", Book::of(&[label(0, 0, "甲")]).sheet("图", 0x20, &[]).bytes(), "甲"),
        rows(
            "links to other books",
            Book::of(&[label(0, 0, "甲")]).with(record(0x01AE, &[1, 0, 3, 0, 0])).bytes(),
            "甲",
        )
        .says("引用了其他文件"),
        rows(
            "a stream in small sectors",
            compound_small("Workbook", &Book::of(&[label(0, 0, "甲")]).stream()),
            "甲",
        ),
        rows(
            "blank cells far right",
            Book::of(&[label(0, 0, "甲"), record(0x0201, &[0, 0, 255, 0, 0, 0])]).bytes(),
            "甲",
        ),
        rows("CSV under that name", "名称,代码\n甲,1\n", "名称|代码/甲|1"),
        count(
            "65,536 rows",
            Book::of(&(0..=u16::MAX).map(|row| rk(row, 0, rk_of(1))).collect::<Vec<_>>()).bytes(),
            65_536,
        ),
    ]
}

fn refused() -> Vec<Case> {
    let old = |version: [u8; 2]| record(0x0809, &[&version[..], &[5, 0], &[0; 4]].concat());
    let book = Book::of(&[label(0, 0, "甲")]);
    let encrypted = Book::of(&[label(0, 0, "甲")]).with(record(0x002F, &[1, 0, 1, 0]));
    vec![
        fault("encrypted stream", encrypted.bytes(), "file_encrypted").says("取消密码"),
        fault(
            "encrypted by XOR",
            Book::of(&[]).with(record(0x002F, &[0, 0, 9, 9, 9, 9])).bytes(),
            "file_encrypted",
        ),
        fault("encrypted new workbook", compound("EncryptedPackage", vec![7; 5000]), "file_encrypted"),
        fault(
            "BIFF5 under its own name",
            compound("Book", [old([0, 5]), end()].concat()),
            "format_not_accepted",
        )
        .says("Excel 5.0/95"),
        fault(
            "BIFF5 under the newer name",
            compound("Workbook", [old([0, 5]), end()].concat()),
            "format_not_accepted",
        )
        .says("Excel 5.0/95"),
        fault("Word document", compound("WordDocument", vec![0; 5000]), "format_not_accepted")
            .says("不是表格"),
        fault("no workbook inside", compound("Contents", vec![0; 5000]), "format_not_accepted")
            .says("没有工作簿"),
        fault("macros", compound("_VBA_PROJECT_CUR", vec![0; 5000]), "workbook_macros"),
        fault("macro sheet", Book::of(&[]).sheet("宏", 0x10, &[]).bytes(), "workbook_macros"),
        fault("HTML under that name", "<html><table><tr><td>甲</td></tr></table>", "format_not_accepted")
            .says("网页"),
        fault("zip of an old workbook", zip_of(&[("a.xls", &book.bytes())]), "format_not_accepted")
            .says("压缩包"),
        fault("nothing in it", Book::of(&[]).bytes(), "file_empty"),
        fault("only white space", Book::of(&[label(0, 0, " \n")]).bytes(), "file_empty"),
    ]
}

/// The file with a number of four bytes written over.
fn patched(mut bytes: Vec<u8>, at: usize, value: u32) -> Vec<u8> {
    bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    bytes
}

/// Places: 48 directory, 56 smallest stream, 68 further tables, 76 first table; 512 is the table itself; the directory
/// lies behind it, the workbook's entry 128 bytes on.
fn containers() -> Vec<Case> {
    let whole = || Book::of(&one_row(&["甲", "乙"])).bytes();
    let broken = |name, bytes: Vec<u8>| fault(name, bytes, "workbook_broken").says("损坏");
    let entry = 1024 + 128;
    let mut deep = whole();
    deep[1024 + 76..1024 + 80].copy_from_slice(&0_u32.to_le_bytes());
    vec![
        broken("only the first bytes", whole()[..8].to_vec()),
        broken("cut inside the header", whole()[..300].to_vec()),
        broken("cut after the header", whole()[..512].to_vec()),
        broken("cut inside the table", whole()[..800].to_vec()),
        broken("cut after the table", whole()[..1024].to_vec()),
        broken("cut inside the directory", whole()[..1100].to_vec()),
        broken("cut inside the stream", whole()[..3000].to_vec()),
        broken("one byte missing", whole()[..whole().len() - 1].to_vec()),
        broken("directory in a loop", patched(whole(), 512 + 4, 1)),
        broken("directory beyond the end", patched(whole(), 48, 0x00FF_FFFF)),
        broken("stream in a loop", patched(whole(), 512 + 4 * 4, 3)),
        broken("stream into a table", patched(whole(), 512 + 4 * 4, 0)),
        broken("stream that ends early", patched(whole(), 512 + 4 * 4, 0xFFFF_FFFE)),
        broken("stream that runs beyond the end", patched(whole(), 512 + 4 * 4, 4000)),
        broken("stream of 4 GB", patched(whole(), entry + 120, 0xFFFF_FFFF)),
        broken("stream that begins beyond the end", patched(whole(), entry + 116, 0x7FFF_FFFF)),
        broken("small stream without small sectors", patched(whole(), 56, 0xFFFF_FFFF)),
        broken("tables in a loop", patched(patched(whole(), 68, 0), 512 + 4 * 127, 0)),
        broken("tables beyond the end", patched(whole(), 68, 0x00FF_FFFF)),
        broken("table beyond the end", patched(whole(), 76, 4000)),
        broken("no table at all", patched(whole(), 76, 0xFFFF_FFFF)),
        broken("sectors of 2^40 bytes", patched(whole(), 28, 0x0028_FFFE)),
        broken("sectors of one byte", patched(whole(), 28, 0x0000_FFFE)),
        broken("version 9", patched(whole(), 24, 0x0009_003E)),
        broken("big end first", patched(whole(), 28, 0x0009_FEFF)),
        broken("root of another kind", patched(whole(), 1024 + 64, 0x0001_0016)),
        fault("root under itself", deep, "format_not_accepted"),
        fault(
            "names in a circle",
            patched(patched(whole(), entry + 68, 1), entry, 0x0058_0058),
            "format_not_accepted",
        ),
        broken(
            "small sectors in a loop",
            patched(compound_small("Workbook", &Book::of(&one_row(&["甲"])).stream()), 1536, 0),
        ),
        broken(
            "small sectors beyond the end",
            patched(compound_small("Workbook", &Book::of(&one_row(&["甲"])).stream()), 1536, 999),
        ),
    ]
}

fn streams() -> Vec<Case> {
    let broken = |name, bytes: Vec<u8>| fault(name, bytes, "workbook_broken").says("损坏");
    let with = |name, head: Vec<u8>| broken(name, Book::of(&[shared(0, 0, 0)]).with(head).bytes());
    let cells = |name, cells: &[Vec<u8>]| broken(name, Book::of(cells).bytes());
    let table =
        |total: u32, body: &[u8]| record(0x00FC, &[&[9, 0, 0, 0][..], &total.to_le_bytes(), body].concat());
    let astray = |by| Book { astray: by, ..Book::of(&[label(0, 0, "甲")]) }.bytes();
    let twice =
        Book::of(&[label(0, 0, "甲")]).with(record(0x0085, &[&[0, 0, 0, 0, 0, 0, 1, 0][..], b"a"].concat()));
    vec![
        broken("no records", compound("Workbook", vec![0; 5000])),
        broken("random words for records", compound("Workbook", vec![0xFF; 5000])),
        broken("no end before the sheets", compound("Workbook", begin(5))),
        broken("sheet promised beyond the end", astray(0x7FFF_0000)),
        broken("sheet promised inside a record", astray(3)),
        broken("sheet promised at the very beginning", twice.bytes()),
        with("four thousand million strings", table(u32::MAX, &wide("甲"))),
        with("a string that promises 65,535 letters", table(1, &[0xFF, 0xFF, 1, 0x32, 0x75])),
        with("a string cut inside a letter", table(1, &[2, 0, 1, 0x32])),
        with("half a surrogate", table(1, &[1, 0, 1, 0x42, 0xD8])),
        with("runs of 260 KB behind a string", table(1, &[1, 0, 8, 0xFF, 0xFF, b'a'])),
        with("hints of 4 GB behind a string", table(1, &[1, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF, b'a'])),
        with("strings without their numbers", record(0x00FC, &[1])),
        with("format cut off", record(0x041E, &[164, 0, 200, 0, 0])),
        with("cell format cut off", record(0x00E0, &[0])),
        cells("shared string that is not there", &[shared(0, 0, 9)]),
        cells("cell cut off", &[record(0x0203, &[0, 0, 0, 0])]),
        cells("label longer than its record", &[record(0x0204, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0])]),
        cells("formula cut off", &[record(0x0006, &[0, 0, 0, 0, 0, 0, 1])]),
        cells("not a number", &[number(0, 0, 0, f64::NAN)]),
        cells("rows that go back", &[label(5, 0, "甲"), label(2, 0, "乙")]).says("第 6 行附近"),
        cells("error of no kind", &[flag(0, 0, 0x55, 1)]),
        cells("a chart that never ends", &[begin(0x20)]),
        cells("record longer than the stream", &[vec![0x03, 0x02, 0xFF, 0xFF]]),
    ]
}

fn caps() -> Vec<Case> {
    let long = "长".repeat(3_000);
    let wide_row: Vec<Vec<u8>> = (0..=256).map(|column| rk(0, column, rk_of(1))).collect();
    let many: Vec<Vec<u8>> = (0..500).map(|row| shared(row, 0, 0)).collect();
    let sheets = (0..250).fold(Book::of(&[]), |book, _| book.sheet("甲", 0, &[]));
    vec![
        fault("column 257", Book::of(&wide_row).bytes(), "too_many_columns"),
        fault("column 65,536", Book::of(&[rk(0, u16::MAX, rk_of(1))]).bytes(), "too_many_columns"),
        fault("too many rows", Book::of(&many).with(strings(&["甲"])).bytes(), "too_many_rows")
            .under(|l| l.rows_max = 499),
        fault("too many cells", Book::of(&many).with(strings(&["甲"])).bytes(), "too_many_cells")
            .under(|l| l.cells_max = 499),
        fault("blank cells count", Book::of(&[record(0x00BE, &[0; 2000])]).bytes(), "too_many_cells")
            .under(|l| l.cells_max = 900),
        fault("one string named 500 times", Book::of(&many).with(strings(&[&long])).bytes(), "too_much_text")
            .under(|l| l.text_bytes_max = 1 << 20),
        fault("long cell", Book::of(&[label(0, 0, &long)]).bytes(), "cell_too_long")
            .under(|l| l.cell_chars_max = 2_999),
        fault("NUL in a cell", Book::of(&[label(0, 0, "a\0b")]).bytes(), "nul_byte"),
        fault(
            "too many strings",
            Book::of(&[]).with(strings(&["甲", "乙", "丙"])).bytes(),
            "workbook_broken",
        )
        .under(|l| l.strings_max = 2),
        fault("too much in strings", Book::of(&[]).with(strings(&[&long])).bytes(), "workbook_broken")
            .under(|l| l.strings_bytes_max = 8_000),
        fault("too many sheets", sheets.bytes(), "workbook_broken"),
        fault("file too large", Book::of(&many).bytes(), "file_too_large")
            .under(|l| l.file_bytes_max = 4_000),
    ]
}
