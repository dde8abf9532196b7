//! Builds workbooks part by part, wrong ones too.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook as a list of parts; every part can be replaced or removed.
#[derive(Clone)]
pub struct Book {
    pub parts: Vec<(String, Vec<u8>)>,
}

impl Book {
    /// One sheet with these rows.
    pub fn of(rows: &str) -> Self {
        Self::sheets(&[("表一", "", rows)])
    }

    /// Sheets as `(name, attributes, rows)`.
    pub fn sheets(sheets: &[(&str, &str, &str)]) -> Self {
        let mut names = String::new();
        let mut links = String::new();
        let mut book = Self { parts: Vec::new() };
        for (number, (name, attributes, rows)) in (1..).zip(sheets) {
            names +=
                &format!("<sheet name=\"{name}\" sheetId=\"{number}\" {attributes} r:id=\"rId{number}\"/>");
            links += &format!(
                "<Relationship Id=\"rId{number}\" T\
                    ype=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
            book.parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet_xml(rows).into_bytes()));
        }
        let root = format!(
            "<Relationships><Relationship Id=\"r\" T\
                ype=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        let workbook =
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>");
        book.set("[Content_Types].xml", "<Types/>")
            .set("_rels/.rels", root)
            .set("xl/workbook.xml", workbook)
            .set("xl/_rels/workbook.xml.rels", format!("<Relationships>{links}</Relationships>"))
    }

    /// Replaces or adds a part.
    pub fn set(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.parts.retain(|(other, _)| other != name);
        self.parts.push((name.to_owned(), content.into()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.parts.retain(|(other, _)| other != name);
        self
    }

    /// Replaces words in a part.
    pub fn edit(self, name: &str, from: &str, to: &str) -> Self {
        let part = self.parts.iter().find(|(other, _)| other == name).unwrap();
        let text = String::from_utf8(part.1.clone()).unwrap();
        assert!(text.contains(from), "{from} in {name}");
        self.set(name, text.replace(from, to))
    }

    pub fn strings(self, items: &str) -> Self {
        self.set("xl/sharedStrings.xml", format!("<sst xmlns=\"{MAIN}\">{items}</sst>"))
    }

    pub fn styles(self, inside: &str) -> Self {
        self.set("xl/styles.xml", format!("<styleSheet xmlns=\"{MAIN}\">{inside}</styleSheet>"))
    }

    pub fn bytes(&self) -> Vec<u8> {
        let parts: Vec<(&str, &[u8])> =
            self.parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
        zip_of(&parts)
    }
}

pub fn sheet_xml(rows: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{MAIN}\">\
            <sheetData>{rows}</sheetData></worksheet>"
    )
}

/// One cell with an inline string.
pub fn text_cell(reference: &str, text: &str) -> String {
    format!("<c r=\"{reference}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// The part of the first sheet.
pub const SHEET: &str = "xl/worksheets/sheet1.xml";
