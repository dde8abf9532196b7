//! Reads the files of `policy/` into one law, keeping for each item the file and line it stands on.
//!
//! It finds what TOML itself can find (syntax, unknown keys, wrong types); completeness is for
//! [`crate::lint`].

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use toml::Spanned;

use crate::blank;
use crate::block::{self, Block};
use crate::catalogue::{CatalogueEdition, LocalItem, NationalItem};
use crate::city::{self, Narrow};
use crate::content::Law;
use crate::fact::{AmountBand, FactSpec};
use crate::kind::{Kind, Section};
use crate::lint;
use crate::regime::{Bundle, Channel, OfficialYear, Regime};
use crate::release::Release;
use crate::review::{ReviewClass, ReviewRule};
use crate::rule::Rule;
use crate::scenario::Scenario;
use crate::source::Source;
use crate::value::DatedValue;
use crate::visibility::Visibility;

/// One fault of the law files, with its place and remedy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Error)]
#[error("{file}:{line} {what}；{remedy}")]
pub struct LintFault {
    /// Path relative to `policy/`.
    pub file: String,
    /// Line, from 1; 0 when the whole file or bundle is meant.
    pub line: u32,
    /// What is wrong, in Chinese.
    pub what: String,
    /// What to do, in Chinese.
    pub remedy: String,
}

/// Where an item stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub file: String,
    pub line: u32,
}

impl Place {
    /// A fault at this place.
    pub(crate) fn fault(&self, what: String, remedy: &str) -> LintFault {
        LintFault { file: self.file.clone(), line: self.line, what, remedy: remedy.to_owned() }
    }
}

/// Something with the place it was read from.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T> {
    pub item: T,
    pub place: Place,
}

/// Everything read, before it is known to be complete.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub bundles: Vec<Placed<Bundle>>,
    pub sources: Vec<Placed<Source>>,
    pub sections: Vec<Placed<Section>>,
    pub blocks: Vec<Placed<Block>>,
    pub kinds: Vec<Placed<Kind>>,
    pub facts: Vec<Placed<FactSpec>>,
    pub bands: Vec<Placed<AmountBand>>,
    pub values: Vec<Placed<DatedValue>>,
    pub channels: Vec<Placed<Channel>>,
    pub regimes: Vec<Placed<Regime>>,
    pub rules: Vec<Placed<Rule>>,
    pub calendar: Vec<Placed<OfficialYear>>,
    pub narrow: Vec<Placed<Narrow>>,
    pub scenarios: Vec<Placed<Scenario>>,
    pub catalogues: Vec<Placed<CatalogueEdition>>,
    pub catalogue_items: Vec<Placed<NationalItem>>,
    pub city_items: Vec<Placed<LocalItem>>,
    pub county_items: Vec<Placed<LocalItem>>,
    pub review_classes: Vec<Placed<ReviewClass>>,
    pub review_rules: Vec<Placed<ReviewRule>>,
    pub visibility: BTreeMap<String, BTreeMap<String, Visibility>>,
}

/// What a file of a bundle may hold; any file may hold any of it.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct BundleFile {
    bundle: Vec<Spanned<Bundle>>,
    section: Vec<Spanned<Section>>,
    block: Vec<Spanned<Block>>,
    kind: Vec<Spanned<Kind>>,
    fact: Vec<Spanned<FactSpec>>,
    band: Vec<Spanned<AmountBand>>,
    value: Vec<Spanned<DatedValue>>,
    channel: Vec<Spanned<Channel>>,
    regime: Vec<Spanned<Regime>>,
    rule: Vec<Spanned<Rule>>,
    year: Vec<Spanned<OfficialYear>>,
    narrow: Vec<Spanned<Narrow>>,
    scenario: Vec<Spanned<Scenario>>,
    catalogue: Vec<Spanned<CatalogueEdition>>,
    catalogue_item: Vec<Spanned<NationalItem>>,
    city_item: Vec<Spanned<LocalItem>>,
    county_item: Vec<Spanned<LocalItem>>,
    review_class: Vec<Spanned<ReviewClass>>,
    review_rule: Vec<Spanned<ReviewRule>>,
}

/// What a source file holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    source: Spanned<Source>,
}

/// Name of the bundle every other one is based on.
pub(crate) const NATIONAL: &str = "national";

/// Reads, checks and makes a release.
pub(crate) fn release(files: &BTreeMap<String, String>, city: &str) -> Result<Release, Vec<LintFault>> {
    let (draft, mut faults) = read(files, city);
    if !faults.is_empty() {
        return Err(faults);
    }
    lint::items(&draft, &mut faults);
    let places = lint::places(&draft);
    let (law, scenarios) = law(draft, &mut faults);
    let release = Release::of(law).map_err(|what| vec![Place::default().fault(what, "请改为整数")])?;
    // Scenarios are run on sound items only: one slip would otherwise fail dozens of them.
    if faults.is_empty() {
        lint::whole(&release, &scenarios, &places, &mut faults);
    }
    faults.sort();
    faults.dedup();
    if faults.is_empty() { Ok(release) } else { Err(faults) }
}

