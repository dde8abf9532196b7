//! Workbooks that attack: bombs, promises, references, forbidden XML, contradictory containers.

use crate::book::{Book, MAIN, SHEET, sheet_xml, text_cell, zip_of};
use crate::{Case, count, fault, rows};

fn one() -> Book {
    Book::of("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")
}

fn broken(name: &'static str, book: &Book) -> Case {
    fault(name, book.bytes(), "workbook_broken")
}

fn sheet(name: &'static str, row: &str) -> Case {
    broken(name, &Book::of(row))
}

pub fn cases() -> Vec<Case> {
    [bombs(), strings(), references(), xml(), documents(), values(), containers(), relations(), styles()]
        .into_iter()
        .flatten()
        .collect()
}

fn bombs() -> Vec<Case> {
    let blanks =
        |mib: usize| one().edit(SHEET, "</sheetData>", &format!("</sheetData>{}", " \n".repeat(mib << 19)));
    let long = " ".repeat(900_000) + "<a/>";
    let spread = one().edit(SHEET, "</sheetData>", &format!("</sheetData>{}", long.repeat(6)));
    let cells = "<row>".to_owned() + &"<c/>".repeat(20_000) + "</row>";
    let mut many = one();
    for at in 0..300 {
        many = many.set(&format!("xl/p{at}.xml"), "<a/>");
    }
    vec![
        fault("text without end", blanks(3).bytes(), "cell_too_long"),
        fault("ratio", spread.bytes(), "zip_ratio").says("压缩炸弹"),
        fault("ratio of a picture", one().set("xl/media/a.png", vec![0; 4 << 20]).bytes(), "zip_ratio"),
        fault("part over its cap", spread.bytes(), "zip_too_large")
            .under(|limits| limits.sheet_bytes_max = 1 << 20),
        fault("other part over its cap", one().set("a.bin", vec![7; 100_000]).bytes(), "zip_too_large")
            .under(|limits| limits.part_bytes_max = 99_999),
        fault(
            "all parts over the cap",
            one().set("a.bin", vec![7; 60_000]).set("b.bin", vec![7; 60_000]).bytes(),
            "zip_too_large",
        )
        .under(|limits| limits.inflated_bytes_max = 100_000),
        fault("300 parts", many.bytes(), "zip_too_many_parts"),
        fault("cells over the cap, all empty", Book::of(&cells).bytes(), "too_many_cells")
            .under(|limits| limits.cells_max = 10_000),
        fault(
            "rows over the cap",
            Book::of(&"<row><c><v>1</v></c></row>".repeat(5)).bytes(),
            "too_many_rows",
        )
        .under(|limits| limits.rows_max = 4),
        fault(
            "far row over the cap",
            Book::of("<row r=\"900000\"><c r=\"A900000\"><v>1</v></c></row>").bytes(),
            "too_many_rows",
        )
        .under(|limits| limits.rows_max = 800_000),
    ]
}

fn strings() -> Vec<Case> {
    let use_first = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
    let item = |text: &str| Book::of(use_first).strings(&format!("<si><t>{text}</t></si>"));
    let declared = |count: &str| {
        item("x").edit("xl/sharedStrings.xml", "<sst ", &format!("<sst uniqueCount=\"{count}\" "))
    };
    let runs = format!("<si>{}</si>", format!("<r><t>{}</t></r>", "x".repeat(30_000)).repeat(40));
    let often = "<row><c t=\"s\"><v>0</v></c></row>".repeat(2_000);
    let cases = vec![
        fault("one shared string of 2 MB", item(&"x".repeat(2 << 20)).bytes(), "cell_too_long"),
        fault(
            "one inline string of 2 MB",
            Book::of(&format!("<row>{}</row>", text_cell("A1", &"y".repeat(2 << 20)))).bytes(),
            "cell_too_long",
        ),
        fault("one string of 40,000", item(&"x".repeat(40_000)).bytes(), "cell_too_long")
            .says("第 1 行第 1 列"),
        fault("one string of many runs", Book::of(use_first).strings(&runs).bytes(), "cell_too_long"),
        fault(
            "character data of 2 MB",
            item(&format!("<![CDATA[{}]]>", "x".repeat(2 << 20))).bytes(),
            "cell_too_long",
        ),
        count("one string of 32,767", item(&"字".repeat(32_767)).bytes(), 1),
        fault(
            "many names of one long string",
            Book::of(&often).strings(&format!("<si><t>{}</t></si>", "x".repeat(30_000))).bytes(),
            "too_much_text",
        )
        .under(|limits| limits.text_bytes_max = 10 << 20),
        fault(
            "row of long strings",
            Book::of(&format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(150)))
                .strings(&format!("<si><t>{}</t></si>", "x".repeat(30_000)))
                .bytes(),
            "row_too_long",
        ),
        fault(
            "strings over the cap",
            Book::of(use_first).strings(&"<si><t>x</t></si>".repeat(100)).bytes(),
            "workbook_broken",
        )
        .under(|limits| limits.strings_max = 99),
        broken("declared count without end", &declared("18446744073709551615")),
        broken("declared count of four milliards", &declared("4000000000")),
        broken("declared count below zero", &declared("-1")),
        count("declared count too small", declared("0").bytes(), 1),
        sheet("string that is not there", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>"),
        broken("NUL in a string", &Book::of(use_first).strings("<si><t>&#0;</t></si>")),
        fault("NUL by escape", Book::of(use_first).strings("<si><t>a_x0000_b</t></si>").bytes(), "nul_byte"),
    ];
    // The same letter over and over packs too well; here the other caps are meant.
    cases.into_iter().map(|case| case.under(|limits| limits.zip_ratio_max = 10_000)).collect()
}

