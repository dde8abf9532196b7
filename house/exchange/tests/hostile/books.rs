//! Workbooks that are odd but honest, cell by cell.

use crate::book::{Book, SHEET, text_cell};
use crate::{Case, count, fault, rows};

/// A sheet with one cell, `inside` being its attributes and content.
fn cell(name: &'static str, attributes: &str, inside: &str, shown: &str) -> Case {
    let row = format!("<row r=\"1\"><c r=\"A1\"{attributes}>{inside}</c></row>");
    rows(name, Book::of(&row).bytes(), shown)
}

fn dated(name: &'static str, serial: &str, format: &str, shown: &str) -> Case {
    let styles = format!(
        "<numFmts><numFmt numFmtId=\"200\" formatCode=\"{format}\"/></numFmts><cellXfs>\
            <xf numFmtId=\"0\"/><xf numFmtId=\"200\"/></cellXfs>"
    );
    let row = format!("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>{serial}</v></c></row>");
    rows(name, Book::of(&row).styles(&styles).bytes(), shown)
}

pub fn cases() -> Vec<Case> {
    [values(), dates(), places(), sheets(), parts()].into_iter().flatten().collect()
}

fn values() -> Vec<Case> {
    let number = |name, value: &str, shown| cell(name, "", &format!("<v>{value}</v>"), shown);
    let strings = "<si><t>甲</t></si><si><r><t>乙</t></r><r><t xml:space=\"preserve\"> 丙</t></r>\
        <rPh sb=\"0\" eb=\"1\"><t>yi</t></rPh></si><si/>";
    let shared = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>\
        <c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\"><v>4</v></c></row>";
    vec![
        rows(
            "shared strings, rich text, phonetics",
            Book::of(shared).strings(strings).bytes(),
            "甲|乙 丙||4",
        ),
        number("plain serial stays a number", "44744", "44744"),
        number("whole as float", "43762.0", "43762"),
        number("noise", "0.30000000000000004", "0.3"),
        number("small", "0.02", "0.02"),
        number("16 digits have lost one", "1234567890123456", "1.234567890123456E15"),
        number("scientific code", "9.11E+17", "9.11E17"),
        number("huge", "1e308", "1E308"),
        number("not a number", "nan", "NaN"),
        number("endless", "1e999", "inf"),
        number("negative zero", "-0", "0"),
        number("text without a type", "abc", "abc"),
        cell("truth", " t=\"b\"", "<v>1</v>", "是"),
        cell("error value", " t=\"e\"", "<v>#REF!</v>", "#REF!"),
        cell("formula, value kept", " t=\"str\"", "<f>A2&amp;\"x\"</f><v>算得</v>", "算得"),
        cell("DDE formula, value kept", " t=\"str\"", "<f>cmd|'/C calc'!A0</f><v>x</v>", "x"),
        cell("formula text stays text", " t=\"inlineStr\"", "<is><t>=1+1</t></is>", "=1+1"),
        cell("character data", " t=\"inlineStr\"", "<is><t><![CDATA[a<b&c]]></t></is>", "a<b&c"),
        cell(
            "entities and escapes",
            " t=\"inlineStr\"",
            "<is><t>&lt;&#x7532;_x000D_\n&amp;</t></is>",
            "<甲\n&",
        ),
        cell(
            "bidi and zero width pass on",
            " t=\"inlineStr\"",
            "<is><t>甲\u{202e}\u{200b}</t></is>",
            "甲\u{202e}\u{200b}",
        ),
        cell("ISO day", " t=\"d\"", "<v>2024-05-29</v>", "2024-05-29"),
        cell("ISO midnight", " t=\"d\"", "<v>2024-05-29T00:00:00Z</v>", "2024-05-29"),
        cell("ISO moment", " t=\"d\"", "<v>2024-05-29T10:18:47</v>", "2024-05-29 10:18:47"),
        cell("comment between", " t=\"inlineStr\"", "<!-- a < b --><is><t>a</t></is>", "a"),
    ]
}

fn dates() -> Vec<Case> {
    vec![
        dated("a day", "44744", "yyyy/m/d", "2022-07-02"),
        dated("a Chinese day", "44744", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "2022-07-02"),
        dated("a day with a time", "44744.5", "yyyy/m/d h:mm", "2022-07-02 12:00:00"),
        dated("a time", "0.75", "h:mm", "18:00:00"),
        dated("a duration", "1.5", "[h]:mm:ss", "36:00:00"),
        dated("the day that never was", "60", "yyyy/m/d", "1900-02-29"),
        dated("the day before it", "59", "yyyy/m/d", "1900-02-28"),
        dated("the day after it", "61", "yyyy/m/d", "1900-03-01"),
        dated("day zero", "0", "yyyy/m/d", "1900-01-00"),
        dated("day one", "1", "yyyy/m/d", "1900-01-01"),
        dated("the last day", "2958465", "yyyy/m/d", "9999-12-31"),
        dated("after the last day", "2958466", "yyyy/m/d", "2958466"),
        dated("before all days", "-1", "yyyy/m/d", "-1"),
        dated("no day at all", "nan", "yyyy/m/d", "NaN"),
        dated("an amount in yuan", "12.5", "#,##0.00&quot;元&quot;", "12.5"),
        rows(
            "1904 system",
            Book::of("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>43282</v></c></row>")
                .styles("<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>")
                .edit("xl/workbook.xml", "<sheets>", "<workbookPr date1904=\"1\"/><sheets>")
                .bytes(),
            "2022-07-02",
        ),
    ]
}