/// Reads the files of the national bundle and of one city.
pub(crate) fn read(files: &BTreeMap<String, String>, city: &str) -> (Draft, Vec<LintFault>) {
    let (mut draft, mut faults) = (Draft::default(), Vec::new());
    for (path, text) in files {
        let file = File { path, text };
        let top = path.split('/').next().unwrap_or_default();
        match top {
            "visibility.toml" => draft.visibility = file.parse(&mut faults).unwrap_or_default(),
            "sources" => draft.take_source(&file, &mut faults),
            NATIONAL => draft.take_bundle(&file, &mut faults),
            _ if top == city => draft.take_bundle(&file, &mut faults),
            _ if top.starts_with("city-") => {}
            _ => faults.push(file.place(0).fault(
                format!("规则包中不应有「{path}」"),
                "只允许 sources、national、city-…目录和 visibility.toml",
            )),
        }
    }
    block::put_in(&mut draft.kinds, &draft.blocks, &mut faults);
    city::check_bundles(&draft, city, &mut faults);
    (draft, faults)
}

/// Puts the items together; a city's narrowing is applied to the national kinds.
fn law(draft: Draft, faults: &mut Vec<LintFault>) -> (Law, Vec<Placed<Scenario>>) {
    let transition = draft.bundles.iter().find_map(|it| it.item.transition).unwrap_or_default();
    let mut law = Law {
        bundles: items(draft.bundles),
        sources: items(draft.sources),
        sections: items(draft.sections),
        kinds: items(draft.kinds),
        facts: items(draft.facts),
        bands: items(draft.bands),
        values: items(draft.values),
        channels: items(draft.channels),
        regimes: items(draft.regimes),
        rules: items(draft.rules),
        calendar: items(draft.calendar),
        visibility: draft.visibility,
        catalogues: items(draft.catalogues),
        catalogue_items: items(draft.catalogue_items),
        city_items: items(draft.city_items),
        county_items: items(draft.county_items),
        review_classes: items(draft.review_classes),
        review_rules: items(draft.review_rules),
        transition,
        format: 0,
    };
    city::narrow(&mut law, &draft.narrow, faults);
    (law, draft.scenarios)
}

fn items<T>(placed: Vec<Placed<T>>) -> Vec<T> {
    placed.into_iter().map(|it| it.item).collect()
}

/// One file being read.
struct File<'a> {
    path: &'a str,
    text: &'a str,
}

impl File<'_> {
    fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        Place { file: self.path.to_owned(), line: u32::try_from(line).unwrap_or(u32::MAX) }
    }

    fn parse<T: DeserializeOwned>(&self, faults: &mut Vec<LintFault>) -> Option<T> {
        match toml::from_str(self.text) {
            Ok(parsed) => {
                for (key, offset) in blank::texts(self.text) {
                    let what = format!("「{key}」的内容是空的");
                    faults.push(self.place(offset).fault(what, "请写明内容；可以不写的键请整行删去"));
                }
                Some(parsed)
            }
            Err(fault) => {
                let offset = fault.span().map_or(0, |span| span.start);
                let what = format!("不能读取：{}", fault.message().replace('\n', " "));
                faults.push(self.place(offset).fault(what, "请按本目录其他文件的写法改正"));
                None
            }
        }
    }

    fn placed<T>(&self, list: Vec<Spanned<T>>) -> Vec<Placed<T>> {
        let placed =
            list.into_iter().map(|it| Placed { place: self.place(it.span().start), item: it.into_inner() });
        placed.collect()
    }
}

impl Draft {
    fn take_source(&mut self, file: &File<'_>, faults: &mut Vec<LintFault>) {
        let Some(read) = file.parse::<SourceFile>(faults) else { return };
        let placed = file.placed(vec![read.source]);
        for it in placed {
            if file.path != format!("sources/{}/source.toml", it.item.id) {
                let what = format!("来源「{}」与所在目录不符", it.item.id);
                faults.push(it.place.fault(what, "目录名应与 id 相同，文件名为 source.toml"));
            }
            self.sources.push(it);
        }
    }

    fn take_bundle(&mut self, file: &File<'_>, faults: &mut Vec<LintFault>) {
        let Some(read) = file.parse::<BundleFile>(faults) else { return };
        self.bundles.extend(file.placed(read.bundle));
        self.sections.extend(file.placed(read.section));
        self.blocks.extend(file.placed(read.block));
        self.kinds.extend(file.placed(read.kind));
        self.facts.extend(file.placed(read.fact));
        self.bands.extend(file.placed(read.band));
        self.values.extend(file.placed(read.value));
        self.channels.extend(file.placed(read.channel));
        self.regimes.extend(file.placed(read.regime));
        self.rules.extend(file.placed(read.rule));
        self.calendar.extend(file.placed(read.year));
        self.narrow.extend(file.placed(read.narrow));
        self.scenarios.extend(file.placed(read.scenario));
        self.catalogues.extend(file.placed(read.catalogue));
        self.catalogue_items.extend(file.placed(read.catalogue_item));
        self.city_items.extend(file.placed(read.city_item));
        self.county_items.extend(file.placed(read.county_item));
        self.review_classes.extend(file.placed(read.review_class));
        self.review_rules.extend(file.placed(read.review_rule));
    }
}