fn references() -> Vec<Case> {
    let at = |name, reference: &str| sheet(name, &format!("<row><c r=\"{reference}\"><v>1</v></c></row>"));
    let dimension = |name, reference: &str| {
        broken(
            name,
            &one().edit(SHEET, "<sheetData>", &format!("<dimension ref=\"{reference}\"/><sheetData>")),
        )
    };
    vec![
        fault(
            "far cell",
            Book::of(
                "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c>\
            </row>",
            )
            .bytes(),
            "too_many_columns",
        )
        .says("第 16384 列"),
        fault(
            "first and last cell",
            Book::of(
                "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
            <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
            )
            .bytes(),
            "too_many_columns",
        ),
        fault(
            "257th column",
            Book::of(
                "<row r=\"1\"><c r=\"IW1\"><v>1</v></c>\
            </row>",
            )
            .bytes(),
            "too_many_columns",
        ),
        at("row beyond the grid", "A1048577"),
        at("row that overflows", "A99999999999"),
        at("row that wraps to one", "A4294967297"),
        at("column beyond the grid", "XFE1"),
        at("column that overflows", "AAAAAAAAAAAAAA1"),
        at("row zero", "A0"),
        at("no row", "A"),
        at("signs in a reference", "$A$1"),
        at("letters of another script", "Ａ1"),
        sheet("row number that overflows", "<row r=\"99999999999\"><c><v>1</v></c></row>"),
        sheet(
            "rows in disorder",
            "<row r=\"5\"><c r=\"A5\"><v>1</v></c></row><row r=\"3\">\
            <c r=\"A3\"><v>1</v></c></row>",
        ),
        sheet(
            "same row twice, apart",
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\">\
            <c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"B1\"><v>1</v></c></row>",
        ),
        dimension("dimension backwards", "B2:A1"),
        dimension("dimension beyond the grid", "A1:ZZZZ9999999999"),
        dimension("dimension of three corners", "A1:B2:C3"),
    ]
}

fn xml() -> Vec<Case> {
    let with = |name, from: &str, to: &str| broken(name, &one().edit(SHEET, from, to));
    let attributes = |number: usize| (0..number).map(|at| format!(" a{at}=\"1\"")).collect::<String>();
    vec![
        with("'<' inside a value", "<sheetData>", "<a b=\"<sheetData>\"/><sheetData>"),
        with("'<' inside a tag", "<sheetData>", "<a <b/><sheetData>"),
        with("quote in an end tag", "</sheetData>", "</sheetData \">"),
        with("comment that ends early", "<sheetData>", "<!--><sheetData>"),
        with("comment that never ends", "<sheetData>", "<!-- <sheetData>"),
        with("tag that never ends", "</sheetData>", "</sheetData><a b=\""),
        with("tag without a name", "<sheetData>", "<1/><sheetData>"),
        with("300 attributes", "<sheetData>", &format!("<a{}/><sheetData>", attributes(300))),
        with("100,000 attributes", "<c r", &format!("<c{} r", attributes(20_000))),
        with("tag of 1 MB", "<sheetData>", &format!("<a b=\"{}\"/><sheetData>", "x".repeat(1 << 20))),
        with("entity never declared", "<v>1</v>", "<is><t>&foo;</t></is>"),
        with("unknown element in a cell", "<v>1</v>", "<w>1</w>"),
        rows(
            "deep nesting",
            one().edit(SHEET, "</sheetData>", &format!("</sheetData>{}", "<a>".repeat(100_000))).bytes(),
            "1",
        )
        .under(|limits| limits.zip_ratio_max = 2_000),
        with("sheet cut off", "</sheetData></worksheet>", ""),
        broken("sheet that is no sheet", &one().set(SHEET, "<a/>")),
        broken("sheet of nothing", &one().set(SHEET, "")),
    ]
}

