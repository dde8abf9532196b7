//! One cell and one row as they leave a decoder. Not a typed field: what a cell means is 4-intake's.

use std::borrow::Cow;

/// What stands in one cell. No variant ever holds a NUL character.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing at all.
    #[default]
    Empty,
    /// Text as it stands; CSV cells are always text. Line ends inside are `\n`.
    Text(String),
    /// A number of a workbook or of JSON in its shortest decimal form; from 1e15 on in scientific form
    /// (`9.11E17`), because a workbook keeps only 15 digits and the rest would be invented.
    Number(String),
    /// A civil day, `YYYY-MM-DD`, from a workbook cell formatted as a date.
    Day(String),
    /// A truth value of a workbook or of JSON.
    Flag(bool),
}

impl Cell {
    /// The cell as text for people and for the checks: 是 / 否 for truth values, empty for nothing.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Empty => "",
            Self::Text(text) | Self::Number(text) | Self::Day(text) => text,
            Self::Flag(true) => "是",
            Self::Flag(false) => "否",
        })
    }

    /// The cell as owned text, without a copy where it already is one.
    #[must_use]
    pub fn into_text(self) -> String {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Day(text) => text,
            other => other.text().into_owned(),
        }
    }

    /// Nothing to see: empty, or only white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Day(_) | Self::Flag(_) => false,
        }
    }
}

/// One row with something in it. Blank rows are not delivered; trailing blank cells are cut off.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetRow {
    /// Which sheet, from 0, counting only sheets that hold something. Always 0 for CSV and NDJSON.
    pub sheet: u32,
    /// Row number as a spreadsheet program shows it, from 1. For NDJSON the line number, and 0 for the
    /// header row made from the keys.
    pub row: u32,
    /// The cells from column A on.
    pub cells: Vec<Cell>,
}
