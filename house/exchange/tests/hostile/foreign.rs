//! What people send by mistake, by its content; and containers that only look like workbooks.

use crate::book::{Book, zip_of};
use crate::{Case, fault};

fn refused(name: &'static str, bytes: impl Into<Vec<u8>>, words: &'static str) -> Case {
    fault(name, bytes, "format_not_accepted").says(words)
}

pub fn cases() -> Vec<Case> {
    [files(), markup(), containers()].into_iter().flatten().collect()
}

fn files() -> Vec<Case> {
    vec![
        refused("BIFF8 bare", b"\x09\x08\x10\x00\x00\x06\x05\x00".to_vec(), ".xls"),
        refused("BIFF2 bare", b"\x09\x00\x04\x00\x02\x00\x10\x00".to_vec(), ".xls"),
        refused("PDF", "%PDF-1.7\n", "PDF"),
        refused("PNG", b"\x89PNG\r\n\x1a\n".to_vec(), "图片"),
        refused("JPEG", b"\xFF\xD8\xFF\xE0".to_vec(), "图片"),
        refused("GIF", "GIF89a", "图片"),
        refused("RTF", "{\\rtf1\\ansi}", "RTF"),
        refused("RAR", b"Rar!\x1A\x07\x01\x00".to_vec(), "解压"),
        refused("7z", b"7z\xBC\xAF\x27\x1C".to_vec(), "解压"),
        refused("gzip", b"\x1F\x8B\x08\x00".to_vec(), "解压"),
    ]
}

fn markup() -> Vec<Case> {
    let spreadsheet = "<?xml version=\"1.0\"?>\n<?m\
        so-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:\
        spreadsheet\">";
    let gb = encoding_rs::GB18030
        .encode("<html><meta charset=gb2312><table><tr><td>名称</td></tr></table>")
        .0
        .into_owned();
    vec![
        refused("SpreadsheetML", spreadsheet, "SpreadsheetML"),
        refused("SpreadsheetML with mark", format!("\u{feff}{spreadsheet}"), "另存为 .xlsx"),
        refused("HTML table", "<table><tr><td>甲</td></tr></table>", "HTML"),
        refused("HTML page", "\n <!DOCTYPE html><html></html>", "HTML"),
        refused("HTML in GB18030", gb, "HTML"),
        refused("HTML with script", "<HTML><script>alert(1)</script>", "HTML"),
        refused("XML", "<?xml version=\"1.0\"?><data/>", "XML"),
        refused("SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "XML"),
        refused("billion laughs, bare", "<!DOCTYPE x [<!ENTITY a \"ha\">]><x>&a;</x>", "XML"),
    ]
}

fn containers() -> Vec<Case> {
    let whole = Book::of("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>").bytes();
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 40].fill(0x55);
    vec![
        refused("zip of a CSV", zip_of(&[("a.csv", b"a,b")]), "压缩包"),
        refused("OpenDocument", zip_of(&[("mimetype", b"x"), ("content.xml", b"<a/>")]), "OpenDocument"),
        refused(
            "Word",
            zip_of(&[("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")]),
            "不是表格",
        ),
        refused(
            "PowerPoint",
            zip_of(&[("[Content_Types].xml", b"<a/>"), ("ppt/presentation.xml", b"<a/>")]),
            "不是表格",
        ),
        refused("xlsb", zip_of(&[("[Content_Types].xml", b"<a/>"), ("xl/workbook.bin", b"\0")]), "xlsb"),
        refused("empty zip", zip_of(&[]), "压缩包"),
        fault("four bytes of zip", b"PK\x03\x04".to_vec(), "workbook_broken").says("损坏"),
        fault("workbook cut in half", whole[..middle].to_vec(), "workbook_broken"),
        fault("workbook without its last byte", whole[..whole.len() - 1].to_vec(), "workbook_broken"),
        fault("workbook with bytes overwritten", damaged, "workbook_broken"),
        fault("text before the zip", [b"a,b\n", &whole[..]].concat(), "nul_byte"),
    ]
}
