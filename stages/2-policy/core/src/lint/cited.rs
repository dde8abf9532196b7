//! Citations: each resolves to an article of a source that is in force on the days it is relied on.
//!
//! An act decided under a repealed instrument is still judged by it, so only the days of value, rule or
//! regime count.

use std::collections::BTreeMap;

use xh_kernel::{Citation, Date};

use crate::load::{Draft, LintFault, Place};
use crate::source::Source;

/// Checks every citation of the draft.
pub(super) fn check(draft: &Draft, faults: &mut Vec<LintFault>) {
    let sources: BTreeMap<&str, &Source> =
        draft.sources.iter().map(|it| (it.item.id.as_str(), &it.item)).collect();
    let mut cited = Cited { sources, faults };
    for it in &draft.values {
        cited.dated(&it.item.version(), &it.item.cites, it.item.from, it.item.to, &it.place);
    }
    for it in &draft.regimes {
        cited.dated(&it.item.id, &it.item.cites, it.item.from, it.item.to, &it.place);
    }
    for it in &draft.rules {
        let regime = draft.regimes.iter().find(|regime| regime.item.id == it.item.regime).map(|it| &it.item);
        let from = it.item.from.or(regime.map(|regime| regime.from));
        let to = it.item.to.or(regime.and_then(|regime| regime.to));
        match from {
            Some(from) => cited.dated(&it.item.id, &it.item.cites, from, to, &it.place),
            None => cited.exists(&it.item.id, &it.item.cites, &it.place),
        }
    }
    for it in &draft.kinds {
        cited.exists(&it.item.id, &it.item.cites, &it.place);
    }
    for it in &draft.catalogues {
        cited.dated(&it.item.id, &it.item.cites, it.item.from, it.item.to, &it.place);
    }
    for it in &draft.catalogue_items {
        cited.exists(&it.item.id, &it.item.cites, &it.place);
    }
    for it in draft.city_items.iter().chain(&draft.county_items) {
        cited.exists(&it.item.item, &it.item.cites, &it.place);
    }
    for it in &draft.review_classes {
        cited.exists(it.item.id.as_str(), &it.item.cites, &it.place);
    }
    for it in &draft.review_rules {
        cited.exists(&it.item.id, &it.item.cites, &it.place);
    }
    for it in &draft.calendar {
        cited.exists(&it.item.year.to_string(), &it.item.cites, &it.place);
    }
    for it in &draft.sources {
        cited.replaced(&it.item, &it.place);
    }
}

struct Cited<'a> {
    sources: BTreeMap<&'a str, &'a Source>,
    faults: &'a mut Vec<LintFault>,
}

impl Cited<'_> {
    fn dated(&mut self, what: &str, cites: &[Citation], from: Date, to: Option<Date>, place: &Place) {
        self.exists(what, cites, place);
        for source in cites.iter().filter_map(|cite| self.sources.get(cite.source.as_str())) {
            let repealed = source.repealed_on.is_some_and(|end| to.is_none_or(|last| last >= end));
            if from < source.in_force_on || repealed {
                let what = format!("「{what}」引用的{}在其施行期间内并非一直有效", source.cited());
                self.faults.push(place.fault(what, "请核对 from、to 与来源的施行、废止日期"));
            }
        }
    }

    fn exists(&mut self, what: &str, cites: &[Citation], place: &Place) {
        if cites.is_empty() {
            self.faults.push(place.fault(format!("「{what}」没有引用依据"), "请写 cites"));
        }
        for cite in cites {
            let known =
                self.sources.get(cite.source.as_str()).is_some_and(|it| it.has_article(&cite.article));
            if !known {
                let what = format!("「{what}」引用的「{} {}」不在来源中", cite.source, cite.article);
                self.faults.push(place.fault(what, "请在 sources 中登记该文件和条款"));
            }
        }
    }

    fn replaced(&mut self, source: &Source, place: &Place) {
        for id in source.replaces.iter().chain(&source.replaced_by) {
            if !self.sources.contains_key(id.as_str()) {
                let what = format!("来源「{}」提到的「{id}」没有登记", source.id);
                self.faults.push(place.fault(what, "请在 sources 中登记"));
            }
        }
    }
}