fn documents() -> Vec<Case> {
    let laughs: String =
        (1..10).map(|at| format!("<!ENTITY l{at} \"{}\">", format!("&l{};", at - 1).repeat(10))).collect();
    let doctype = format!("<!DOCTYPE a [<!ENTITY l0 \"ha\">{laughs}]>");
    let forbid =
        |name, part: &str, content: &[u8]| fault(name, one().set(part, content).bytes(), "xml_forbidden");
    let sheet = sheet_xml("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&l9;</t></is></c></row>");
    let laughing = sheet.replace("<worksheet", &format!("{doctype}<worksheet"));
    let outside = sheet.replace("<worksheet", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><worksheet");
    let wide: Vec<u8> = sheet.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        forbid("billion laughs", SHEET, laughing.as_bytes()).says("DTD"),
        forbid("entity from outside", SHEET, outside.as_bytes()),
        forbid("DTD in the strings", "xl/sharedStrings.xml", b"<!DOCTYPE a><sst/>"),
        forbid("DTD in the relations", "xl/_rels/workbook.xml.rels", b"<!DOCTYPE a><Relationships/>"),
        forbid("DTD in the styles", "xl/styles.xml", b"<!doctype a><styleSheet/>"),
        forbid(
            "DTD in an unread part",
            "docProps/app.xml",
            b"\n<!DOCTYPE a [<!ENTITY b SYSTEM \"http://x\">]><a/>",
        ),
        forbid("DTD in lower case after text", "customXml/item1.xml", b"<a/>x<!entity b \"c\">"),
        forbid("UTF-16 part", SHEET, &[b"\xFF\xFE", &wide[..]].concat()),
        forbid("UTF-16 part, no mark", SHEET, &wide),
        forbid("other encoding", SHEET, sheet.replace("UTF-8", "GB18030").as_bytes()).says("编码"),
        forbid(
            "other encoding, odd case",
            SHEET,
            sheet.replace("encoding=\"UTF-8\"", "ENCODING = 'iso-2022-jp'").as_bytes(),
        ),
        forbid("NUL in a part", SHEET, sheet.replace("<sheetData>", "\0<sheetData>").as_bytes()),
    ]
}

fn values() -> Vec<Case> {
    let cell = |name, attributes: &str, value: &str| {
        sheet(name, &format!("<row r=\"1\"><c r=\"A1\"{attributes}><v>{value}</v></c></row>"))
    };
    let plus = Book::of("<row r=\"1\"><c r=\"A1\" t=\"n\"><v>+1</v></c></row>");
    vec![
        rows("number with a plus", plus.bytes(), "1"),
        cell("truth that is none", " t=\"b\"", "banana"),
        cell("error never heard of", " t=\"e\"", "#SPILL!"),
        cell("type never heard of", " t=\"zz\"", "1"),
        cell("number that is text", " t=\"n\"", "abc"),
    ]
}

/// Changes the central directory entry of a part: 46 bytes, then its name.
fn patched(book: &Book, name: &str, change: impl Fn(&mut [u8])) -> Vec<u8> {
    let mut bytes = book.bytes();
    let names = bytes.windows(name.len()).rposition(|window| window == name.as_bytes()).unwrap();
    assert_eq!(&bytes[names - 46..names - 42], b"PK\x01\x02");
    change(&mut bytes[names - 46..names]);
    bytes
}

