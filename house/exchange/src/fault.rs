//! Why a file could not be decoded: what, where, and what the sender can do. Not a check of content.
//!
//! Sentences are for the person who sent the file. What a library said stays in `detail` fields that
//! are not shown.

use serde::{Deserialize, Serialize};

use crate::foreign::Foreign;

/// One file, one reason. Every variant has a stable [`code`](Self::code).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum DecodeFault {
    /// No bytes, only blanks, or a workbook without a filled cell.
    #[error("文件里没有任何内容。请确认选对了文件并已保存")]
    Empty,
    /// More bytes than allowed.
    #[error("文件超过 {} MB 的上限。请按时间或地区拆成几个文件提交", .bytes_max >> 20)]
    TooLarge {
        /// The cap in bytes.
        bytes_max: u64,
    },
    /// Recognised, and not one of the shapes that are read.
    #[error("这是{}。{}", .format.what(), .format.remedy())]
    Foreign {
        /// What it is.
        format: Foreign,
    },
    /// Protected by a password.
    #[error("文件设有打开密码，无法读取。请取消密码保护后另存为 .xlsx 再提交")]
    Encrypted,
    /// Holds program code.
    #[error("工作簿含有宏（VBA）程序，不予接收。请另存为不含宏的“Excel 工作簿（.xlsx）”后提交")]
    Macros,

    /// A byte that is not text in the encoding decided on.
    #[error("第 {line} 行第 {byte} 个字节（0x{found}）不是有效的 {encoding} 文字。{}", encoding_remedy(*.declared))]
    NotText {
        /// The encoding decided on.
        encoding: String,
        /// True when the file's own first bytes claimed that encoding.
        declared: bool,
        /// Line, from 1.
        line: u64,
        /// Byte in the line, from 1.
        byte: u64,
        /// The offending bytes in hexadecimal.
        found: String,
    },
    /// A NUL byte, or an escape that stands for one.
    #[error(
        "第 {line} 行（第 {byte} 个字节处）有空字节（NUL），不是文本。请从原系统重新导出，或用 Excel 另存为“CSV UTF-8”后提交"
    )]
    Nul {
        /// Line, from 1; in a workbook the row.
        line: u64,
        /// Byte in the line, from 1; in a workbook the column; in NDJSON 0.
        byte: u64,
    },
    /// A quoted field that never ends.
    #[error("从第 {line} 行开始的记录里，有一个双引号一直没有配对。请补上或删去这个双引号后重新提交")]
    UnclosedQuote {
        /// Line where the record starts, from 1.
        line: u64,
    },
    /// A row with more bytes than allowed.
    #[error(
        "第 {line} 行的内容超过 {bytes_max} 字节。常见原因是双引号没有配对，或文件不是表格；请检查后重新提交"
    )]
    RowTooLong {
        /// Line or row, from 1.
        line: u64,
        /// The cap in bytes.
        bytes_max: u32,
    },
    /// A cell with more characters than allowed.
    #[error("第 {row} 行第 {column} 列的内容超过 {chars_max} 个字。请缩短，或检查该行双引号是否配对")]
    CellTooLong {
        /// Row, from 1; 0 when only the part of the workbook is known.
        row: u64,
        /// Column, from 1; 0 when not known.
        column: u64,
        /// The cap in characters.
        chars_max: u32,
    },
    /// A row with more used columns than allowed.
    #[error(
        "第 {row} 行有内容的列超过 {columns_max} 列（在第 {column} 列还有内容）。请删去右侧多余的列后重新提交"
    )]
    TooWide {
        /// Row, from 1.
        row: u64,
        /// The last used column seen, from 1.
        column: u64,
        /// The cap.
        columns_max: u32,
    },
    /// More rows than allowed.
    #[error("文件超过 {rows_max} 行。请拆成几个文件提交")]
    TooManyRows {
        /// The cap.
        rows_max: u32,
    },
    /// More cells than allowed.
    #[error("文件超过 {cells_max} 个单元格。请删去多余的空白格式区域，或拆成几个文件提交")]
    TooManyCells {
        /// The cap.
        cells_max: u64,
    },
    /// More text in all than allowed.
    #[error("文件展开后的文字超过 {} MB。请拆成几个文件提交", .bytes_max >> 20)]
    TooMuchText {
        /// The cap in bytes.
        bytes_max: u64,
    },

    /// A line that is not a JSON object of plain values.
    #[error(
        "第 {line} 行{}不是有效的 JSON。请每行写一个对象，如 {{\"名称\":\"某公司\"}}；或提交由这样的对象组成的数组",
        in_record(*.record)
    )]
    JsonBroken {
        /// Line, from 1.
        line: u64,
        /// Which record of a document, from 1; 0 where each line is one.
        record: u64,
        /// What the parser said; not shown.
        detail: String,
    },
    /// An array or object as a value.
    #[error("第 {line} 行{}的「{key}」是数组或对象。每个值只能是文字、数字、是否或空，请展开后重新提交", in_record(*.record))]
    JsonNested {
        /// Line, from 1.
        line: u64,
        /// Which record of a document, from 1; 0 where each line is one.
        record: u64,
        /// The key, shortened.
        key: String,
    },
    /// One key twice in one object.
    #[error("第 {line} 行{}的「{key}」出现了两次，无法判断以哪个为准。请删去一个后重新提交", in_record(*.record))]
    JsonTwice {
        /// Line, from 1.
        line: u64,
        /// Which record of a document, from 1; 0 where each line is one.
        record: u64,
        /// The key, shortened.
        key: String,
    },

    /// Two arrays of objects in one document.
    #[error("文件里有两处记录数组：「{first}」和「{second}」，无法判断读哪一处。请分成两个文件提交")]
    JsonTables {
        /// Path of the first, shortened.
        first: String,
        /// Path of the second, shortened.
        second: String,
    },

    /// Too many entries in the container.
    #[error("工作簿内部的部件超过 {parts_max} 个，疑似异常文件。请把数据复制到新建的工作簿后提交")]
    TooManyParts {
        /// The cap.
        parts_max: u32,
    },
    /// A part, or all of them, larger than allowed once inflated.
    #[error("工作簿解压后超过 {} MB 的上限（部件「{part}」）。请删去空白格式区域，或拆成几个文件提交", .bytes_max >> 20)]
    InflatedTooLarge {
        /// Name of the part where the cap was met.
        part: String,
        /// The cap in bytes.
        bytes_max: u64,
    },
    /// A part that inflates suspiciously well.
    #[error(
        "部件「{part}」的压缩比超过 {ratio_max} 倍，疑似压缩炸弹，已停止读取。请把数据复制到新建的工作簿后提交"
    )]
    Ratio {
        /// Name of the part.
        part: String,
        /// The cap.
        ratio_max: u32,
    },
    /// A document type declaration, or an encoding other than UTF-8, in a part.
    #[error(
        "部件「{part}」含有工作簿不允许的 XML 声明（DTD、实体或其他编码），不予读取。请用 Excel 或 WPS 重新保存后提交"
    )]
    ForbiddenXml {
        /// Name of the part.
        part: String,
    },
    /// Damaged or contradictory inside.
    #[error("工作簿已损坏或结构异常（「{part}」{}）。请用 Excel 或 WPS 打开并另存为新的 .xlsx 后提交", near(*.row))]
    Broken {
        /// Name of the part or sheet.
        part: String,
        /// The last row seen, from 1; 0 when none.
        row: u64,
        /// What the library or the gate said; not shown.
        detail: String,
    },

    /// The child met its limit of memory or processor time.
    #[error("读取这个文件需要的{what}超过上限，已停止。请拆成几个文件，或把数据复制到新建的工作簿后提交")]
    TooHeavy {
        /// 内存 or 时间.
        what: String,
    },
    /// The decoder itself failed on this file.
    #[error(
        "读取程序在处理这个文件时意外中止，文件没有入库。请用 Excel 或 WPS 另存为新的 .xlsx 后提交；仍不行请联系管理员"
    )]
    Crashed {
        /// For the operator's log; not shown.
        detail: String,
    },
    /// The machine failed to read or write.
    #[error("读取文件时系统出错，请稍后重试或联系管理员")]
    Io {
        /// For the operator's log; not shown.
        detail: String,
    },
    /// The receiver of the rows asked to stop.
    #[error("读取已按要求停止")]
    Stopped,
}

