//! The catalogue of credit information (公共信用信息目录): which items may be collected of organisations, by whom, how
//! often and for whose eyes. The national edition lists items; a city's edition takes from it what its organs
//! supply and may only narrow; counties narrow the city's. What stands in no edition may enter no record.
//!
//! It says nothing about how long a record is shown (rules) nor what a sheet looks like (kinds). An edition becomes
//! binding when two persons have adopted it; that is an act of 3-registry.
//! Basis: 国办发〔2020〕49号 part two (information is collected by catalogue).

mod written;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use xh_kernel::{Citation, Date, Uscc};

use crate::canonical;
use crate::content::Law;

pub use written::{CatalogueEdition, InfoClass, LocalItem, NationalItem};

/// A city's edition with everything it takes from the national one: what two persons adopt, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Edition id: `city-shijiazhuang@2026`.
    pub id: String,
    /// Chinese name.
    pub title: String,
    /// National edition it is based on.
    pub based_on: String,
    /// Its Chinese name.
    pub based_on_title: String,
    /// First day it may be in force.
    pub from: Date,
    /// Last day of its stated validity; none = open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Where it is written.
    pub cites: Vec<Citation>,
    /// The national edition's classes, in its order.
    pub classes: Vec<InfoClass>,
    /// City entries first, each followed by the counties' that narrow it.
    pub entries: Vec<CatalogueEntry>,
}

/// One line of the catalogue: an item at one level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueEntry {
    /// `penalty`, or `penalty@130102` for a county's.
    pub id: String,
    /// The national item.
    pub item: String,
    /// Division code of the county; empty at city level.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub division: String,
    /// Its name; empty at city level.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub division_title: String,
    /// Chinese name of the item.
    pub title: String,
    /// The concrete act.
    pub act: String,
    /// Class of the national edition.
    pub class: String,
    /// Record kinds that carry it; empty while nothing collects it.
    pub kinds: Vec<String>,
    /// Whom it may be about; never a natural person.
    pub subjects: Vec<SubjectKind>,
    /// Who may see it.
    pub openness: Openness,
    /// Which departments may use it.
    pub sharing: Sharing,
    /// Years it is kept; none = 长期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_years: Option<u32>,
    /// Who supplies it.
    pub providers: Vec<Provider>,
    /// How often; none where nothing collects it, and of the base library.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<Cycle>,
    /// Where it is written: of the item, and of this level.
    pub cites: Vec<Citation>,
}

impl CatalogueEntry {
    /// Whether this organ supplies the entry. The level is read from the division inside the organ's code:
    /// counties have their own, everything that ends in `00` is the city's (GB/T 2260).
    #[must_use]
    pub fn is_supplied_by(&self, uscc: Uscc, name: &str, system: &str) -> bool {
        let level = match self.division.is_empty() {
            true => uscc.division().ends_with("00"),
            false => uscc.division() == self.division,
        };
        level && self.providers.iter().any(|provider| provider.is(uscc, name, system))
    }
}

/// Who supplies an item: exactly one of these is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// What the organ's name ends with: 市场监督管理局.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// The vertical system it is registered under: `samr`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub system: String,
    /// Its unified social credit code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uscc: Option<Uscc>,
    /// Every registered organ of the level.
    #[serde(default, skip_serializing_if = "is_false")]
    pub every: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

impl Provider {
    fn is(&self, uscc: Uscc, name: &str, system: &str) -> bool {
        let by_role = !self.role.is_empty() && name.ends_with(&self.role);
        let by_system = !self.system.is_empty() && system == self.system;
        self.every || by_role || by_system || self.uscc == Some(uscc)
    }

    /// How many of the four are written.
    pub(crate) fn named(&self) -> usize {
        [!self.role.is_empty(), !self.system.is_empty(), self.uscc.is_some(), self.every]
            .into_iter()
            .filter(|written| *written)
            .count()
    }

    /// As a page writes it.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.every, &self.uscc) {
            (true, _) => "各登记单位".to_owned(),
            (_, Some(uscc)) => uscc.as_str().to_owned(),
            _ if self.role.is_empty() => format!("{} 系统", self.system),
            _ => self.role.clone(),
        }
    }
}

