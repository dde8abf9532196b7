//! Rules of review: every class of finding is ruled once, and what is masked is not found again.

use std::collections::BTreeMap;

use xh_kernel::{FindingClass, findings};

use crate::load::{Draft, LintFault, Place};
use crate::review::{Remains, ReviewThen};

/// Checks the classes; a law without any of them has no review, and shows no free text.
pub(super) fn check(draft: &Draft, faults: &mut Vec<LintFault>) {
    let mut seen: BTreeMap<FindingClass, &Place> = BTreeMap::new();
    for it in &draft.review_classes {
        let name = it.item.id.as_str();
        if seen.insert(it.item.id, &it.place).is_some() {
            faults.push(it.place.fault(format!("审核类别「{name}」重复"), "每一类只写一次"));
        }
        let masks = it.item.then == ReviewThen::Mask;
        if masks && (it.item.words.is_empty() || !findings(&it.item.words).is_empty()) {
            faults.push(
                it.place.fault(format!("审核类别「{name}」的替换文字为空，或本身会被检出"), "请改写 words"),
            );
        }
        if it.item.then == ReviewThen::Withhold && it.item.remains != Remains::Never {
            faults.push(
                it.place
                    .fault(format!("审核类别「{name}」整段不公开，却可以保留"), "请写 remains = \"never\""),
            );
        }
    }
    let Some(first) = draft.review_classes.first() else { return };
    for class in FindingClass::ALL.into_iter().filter(|class| !seen.contains_key(class)) {
        faults
            .push(first.place.fault(format!("审核规则缺少类别「{}」", class.as_str()), "请补写该类如何处理"));
    }
}
