//! The content of a release: everything the evaluator may read, and nothing else.
//!
//! Kept for ever as canonical JSON; scenarios are tests and not part of it, nor are file names and line
//! numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::catalogue::{CatalogueEdition, LocalItem, NationalItem};
use crate::fact::{AmountBand, FactSpec};
use crate::kind::{Kind, Section};
use crate::regime::{Bundle, Channel, OfficialYear, Regime, Transition};
use crate::review::{ReviewClass, ReviewRule};
use crate::rule::Rule;
use crate::source::Source;
use crate::value::DatedValue;
use crate::visibility::Visibility;

/// Layout of the content; a change of it is a new number, and old contents stay readable.
pub(crate) const FORMAT: u32 = 1;

/// The parsed law of one release.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Law {
    pub format: u32,
    pub bundles: Vec<Bundle>,
    pub sources: Vec<Source>,
    pub sections: Vec<Section>,
    pub kinds: Vec<Kind>,
    pub facts: Vec<FactSpec>,
    pub bands: Vec<AmountBand>,
    pub values: Vec<DatedValue>,
    pub channels: Vec<Channel>,
    pub regimes: Vec<Regime>,
    pub rules: Vec<Rule>,
    pub transition: Transition,
    pub calendar: Vec<OfficialYear>,
    pub visibility: BTreeMap<String, BTreeMap<String, Visibility>>,
    // Younger than the format: left out when empty, so that older contents keep their digest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catalogues: Vec<CatalogueEdition>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catalogue_items: Vec<NationalItem>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub city_items: Vec<LocalItem>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub county_items: Vec<LocalItem>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub review_classes: Vec<ReviewClass>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub review_rules: Vec<ReviewRule>,
}

impl Law {
    /// Puts every list in its canonical order and fills the sections' kinds.
    pub(crate) fn settle_order(&mut self) {
        self.format = FORMAT;
        self.bundles.sort_by(|left, right| (&left.based_on, &left.id).cmp(&(&right.based_on, &right.id)));
        self.sources.sort_by(|left, right| left.id.cmp(&right.id));
        self.kinds.sort_by(|left, right| left.id.cmp(&right.id));
        self.facts.sort_by(|left, right| left.id.cmp(&right.id));
        self.values.sort_by(|left, right| (&left.id, left.from).cmp(&(&right.id, right.from)));
        self.channels.sort_by(|left, right| (!left.own, &left.id).cmp(&(!right.own, &right.id)));
        self.regimes.sort_by(|left, right| (left.from, &left.id).cmp(&(right.from, &right.id)));
        self.rules.sort_by(|left, right| (left.rank, &left.id).cmp(&(right.rank, &right.id)));
        self.calendar.sort_by_key(|year| year.year);
        self.catalogues.sort_by(|left, right| (left.from, &left.id).cmp(&(right.from, &right.id)));
        let local = |it: &LocalItem| (it.item.clone(), it.division.clone(), it.editions.clone());
        self.city_items.sort_by_key(local);
        self.county_items.sort_by_key(local);
        self.review_classes.sort_by_key(|class| class.id);
        self.review_rules.sort_by(|left, right| left.id.cmp(&right.id));
        for section in &mut self.sections {
            let own = self.kinds.iter().filter(|kind| kind.section == section.id);
            section.kinds = own.map(|kind| kind.id.clone()).collect();
        }
    }
}

/// A stored content that cannot be a release of this programme.
#[derive(Debug, Error)]
pub enum ContentFault {
    /// Not the JSON of a release.
    #[error("规则包内容无法读取：{0}")]
    Unreadable(String),
    /// A layout this version does not know.
    #[error("规则包格式为{0}，本版本只认识{FORMAT}，请升级程序")]
    Format(u32),
    /// Readable, but not spelled canonically: its digest would not be its own.
    #[error("规则包内容不是规范写法，摘要无法对应，请检查保存的副本")]
    NotCanonical,
}
