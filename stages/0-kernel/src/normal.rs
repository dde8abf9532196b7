//! Brings what people write into one shape, and says what was changed.
//!
//! Only dirt is removed: nothing is guessed, no letter is swapped for a digit, no word is dropped. The
//! original cell stays with the row; these are for reading, matching and showing.

mod code;
mod document;
mod name;
mod organisation;

pub use code::normalise_code;
pub use document::{document_key, normalise_document_no};
pub use name::{name_key, normalise_name};
pub use organisation::looks_like_organisation;

/// A value in its one shape, with what was done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised<T> {
    /// The value in its one shape.
    pub value: T,
    /// What was done, each at most once, in the order of [`Note`].
    pub notes: Vec<Note>,
}

/// One thing that a normaliser did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// Space at the ends was removed.
    Trimmed,
    /// Zero-width characters, byte order marks or control characters were removed.
    InvisibleRemoved,
    /// Full-width letters, digits or signs became half-width.
    HalfWidth,
    /// Small letters became capital.
    UpperCased,
    /// Space inside was removed or made single.
    SpaceRemoved,
    /// Dashes inside were removed.
    DashRemoved,
    /// The apostrophe by which a spreadsheet marks text was removed.
    QuoteRemoved,
    /// A `.0` by which a spreadsheet writes whole numbers was removed.
    DecimalRemoved,
    /// A branch number such as `(01)` after the code was removed.
    BranchSuffixRemoved,
    /// Brackets of one kind now stand for all.
    BracketsUnified,
    /// Dashes and dots of one kind now stand for all.
    PunctuationUnified,
    /// Characters were composed (Unicode NFC).
    Composed,
}

impl Note {
    /// What was done, for the person who filed it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Trimmed => "已去除首尾空白",
            Self::InvisibleRemoved => "已去除不可见字符",
            Self::HalfWidth => "已将全角字符转为半角",
            Self::UpperCased => "已将小写字母转为大写",
            Self::SpaceRemoved => "已去除中间空白",
            Self::DashRemoved => "已去除连接号",
            Self::QuoteRemoved => "已去除表格软件添加的引号",
            Self::DecimalRemoved => "已去除表格软件添加的小数位",
            Self::BranchSuffixRemoved => "已去除代码后的分支编号",
            Self::BracketsUnified => "已统一括号",
            Self::PunctuationUnified => "已统一连接号和间隔号",
            Self::Composed => "已统一字符编码形式",
        }
    }
}

impl<T> Normalised<T> {
    /// A value that needed nothing.
    pub(crate) fn clean(value: T) -> Self {
        Self { value, notes: Vec::new() }
    }
}

/// The half-width form of a full-width ASCII character or of the ideographic space; any other is itself.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}

/// Characters that take no room on paper: zero-width, byte order mark, direction marks, controls other than
/// space.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}')
        || matches!(c, '\u{2066}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{ad}' | '\u{180e}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}')
        || (c.is_control() && !c.is_whitespace())
}

/// Dashes and hyphens of every length and width. The numeral 一 and the sign ー are not dashes.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{2043}'
    ) || matches!(c, '\u{fe31}' | '\u{fe32}' | '\u{2500}' | '\u{2501}')
}

/// Adds a note once.
pub(crate) fn note(notes: &mut Vec<Note>, what: Note) {
    if !notes.contains(&what) {
        notes.push(what);
        notes.sort_unstable();
    }
}

#[cfg(test)]
mod tests;
