//! Scenarios: each gets its expected answer, and together they reach every rule and every dated value.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::{LintFault, Place, Placed};
use crate::release::Release;
use crate::scenario::Scenario;

/// Runs every scenario and reports what failed or was not reached.
pub(super) fn check(
    release: &Release,
    scenarios: &[Placed<Scenario>],
    places: &BTreeMap<String, Place>,
    faults: &mut Vec<LintFault>,
) {
    let mut reached = BTreeSet::new();
    for Placed { item, place } in scenarios {
        let result = item.run(release);
        reached.extend(result.reached);
        for difference in result.differences {
            faults.push(place.fault(format!("情景「{}」不符：{difference}", item.id), "请核对规则或情景"));
        }
    }
    reached.extend(compared(release, &reached));
    for (name, place) in places.iter().filter(|(name, _)| !reached.contains(*name)) {
        let remedy = "请在 scenarios 中补一个由它得出结果的情景";
        faults.push(place.fault(format!("「{name}」没有情景用到"), remedy));
    }
}

/// Values that the conditions of reached rules compare with.
fn compared(release: &Release, reached: &BTreeSet<String>) -> Vec<String> {
    let mut ids = BTreeSet::new();
    for condition in
        release.rules().iter().filter(|rule| reached.contains(&rule.id)).flat_map(|rule| &rule.when)
    {
        condition.each(&mut |_, test| ids.extend(test.value_id()));
    }
    let values = release.values().iter().filter(|value| ids.contains(value.id.as_str()));
    values.map(crate::DatedValue::version).collect()
}
