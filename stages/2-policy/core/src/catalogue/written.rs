//! The catalogue as the files write it: editions, national items, and what city and counties say of them.

use serde::{Deserialize, Serialize};
use xh_kernel::{Citation, Date};

use super::{Catalogue, CatalogueEntry, Cycle, Openness, Provider, Sharing, SubjectKind};
use crate::content::Law;
use crate::value::Checked;

/// An edition: the national one, or a city's based on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueEdition {
    /// Bundle and edition: `national@2024`.
    pub id: String,
    /// Chinese name.
    pub title: String,
    /// The national edition a city's is based on; empty for the national one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub based_on: String,
    /// First day in force.
    pub from: Date,
    /// Last day of its stated validity; none = open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Classes of information; only the national edition has them.
    #[serde(rename = "class", default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<InfoClass>,
    /// Where it is written.
    pub cites: Vec<Citation>,
    /// Whether the text itself was read, or a summary of it.
    pub checked: Checked,
    /// Day by which someone must look again.
    pub review_by: Date,
    /// Remarks for the legal officer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A class of information: 行政管理信息.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InfoClass {
    /// Stable id.
    pub id: String,
    /// Chinese name.
    pub title: String,
}

/// An item of the national edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NationalItem {
    /// Stable id.
    pub id: String,
    /// National editions that list it.
    pub editions: Vec<String>,
    /// Chinese name.
    pub title: String,
    /// Class of the edition.
    pub class: String,
    /// Record kinds that carry it; empty while nothing collects it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// The concrete act; empty = the title says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub act: String,
    /// Whom it may be about.
    pub subjects: Vec<SubjectKind>,
    /// Who may see it, at most.
    pub openness: Openness,
    /// Which departments may use it, at most.
    pub sharing: Sharing,
    /// Years it is kept, at most; none = 长期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_years: Option<u32>,
    /// Where it is written.
    pub cites: Vec<Citation>,
    /// Remarks for the legal officer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// An item that a city's edition takes over, or a county's line that narrows the city's: who supplies it, how often;
/// narrower where it says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalItem {
    /// The national item.
    pub item: String,
    /// Division code of the county; empty at city level.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub division: String,
    /// Its name; empty at city level.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub division_title: String,
    /// City editions that list it.
    pub editions: Vec<String>,
    /// The concrete act here; empty = the wider line's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub act: String,
    /// Who supplies it.
    pub providers: Vec<Provider>,
    /// How often; only for what comes in records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<Cycle>,
    /// Narrower than the wider line's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openness: Option<Openness>,
    /// Narrower than the wider line's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sharing: Option<Sharing>,
    /// Not longer than the wider line's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_years: Option<u32>,
    /// Where it is written.
    pub cites: Vec<Citation>,
}

/// A city edition with what it takes from its national edition; none when that is not there (the lint says so).
pub(super) fn resolve(law: &Law, edition: &CatalogueEdition) -> Option<Catalogue> {
    let national = law.catalogues.iter().find(|it| it.id == edition.based_on)?;
    let items = law.catalogue_items.iter().filter(|it| it.editions.contains(&national.id));
    let entries = items.flat_map(|item| entries(law, &edition.id, item)).collect();
    Some(Catalogue {
        id: edition.id.clone(),
        title: edition.title.clone(),
        based_on: national.id.clone(),
        based_on_title: national.title.clone(),
        from: edition.from,
        to: edition.to,
        cites: edition.cites.clone(),
        classes: national.classes.clone(),
        entries,
    })
}

/// The city's line of an item, and behind it the counties'.
fn entries(law: &Law, edition: &str, item: &NationalItem) -> Vec<CatalogueEntry> {
    let takes = |it: &LocalItem| it.item == item.id && it.editions.iter().any(|named| named == edition);
    let Some(city) = law.city_items.iter().find(|it| takes(it)) else { return Vec::new() };
    let city = narrowed(&national(item), city);
    let counties = law.county_items.iter().filter(|it| takes(it));
    let lines = counties.map(|county| CatalogueEntry {
        id: format!("{}@{}", item.id, county.division),
        division: county.division.clone(),
        division_title: county.division_title.clone(),
        ..narrowed(&city, county)
    });
    std::iter::once(city.clone()).chain(lines).collect()
}

fn national(item: &NationalItem) -> CatalogueEntry {
    CatalogueEntry {
        id: item.id.clone(),
        item: item.id.clone(),
        division: String::new(),
        division_title: String::new(),
        title: item.title.clone(),
        act: if item.act.is_empty() { item.title.clone() } else { item.act.clone() },
        class: item.class.clone(),
        kinds: item.kinds.clone(),
        subjects: item.subjects.clone(),
        openness: item.openness,
        sharing: item.sharing,
        retention_years: item.retention_years,
        providers: Vec::new(),
        cycle: None,
        cites: item.cites.clone(),
    }
}

/// The wider line with what the narrower one says.
fn narrowed(wider: &CatalogueEntry, said: &LocalItem) -> CatalogueEntry {
    let mut cites = wider.cites.clone();
    cites.extend(said.cites.iter().filter(|cite| !wider.cites.contains(cite)).cloned());
    CatalogueEntry {
        act: if said.act.is_empty() { wider.act.clone() } else { said.act.clone() },
        openness: said.openness.unwrap_or(wider.openness),
        sharing: said.sharing.unwrap_or(wider.sharing),
        retention_years: said.retention_years.or(wider.retention_years),
        providers: said.providers.clone(),
        cycle: said.cycle.or(wider.cycle),
        cites,
        ..wider.clone()
    }
}