/// One cell with a 1 in A1.
const ONE: &str = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";

fn places() -> Vec<Case> {
    let row = |name, rows_of: &str, shown| rows(name, Book::of(rows_of).bytes(), shown);
    let far_blank = format!("<row r=\"1\">{}{}</row>", text_cell("A1", "a"), text_cell("XFD1", " "));
    vec![
        row("no references", "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "1|2/3"),
        row("gap in a row", "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"D1\"><v>4</v></c></row>", "1|||4"),
        row("last row of the grid", "<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>", "1"),
        row("blank far cell", &far_blank, "a"),
        row("empty far cells", "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"0\"/></row>", "1"),
        merged(),
        rows(
            "dimension of the whole grid",
            Book::of(ONE).edit(SHEET, "<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>").bytes(),
            "1",
        ),
        count(
            "10,000 empty rows",
            Book::of(&format!("{}<row><c><v>1</v></c></row>", "<row/>".repeat(10_000))).bytes(),
            1,
        ),
        fault("nothing filled", Book::of("<row r=\"1\"><c r=\"A1\" s=\"0\"/></row>").bytes(), "file_empty"),
        fault("no rows", Book::of("").bytes(), "file_empty"),
    ]
}

fn merged() -> Case {
    let cells = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"/></row>\
        <row r=\"2\"><c r=\"A2\"/><c r=\"B2\"><v>2</v></c></row>";
    let range = "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells>";
    let book = Book::of(cells).edit(SHEET, "</sheetData>", range);
    rows("merged cells keep the first", book.bytes(), "1/|2")
}

fn sheets() -> Vec<Case> {
    let one = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
    let two = "<row r=\"1\"><c r=\"A1\"><v>2</v></c></row>";
    let hidden = |state: &str| Book::sheets(&[("字典", state, one), ("数据", "", two)]).bytes();
    let many: Vec<(String, String)> =
        (0..150).map(|at| (format!("表{at}"), one.replace("<v>1", &format!("<v>{at}")))).collect();
    let many: Vec<(&str, &str, &str)> =
        many.iter().map(|(name, rows)| (name.as_str(), "", rows.as_str())).collect();
    vec![
        rows("two sheets in turn", Book::sheets(&[("甲", "", one), ("乙", "", two)]).bytes(), "1/2"),
        rows("empty sheet first", Book::sheets(&[("空", "", ""), ("乙", "", two)]).bytes(), "2"),
        rows("hidden sheet", hidden("state=\"hidden\""), "2").says("「字典」没有读取"),
        rows("very hidden sheet", hidden("state=\"veryHidden\""), "2").says("隐藏"),
        fault("all hidden", Book::sheets(&[("甲", "state=\"hidden\"", one)]).bytes(), "file_empty"),
        count("150 sheets", Book::sheets(&many).bytes(), 150),
        rows(
            "chart sheet",
            Book::sheets(&[("图", "", one), ("数据", "", two)])
                .edit(
                    "xl/_rels/workbook.xml.rels",
                    "/worksheet\" Target=\"worksheets/sheet1",
                    "/chartsheet\" Target=\"worksheets/sheet1",
                )
                .bytes(),
            "2",
        ),
    ]
}

fn parts() -> Vec<Case> {
    let book = || Book::of(ONE);
    let with = |name, part: &str, content: &str, shown| rows(name, book().set(part, content).bytes(), shown);
    let link = "<externalLink/>";
    let target = "<Relationships><Relationship Id=\"r\" Type=\"x/hyperlink\" Target=\"file:///etc/passwd\" \
        TargetMode=\"External\"/></Relationships>";
    let prefixed = "<x:worksheet xmlns:x=\"y\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>1</x:v></x:c>\
        </x:row></x:sheetData></x:worksheet>";
    let marked = [b"\xEF\xBB\xBF", crate::book::sheet_xml(ONE).as_bytes()].concat();
    let picture = b"\x89PNG\r\n<!DOCTYPE x>\0\0".to_vec();
    let dde = "</sheets><externalReferences><externalReference r:id=\"rId9\"/></externalReferences>";
    vec![
        with("external link", "xl/externalLinks/externalLink1.xml", link, "1").says("引用了其他文件"),
        rows("DDE link", book().edit("xl/workbook.xml", "</sheets>", dde).bytes(), "1").says("其他文件"),
        with("hyperlinks", "xl/worksheets/_rels/sheet1.xml.rels", target, "1"),
        rows("picture", book().set("xl/media/image1.png", picture).bytes(), "1"),
        rows("embedded zip", book().set("xl/embeddings/o.bin", book().bytes()).bytes(), "1"),
        with("names that climb", "../../../climbed.xml", "<a/>", "1"),
        rows("other case", renamed(book(), "sheet1.xml", "Sheet1.XML").bytes(), "1"),
        rows("backslashes", renamed(book(), "xl/worksheets/", "xl\\worksheets\\").bytes(), "1"),
        with("prefixed names", SHEET, prefixed, "1"),
        rows("mark before the XML", book().set(SHEET, marked).bytes(), "1"),
    ]
}

/// The book with `from` in the names of its parts written as `to`.
fn renamed(book: Book, from: &str, to: &str) -> Book {
    let parts = book.parts.into_iter().map(|(name, part)| (name.replace(from, to), part));
    Book { parts: parts.collect() }
}