fn in_record(record: u64) -> String {
    if record == 0 { String::new() } else { format!("（第 {record} 条记录）") }
}

fn near(row: u64) -> String {
    if row == 0 { String::new() } else { format!("第 {row} 行附近") }
}

fn encoding_remedy(declared: bool) -> &'static str {
    if declared {
        "文件开头声明的编码与内容不符。请用 Excel 或记事本打开，确认文字正常后另存为“CSV UTF-8”再提交"
    } else {
        "文件可能被截断，或混用了两种编码。请用 Excel 打开，改正该处文字后另存为“CSV UTF-8”再提交"
    }
}

/// User input as it may stand inside 「」: no control characters, at most 40 characters.
pub(crate) fn shown(text: &str) -> String {
    let turning =
        |c: &char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain = |c: &char| !c.is_control() && !turning(c);
    let mut short: String = text.chars().filter(plain).take(40).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

impl DecodeFault {
    /// Stable name for the API, logs and statistics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::TooLarge { .. } => "file_too_large",
            Self::Foreign { .. } => "format_not_accepted",
            Self::Encrypted => "file_encrypted",
            Self::Macros => "workbook_macros",
            Self::NotText { .. } => "encoding_invalid",
            Self::Nul { .. } => "nul_byte",
            Self::UnclosedQuote { .. } => "quote_unclosed",
            Self::RowTooLong { .. } => "row_too_long",
            Self::CellTooLong { .. } => "cell_too_long",
            Self::TooWide { .. } => "too_many_columns",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::TooManyCells { .. } => "too_many_cells",
            Self::TooMuchText { .. } => "too_much_text",
            Self::JsonBroken { .. } => "json_invalid",
            Self::JsonNested { .. } => "json_nested",
            Self::JsonTwice { .. } => "json_key_twice",
            Self::JsonTables { .. } => "json_two_tables",
            Self::TooManyParts { .. } => "zip_too_many_parts",
            Self::InflatedTooLarge { .. } => "zip_too_large",
            Self::Ratio { .. } => "zip_ratio",
            Self::ForbiddenXml { .. } => "xml_forbidden",
            Self::Broken { .. } => "workbook_broken",
            Self::TooHeavy { .. } => "too_heavy",
            Self::Crashed { .. } => "decoder_crashed",
            Self::Io { .. } => "io",
            Self::Stopped => "stopped",
        }
    }

    /// True when the machine or this program failed rather than the file.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Crashed { .. } | Self::Io { .. })
    }

    pub(crate) fn foreign(format: Foreign) -> Self {
        Self::Foreign { format }
    }

    pub(crate) fn broken(part: &str, detail: impl std::fmt::Display) -> Self {
        Self::Broken { part: shown(part), row: 0, detail: detail.to_string() }
    }
}

impl From<std::io::Error> for DecodeFault {
    /// A fault that travelled through a `Read` comes out as itself; anything else is the machine's.
    fn from(error: std::io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(fault) => fault,
            Err(error) => Self::Io { detail: error.to_string() },
        }
    }
}

impl From<DecodeFault> for std::io::Error {
    fn from(fault: DecodeFault) -> Self {
        Self::other(fault)
    }
}
