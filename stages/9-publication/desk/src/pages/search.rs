//! 搜索结果: who matched, why, and in which state; or what to try next.

mod samples;

use serde::Serialize;
use xh_web::page;

use crate::pages::{Freshness, NamePart, Tag};
use samples::{blank, former_name, long_names, nothing, refused_person, several, too_short};

/// 搜索页
#[derive(Debug, Clone, Serialize)]
pub struct SearchPage {
    /// What the visitor typed, unchanged.
    pub query: String,
    /// What it was read as, when normalising changed it (full width, spaces).
    pub read_as: Option<String>,
    /// What kind of answer this is.
    pub state: SearchState,
    /// The organisations found, best first.
    pub hits: Vec<SearchHit>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// True when this page was reached by a cursor.
    pub later_page: bool,
    /// Similar names to try when nothing was found.
    pub similar: Vec<String>,
    /// How fresh the index is.
    pub fresh: Freshness,
}

/// What kind of answer a search page gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchState {
    /// Nothing was typed yet.
    Blank,
    /// Fewer than two characters.
    TooShort,
    /// A personal identity number was typed: people are not searched for.
    Person,
    /// An 18-character code whose check character is wrong.
    BadCode,
    /// Organisations were found.
    Found,
    /// Nothing was found.
    Nothing,
}

/// One organisation found.
#[derive(Debug, Clone, Serialize)]
pub struct SearchHit {
    /// Unified social credit code: the address of its page.
    pub uscc: String,
    /// Present name, with the letters that matched.
    pub name: Vec<NamePart>,
    /// The former name that matched, if that is why.
    pub former: Option<Vec<NamePart>>,
    /// Registration status; none when the register has not been received.
    pub status: Option<Tag>,
    /// District in words.
    pub district: Option<String>,
    /// Why it matched, in words (名称相符, 曾用名相符, 代码相符).
    pub why: String,
}

page!(
    SearchPage,
    "search.html",
    samples = [several(), former_name(), long_names(), nothing(), too_short(), refused_person(), blank()]
);