/// How often an item is supplied, and until when a period that is over may be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    /// The length of a period.
    pub every: Every,
    /// Length of a run of working days; only with `every = "workdays"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workdays: Option<u32>,
    /// Working days after the last day of a period.
    pub due_workdays: u32,
}

impl Cycle {
    /// 每月（期满后5个工作日内）.
    #[must_use]
    pub fn words(&self) -> String {
        let every = match self.every {
            Every::Workdays => format!("每{}个工作日", self.workdays.unwrap_or(1)),
            Every::Month => "每月".to_owned(),
            Every::Quarter => "每季度".to_owned(),
            Every::Year => "每年".to_owned(),
        };
        format!("{every}（期满后{}个工作日内）", self.due_workdays)
    }
}

/// The length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// A run of working days.
    Workdays,
    /// A calendar month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

/// Whom an item may be about. A natural person cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// 法人及非法人组织.
    Organisation,
    /// 个体工商户.
    IndividualBusiness,
}

impl SubjectKind {
    /// As a page writes it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Organisation => "法人及非法人组织",
            Self::IndividualBusiness => "个体工商户",
        }
    }
}

/// Who may see an item, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Openness {
    /// 主动公示: everyone.
    Open,
    /// 依申请: the organisation and those it allows.
    OnRequest,
    /// 政务共享: departments.
    Shared,
    /// 不公开.
    Closed,
}

impl Openness {
    /// Every degree, the widest first.
    pub const ALL: [Self; 4] = [Self::Open, Self::OnRequest, Self::Shared, Self::Closed];

    /// The word in files and addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::OnRequest => "on_request",
            Self::Shared => "shared",
            Self::Closed => "closed",
        }
    }

    /// As a page writes it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Open => "主动公示",
            Self::OnRequest => "依申请查询",
            Self::Shared => "政务共享",
            Self::Closed => "不公开",
        }
    }
}

/// Which departments may use an item, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// 无条件共享.
    All,
    /// 有条件共享.
    Conditional,
    /// 不予共享.
    None,
}

impl Sharing {
    /// The word in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Conditional => "conditional",
            Self::None => "none",
        }
    }

    /// As a page writes it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::All => "无条件共享",
            Self::Conditional => "有条件共享",
            Self::None => "不予共享",
        }
    }
}

/// A content that was adopted and cannot be read any more.
#[derive(Debug, thiserror::Error)]
#[error("目录内容无法读取：{0}")]
pub struct CatalogueFault(String);

impl Catalogue {
    /// Reads an adopted content.
    ///
    /// # Errors
    /// [`CatalogueFault`] when it is not the content of a catalogue.
    pub fn from_content(content: &str) -> Result<Self, CatalogueFault> {
        serde_json::from_str(content).map_err(|fault| CatalogueFault(fault.to_string()))
    }

    /// Canonical JSON of the whole edition.
    ///
    /// # Errors
    /// [`CatalogueFault`] when it cannot be written; no catalogue that was read is like that.
    pub fn content(&self) -> Result<String, CatalogueFault> {
        let value = serde_json::to_value(self).map_err(|fault| CatalogueFault(fault.to_string()))?;
        canonical::write(&value).ok_or_else(|| CatalogueFault("内容含有小数".to_owned()))
    }

    /// SHA-256 of a content, in hexadecimal.
    #[must_use]
    pub fn digest(content: &str) -> String {
        hex::encode(Sha256::digest(content.as_bytes()))
    }

    /// Every record kind that it covers, each once.
    #[must_use]
    pub fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> =
            self.entries.iter().flat_map(|entry| entry.kinds.iter().map(String::as_str)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// The entry with this id.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&CatalogueEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// Title of a class; its id when the edition does not name it.
    #[must_use]
    pub fn class_title<'c>(&'c self, id: &'c str) -> &'c str {
        self.classes.iter().find(|class| class.id == id).map_or(id, |class| class.title.as_str())
    }
}

/// Every city edition of a law, by id, each with what it takes from its national edition.
pub(crate) fn resolved(law: &Law) -> Vec<Catalogue> {
    let city = law.catalogues.iter().filter(|edition| !edition.based_on.is_empty());
    city.filter_map(|edition| written::resolve(law, edition)).collect()
}
