//! Our CSV exports: no cell may be taken for a formula by a spreadsheet program (`trust.md` T12).
//!
//! Only for exports that people open. Files that machines read back must not pass through here, for
//! the guard changes the cell.

use std::borrow::Cow;

/// First characters after which a spreadsheet program may compute, half and full width.
const STARTERS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The cell with a leading `'` if it could be taken for a formula: it begins with a starter, with a tab,
/// a line end or NUL, or with a starter after blanks that programs skip.
#[must_use]
pub fn csv_safe(cell: &str) -> Cow<'_, str> {
    let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let skipped = |c: char| c.is_whitespace() || c.is_control() || invisible(c);
    let risky =
        cell.starts_with(['\t', '\r', '\n', '\0']) || cell.trim_start_matches(skipped).starts_with(STARTERS);
    if risky { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Appends one CSV row: every cell guarded, quoted, quotes doubled, ended by `\r\n`.
pub fn push_csv_row<S: AsRef<str>>(out: &mut String, cells: &[S]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push('"');
        out.push_str(&csv_safe(cell.as_ref()).replace('"', "\"\"").replace('\0', ""));
        out.push('"');
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests;
