//! Headings and code lists as people write them: one key for a heading, a set of codes from a cell.
//!
//! Pure reading; which texts mean which code is data in the kind. What is not understood is handed back,
//! never guessed.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use xh_kernel::name_key;

use crate::kind::Field;

/// What was found in a cell that holds codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodesRead {
    /// Codes recognised.
    pub ids: BTreeSet<String>,
    /// Parts that mean no known code, as written.
    pub unknown: Vec<String>,
}

/// The key under which headings are compared: width, case, brackets, punctuation and line ends do not count.
#[must_use]
pub fn heading_key(heading: &str) -> String {
    name_key(heading)
}

/// Reads a cell that holds one or several codes, in any punctuation (`其他-警告`, `警告；罚款`, `警告并处罚款500元`).
///
/// The whole cell is tried first (a class heading may itself contain 、), then its parts, the longest text
/// first. A code that is denied (不予罚款, 免予处罚) is not found.
#[must_use]
pub fn read_codes(field: &Field, cell: &str) -> CodesRead {
    let texts = field.book.texts(field);
    let mut read = CodesRead::default();
    if let Some(id) = texts.exactly(&name_key(cell)) {
        read.ids.insert(id.to_owned());
        return read;
    }
    for part in cell.split(is_hard_separator).filter(|part| !name_key(part).is_empty()) {
        texts.read_part(part, &mut read);
    }
    read
}

/// Separators between codes that no code's own name contains.
fn is_hard_separator(letter: char) -> bool {
    matches!(letter, ';' | '；' | '|' | '｜' | '\n' | '\r' | '/' | '／' | '+' | '＋' | '&' | '＆')
}

/// Every text of one code list, longest first, made once for a field.
#[derive(Clone, Debug, Default)]
pub(crate) struct CodeBook(OnceLock<Vec<(String, String)>>);

/// What has been made of a field so far does not tell two fields apart.
impl PartialEq for CodeBook {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl CodeBook {
    fn texts(&self, field: &Field) -> Texts<'_> {
        Texts(self.0.get_or_init(|| texts(field)))
    }
}

fn texts(field: &Field) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for item in &field.codes {
        let written = std::iter::once(&item.title).chain(&item.aliases);
        texts.extend(written.map(|text| (name_key(text), item.id.clone())));
    }
    texts.retain(|(key, _)| !key.is_empty());
    texts.sort_by(|left, right| right.0.len().cmp(&left.0.len()).then_with(|| left.cmp(right)));
    texts
}

/// The texts of one code list while a cell is read.
struct Texts<'a>(&'a [(String, String)]);

impl<'a> Texts<'a> {
    fn exactly(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(text, _)| text == key).map(|(_, id)| id.as_str())
    }

    /// Reads one part: a known text as a whole, else every known text inside it, left to right.
    fn read_part(&self, part: &str, read: &mut CodesRead) {
        let found = match self.exactly(&name_key(part)) {
            Some(id) => BTreeSet::from([id.to_owned()]),
            None => self.read_words(part),
        };
        if found.is_empty() {
            read.unknown.push(part.trim().to_owned());
        }
        read.ids.extend(found);
    }

    /// `警告,其他` is two codes; `其他-警告` is the remainder class with what it was, which is 警告.
    fn read_words(&self, part: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut remainder = false;
        for word in part.split(is_soft_separator).filter(|word| !name_key(word).is_empty()) {
            let head = word.split(is_remark_mark).next().unwrap_or_default();
            let is_remainder = self.exactly(&name_key(head)) == Some(OTHER);
            let inside = self.inside(&name_key(word));
            remainder |= is_remainder && inside.is_empty();
            found.extend(inside);
        }
        if remainder {
            found.insert(OTHER.to_owned());
        }
        found
    }

    /// Codes whose text stands in the key; the remainder class has no text of its own.
    fn inside(&self, key: &str) -> BTreeSet<String> {
        let (mut found, mut rest, mut before) = (BTreeSet::new(), key, String::new());
        while let Some(letter) = rest.chars().next() {
            let hit = self.0.iter().find(|(text, id)| is_word(text, id) && rest.starts_with(text.as_str()));
            let step = hit.map_or(letter.len_utf8(), |(text, _)| text.len());
            if let Some((_, id)) = hit {
                if !is_denied(&before) {
                    found.insert(id.clone());
                }
                before.clear();
            } else {
                before.push(letter);
            }
            rest = rest.get(step..).unwrap_or("");
        }
        found
    }
}

/// Whether a text may be looked for inside a longer one: not a bare number of the list (0, 1), not the
/// remainder class.
fn is_word(text: &str, id: &str) -> bool {
    id != OTHER && text.chars().nth(1).is_some()
}

/// Separators that a code's own name may contain (没收违法所得、没收非法财物).
fn is_soft_separator(letter: char) -> bool {
    matches!(letter, ',' | '，' | '、' | '。' | '.' | '．') || letter.is_whitespace()
}

/// What stands between 其他 and the remark that says what it was.
fn is_remark_mark(letter: char) -> bool {
    matches!(letter, '-' | '－' | '—' | '–' | ':' | '：' | '(' | '（' | '_')
}

/// Id by which a list names its remainder class.
const OTHER: &str = "other";

/// Whether the words just before a code deny it.
fn is_denied(before: &str) -> bool {
    ["不予", "免予", "免于", "不再", "未", "免除", "不予以"].iter().any(|word| before.ends_with(word))
}
