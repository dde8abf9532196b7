//! The catalogue in force on a day, line by line, with the words everyone reads.

use serde::Deserialize;
use xh_kernel::Date;
use xh_policy::{CatalogueEntry, Openness, Release};
use xh_publication::{AskFault, as_of};
use xh_registry::InForce;

use super::quality::{fault, typed};

/// `?on=&class=&openness=&level=&kind=` as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct CatalogueQuery {
    /// `2026-10-01`.
    #[serde(default)]
    pub on: Option<String>,
    /// Class of the edition.
    #[serde(default)]
    pub class: Option<String>,
    /// `open`, `on_request`, `shared`, `closed`.
    #[serde(default)]
    pub openness: Option<String>,
    /// `city`, or the division code of a county.
    #[serde(default)]
    pub level: Option<String>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CatalogueAsked {
    /// The legal day.
    pub on: Date,
    /// Class id; empty = all.
    pub class: String,
    /// Word of an openness; empty = all.
    pub openness: String,
    /// `city` or a division code; empty = all.
    pub level: String,
}

impl CatalogueAsked {
    /// Today, with nothing left out.
    pub(crate) fn usual(today: Date) -> Self {
        Self { on: today, class: String::new(), openness: String::new(), level: String::new() }
    }

    /// Reads the question; the fault is the visitor's.
    pub(crate) fn read(query: &CatalogueQuery, turns: &[InForce], today: Date) -> Result<Self, AskFault> {
        let mut asked = Self { on: as_of(query.on.as_deref(), today)?, ..Self::usual(today) };
        let entries = || turns.iter().flat_map(|turn| &turn.catalogue.entries);
        if let Some(text) = typed(query.class.as_ref()) {
            let known = turns.iter().flat_map(|turn| &turn.catalogue.classes).any(|class| class.id == text);
            asked.class = chosen(known, "class", "信息类", text)?;
        }
        if let Some(text) = typed(query.openness.as_ref()) {
            let known = Openness::ALL.iter().any(|one| one.word() == text);
            asked.openness = chosen(known, "openness", "公开属性", text)?;
        }
        if let Some(text) = typed(query.level.as_ref()) {
            let known = text == CITY || entries().any(|entry| entry.division == text);
            asked.level = chosen(known, "level", "层级", text)?;
        }
        Ok(asked)
    }

    /// Whether a line is asked for.
    pub(crate) fn wants(&self, entry: &CatalogueEntry) -> bool {
        let all_or = |asked: &str, found: &str| asked.is_empty() || asked == found;
        all_or(&self.class, &entry.class)
            && all_or(&self.openness, entry.openness.word())
            && all_or(&self.level, level(entry))
    }

    /// Parameters of an address that asks the same.
    pub(crate) fn address(&self) -> String {
        let mut out = format!("on={}", self.on);
        for (name, value) in [("class", &self.class), ("openness", &self.openness), ("level", &self.level)] {
            if !value.is_empty() {
                out.push_str(&format!("&{name}={value}"));
            }
        }
        out
    }
}

/// The word for the city's own level.
pub(crate) const CITY: &str = "city";

/// Level of a line: `city`, or the county's division code.
pub(crate) fn level(entry: &CatalogueEntry) -> &str {
    if entry.division.is_empty() { CITY } else { &entry.division }
}

/// Level in words.
pub(crate) fn level_title(entry: &CatalogueEntry) -> &str {
    if entry.division.is_empty() { "市级" } else { &entry.division_title }
}

/// Titles of the kinds that carry a line.
pub(crate) fn kind_titles(release: &Release, entry: &CatalogueEntry) -> Vec<String> {
    let title = |id: &String| release.kind(id).map_or_else(|| id.clone(), |kind| kind.title.clone());
    entry.kinds.iter().map(title).collect()
}

fn chosen(known: bool, field: &'static str, title: &'static str, text: &str) -> Result<String, AskFault> {
    if known {
        Ok(text.to_owned())
    } else {
        Err(fault(field, title, text, "不存在", "请从页面上的选项中选"))
    }
}