fn containers() -> Vec<Case> {
    let twins = one().set("xl/a1.xml", "<a/>").set("xl/a2.xml", "<a/>");
    let first = patched(&twins, "xl/a1.xml", |_| {});
    let place = first.windows(9).rposition(|window| window == b"xl/a1.xml").unwrap();
    let offset: Vec<u8> = first[place - 4..place].to_vec();
    let mut double =
        zip_of(&[("xl/a.xml", b"<a/>"), ("xl/b.xml", b"<a/>"), ("[Content_Types].xml", b"<a/>")]);
    for at in 0..double.len() - 8 {
        if &double[at..at + 8] == b"xl/b.xml" {
            double[at..at + 8].copy_from_slice(b"xl/a.xml");
        }
    }
    let mut entries = one().bytes();
    let end = entries.len() - 22;
    entries[end + 8..end + 12].fill(0xFF);
    vec![
        fault(
            "size that lies",
            patched(&one(), SHEET, |entry| entry[24..28].copy_from_slice(&1_u32.to_le_bytes())),
            "workbook_broken",
        ),
        fault("checksum that lies", patched(&one(), SHEET, |entry| entry[16] ^= 1), "workbook_broken"),
        fault("encrypted part", patched(&one(), SHEET, |entry| entry[8] |= 1), "file_encrypted"),
        fault("method never heard of", patched(&one(), SHEET, |entry| entry[10] = 99), "workbook_broken"),
        fault(
            "packed size beyond the file",
            patched(&one(), SHEET, |entry| entry[20..24].fill(0x7F)),
            "workbook_broken",
        ),
        fault(
            "offset beyond the file",
            patched(&one(), SHEET, |entry| entry[42..46].fill(0x7F)),
            "workbook_broken",
        ),
        fault(
            "parts that share bytes",
            patched(&twins, "xl/a2.xml", |entry| entry[42..46].copy_from_slice(&offset)),
            "workbook_broken",
        ),
        fault("one name twice", double, "workbook_broken"),
        fault("65,535 entries promised", entries, "workbook_broken"),
        fault(
            "directory signatures by the thousand",
            [&one().bytes()[..], &b"PK\x01\x02".repeat(1_000)].concat(),
            "zip_too_many_parts",
        ),
    ]
}

fn relations() -> Vec<Case> {
    let rels = "xl/_rels/workbook.xml.rels";
    let two =
        Book::sheets(&[("甲", "", "<row><c><v>1</v></c></row>"), ("乙", "", "<row><c><v>2</v></c></row>")]);
    let many: String = (0..100_000).map(|at| format!("<sheet name=\"s{at}\" r:id=\"rId{at}\"/>")).collect();
    vec![
        fault("macros", one().set("xl/vbaProject.bin", "x").bytes(), "workbook_macros").says("不含宏"),
        fault(
            "macros declared",
            one()
                .set(
                    "[Content_Types].xml",
                    "<Types>\
            <Override ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/></Types\
            >",
                )
                .bytes(),
            "workbook_macros",
        ),
        fault("macro sheet", one().set("xl/macrosheets/sheet1.xml", "<a/>").bytes(), "workbook_macros"),
        broken("two sheets, one part", &two.clone().edit(rels, "sheet2.xml", "Sheet1.xml")),
        broken("two sheets, one relation", &two.clone().edit("xl/workbook.xml", "rId2", "rId1")),
        broken("two sheets, one name", &two.edit("xl/workbook.xml", "乙", "甲")),
        broken("100,000 sheets", &one().edit("xl/workbook.xml", "</sheets>", &format!("{many}</sheets>"))),
        broken("no workbook relations", &one().without(rels)),
        broken("no root relations", &one().without("_rels/.rels")),
        fault("no workbook", one().without("xl/workbook.xml").bytes(), "file_empty"),
        broken("no sheet part", &one().without(SHEET)),
        broken("sheet outside", &one().edit(rels, "worksheets/sheet1.xml", "../../etc/passwd")),
        broken(
            "sheet inside a picture",
            &one()
                .edit(
                    rels,
                    "w\
            orksheets/sheet1.xml",
                    "media/a.png",
                )
                .set("xl/media/a.png", sheet_xml("<!DOCTYPE a>")),
        ),
        broken("workbook behind an entity", &one().edit("_rels/.rels", "workbook.xml", "workbook&#46;bin")),
    ]
}

fn styles() -> Vec<Case> {
    let xf = "<xf numFmtId=\"0\"/>";
    let long = "x".repeat(2_000);
    let style = |name, inside: String| {
        broken(name, &one().styles(&inside)).under(|limits| limits.zip_ratio_max = 5_000)
    };
    vec![
        style("70,000 formats", format!("<cellXfs>{}</cellXfs>", xf.repeat(70_000))),
        style(
            "long font name for each format",
            format!("<fonts><font><name val=\"{long}\"/></font></fonts><cellXfs>{xf}</cellXfs>"),
        ),
        style(
            "long number format",
            format!(
                "<numFmts><numFmt numFmtId=\"200\" formatCode=\"{long}\"/></numFmts><cellXfs>{xf}</cellXfs>"
            ),
        ),
        rows(
            "style that is not there",
            Book::of("<row r=\"1\"><c r=\"A1\" s=\"99999999999999999999\"><v>1</v></c></row>").bytes(),
            "1",
        ),
        rows(
            "theme that is none",
            one().set("xl/theme/theme1.xml", format!("<theme xmlns=\"{MAIN}\">")).bytes(),
            "1",
        ),
    ]
}
