//! Formats we know by their first bytes and do not read, each with its remedy. Not a converter.

use serde::{Deserialize, Serialize};

/// Formats that are recognised by their content and refused with a remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Foreign {
    /// A workbook older than Excel 97 (BIFF5 and before), or one without its container.
    Xls,
    /// An OLE container without a workbook.
    Ole,
    /// Excel binary workbook in a zip container.
    Xlsb,
    /// OpenDocument in a zip container.
    OpenDocument,
    /// Word or PowerPoint in a zip container.
    OfficeDocument,
    /// SpreadsheetML 2003, one XML file.
    SpreadsheetMl,
    /// A web page with a table, often named `.xls`.
    Html,
    /// Any other XML.
    Xml,
    /// UTF-16 or UTF-32 text.
    Utf16,
    /// A zip container without a workbook, or RAR, 7z, gzip.
    Archive,
    /// PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Rich text.
    Rtf,
}

impl Foreign {
    /// What it is, in words that fit after 这是.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::Xls => "Excel 5.0/95 或更早的表格（.xls）",
            Self::Ole => "没有工作簿的 OLE 复合文件",
            Self::Xlsb => "Excel 二进制工作簿（.xlsb）",
            Self::OpenDocument => "OpenDocument 文件（.ods 等）",
            Self::OfficeDocument => "文字或演示文稿，不是表格",
            Self::SpreadsheetMl => "Excel 2003 XML 表格（SpreadsheetML）",
            Self::Html => "网页（HTML）表格，只是用了表格的文件名",
            Self::Xml => "XML 文件",
            Self::Utf16 => "UTF-16 或 UTF-32 编码的文本",
            Self::Archive => "压缩包，里面没有可以直接读取的工作簿",
            Self::Pdf => "PDF 文件",
            Self::Picture => "图片",
            Self::Rtf => "RTF 文件",
        }
    }

    /// What the sender can do.
    pub(crate) fn remedy(self) -> &'static str {
        match self {
            Self::Utf16 => "请用记事本或 Excel 另存为“CSV UTF-8”后重新提交",
            Self::Archive => "请解压后逐个提交其中的 .xlsx 或 .csv 文件",
            Self::Xml | Self::Pdf | Self::Picture | Self::Rtf | Self::OfficeDocument => {
                "请把内容整理成 .xlsx 或 .csv 表格后重新提交"
            }
            _ => "请用 Excel 或 WPS 打开后另存为 .xlsx 再提交",
        }
    }
}
