//! Completeness of the law files: what TOML cannot find.
//!
//! Items first, each at its file and line: ids, citations in force, values without gap or overlap, conditions
//! on declared facts, headings that clash. Then the whole: every scenario passes, every rule and value is
//! reached by one.

mod catalogued;
mod cited;
mod dated;
mod headings;
mod reached;
mod reviewed;
mod ruled;
mod worded;

use std::collections::BTreeMap;

use crate::load::{Draft, LintFault, Place, Placed};
use crate::release::Release;
use crate::scenario::Scenario;

/// Checks every item of the draft.
pub(crate) fn items(draft: &Draft, faults: &mut Vec<LintFault>) {
    unique_ids(draft, faults);
    cited::check(draft, faults);
    dated::check(draft, faults);
    headings::check(draft, faults);
    ruled::check(draft, faults);
    worded::check(draft, faults);
    catalogued::check(draft, faults);
    reviewed::check(draft, faults);
}

/// Where each rule and dated value stands, by the name a scenario reaches it under.
pub(crate) fn places(draft: &Draft) -> BTreeMap<String, Place> {
    let rules = draft.rules.iter().map(|it| (it.item.id.clone(), it.place.clone()));
    let values = draft.values.iter().map(|it| (it.item.version(), it.place.clone()));
    rules.chain(values).collect()
}

/// Checks the whole: scenarios pass, and reach everything.
pub(crate) fn whole(
    release: &Release,
    scenarios: &[Placed<Scenario>],
    places: &BTreeMap<String, Place>,
    faults: &mut Vec<LintFault>,
) {
    reached::check(release, scenarios, places, faults);
}

fn unique_ids(draft: &Draft, faults: &mut Vec<LintFault>) {
    let mut once = |what: &str, ids: Vec<(&str, &Place)>| {
        let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
        for (id, place) in ids {
            if let Some(first) = seen.insert(id, place) {
                let what = format!("{what}「{id}」重复，另见{}：{}", first.file, first.line);
                faults.push(place.fault(what, "请改用不同的 id"));
            }
        }
    };
    once("来源", draft.sources.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
    once("类别", draft.kinds.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
    once("分组", draft.sections.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
    once("事实", draft.facts.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
    once("金额档次", draft.bands.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
    once("渠道", draft.channels.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
    once("规定", draft.regimes.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
    once("规则", draft.rules.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
    once("目录版本", draft.catalogues.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
    once("国家目录事项", draft.catalogue_items.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
    once("审核规则", draft.review_rules.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
    once("情景", draft.scenarios.iter().map(|it| (it.item.id.as_str(), &it.place)).collect());
}
