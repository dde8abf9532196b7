//! Words that another place of the law closes: a condition asks for a value that its fact can have, a band divides a
//! declared amount of a known kind, a code list exists, instruments that follow each other say so on both sides, and
//! nothing is left without a meaning. A mistyped word would else be a rule that never speaks.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{Condition, Operand, Test};
use crate::fact::{FactKind, FactSpec};
use crate::kind::{FieldRole, KindRole};
use crate::load::{Draft, LintFault, Place};
use crate::run::SEVERITY;

/// What a fact may say; facts that are not in it may say anything.
type Closed<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Checks conditions, facts, bands, kinds, sources, scenarios and lines of a catalogue.
pub(super) fn check(draft: &Draft, faults: &mut Vec<LintFault>) {
    let closed = closed(draft, faults);
    let channels = draft.channels.iter().map(|it| (&it.item.when, &it.place));
    for (when, place) in draft.rules.iter().map(|it| (&it.item.when, &it.place)).chain(channels) {
        conditions(&closed, when, place, faults);
    }
    bands(draft, faults);
    days_of_kinds(draft, faults);
    successors(draft, faults);
    for it in draft.scenarios.iter().filter(|it| it.item.expect.is_empty()) {
        faults.push(it.place.fault(format!("情景「{}」没有写应得的结果", it.item.id), "请写 expect"));
    }
    for it in draft.city_items.iter().chain(&draft.county_items).filter(|it| it.item.editions.is_empty()) {
        let what = format!("目录事项「{}」不属于任何版本", it.item.item);
        faults.push(it.place.fault(what, "请在 editions 写明版本"));
    }
}

/// The values of facts with names or a code list; a code list that is not there is a fault.
fn closed<'a>(draft: &'a Draft, faults: &mut Vec<LintFault>) -> Closed<'a> {
    let mut closed = Closed::from([(SEVERITY, BTreeSet::from(["minor", "general", "serious"]))]);
    for it in &draft.facts {
        let fact = &it.item;
        let listed = fact.codes_of.as_ref().map(|path| (path, codes(draft, path)));
        if let Some((path, None)) = &listed {
            let what = format!("事实「{}」的代码表「{path}」不存在", fact.id);
            faults.push(it.place.fault(what, "codes_of 应为 类别.字段，且该字段列有代码"));
        }
        // A kind's own field of the fact's name goes before: its codes are values too.
        let own =
            draft.kinds.iter().filter_map(|kind| kind.item.field(&fact.id)).flat_map(|field| &field.codes);
        let mut known: BTreeSet<&str> = fact.names.keys().map(String::as_str).collect();
        known.extend(listed.and_then(|(_, codes)| codes).unwrap_or_default());
        if !known.is_empty() {
            known.extend(own.map(|code| code.id.as_str()));
            closed.insert(&fact.id, known);
        }
    }
    closed
}

/// The codes of `kind.field`.
fn codes<'a>(draft: &'a Draft, path: &str) -> Option<BTreeSet<&'a str>> {
    let (kind, field) = path.split_once('.')?;
    let kind = &draft.kinds.iter().find(|it| it.item.id == kind)?.item;
    let codes = &kind.field(field)?.codes;
    (!codes.is_empty()).then(|| codes.iter().map(|code| code.id.as_str()).collect())
}

fn conditions(closed: &Closed<'_>, when: &[Condition], place: &Place, faults: &mut Vec<LintFault>) {
    for condition in when {
        condition.each(&mut |fact, test| {
            let Some(known) = closed.get(fact) else { return };
            for word in words(test).into_iter().filter(|word| !known.contains(word)) {
                let what = format!("条件中的「{word}」不是事实「{fact}」会有的值");
                faults.push(place.fault(what, "请用 facts.toml 的 names 或代码表中的值"));
            }
        });
    }
}

/// The values that a test asks for; ids of dated values are not among them.
fn words(test: &Test) -> Vec<&str> {
    match test {
        Test::Is(one) | Test::IsNot(one) => text(one).into_iter().collect(),
        Test::In(list) => list.iter().filter_map(text).collect(),
        Test::Has(word) => vec![word],
        Test::HasAny(list) | Test::Only(list) => list.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

fn text(operand: &Operand) -> Option<&str> {
    match operand {
        Operand::Text(word) => Some(word),
        Operand::Flag(_) | Operand::Int(_) => None,
    }
}

fn bands(draft: &Draft, faults: &mut Vec<LintFault>) {
    let money = |fact: &FactSpec| fact.kind == FactKind::Money;
    for it in &draft.bands {
        let band = &it.item;
        if !draft.kinds.iter().any(|kind| kind.item.id == band.kind) {
            let what = format!("金额档次「{}」的类别「{}」没有登记", band.id, band.kind);
            faults.push(it.place.fault(what, "请改正 kind"));
        }
        if !draft.facts.iter().any(|fact| fact.item.id == band.fact && money(&fact.item)) {
            let what = format!("金额档次「{}」的事实「{}」没有声明为金额", band.id, band.fact);
            faults.push(it.place.fault(what, "请在 facts.toml 声明，type = \"money\""));
        }
    }
}

/// A kind whose field holds the legal day names that field.
fn days_of_kinds(draft: &Draft, faults: &mut Vec<LintFault>) {
    for it in draft.kinds.iter().filter(|it| it.item.role != KindRole::Registration) {
        let day = it.item.fields.iter().find(|field| field.role == Some(FieldRole::DecidedOn));
        if it.item.decided_on.as_deref() != day.map(|field| field.id.as_str()) {
            let what = format!("类别「{}」的 decided_on 与用途为 decided_on 的字段不一致", it.item.id);
            faults.push(it.place.fault(what, "decided_on 应为该字段的 id，两处都写或都不写"));
        }
    }
}

fn successors(draft: &Draft, faults: &mut Vec<LintFault>) {
    for it in &draft.sources {
        let source = &it.item;
        let other =
            |id: &str| draft.sources.iter().find(|other| other.item.id == id).map(|other| &other.item);
        let newer = source
            .replaced_by
            .iter()
            .filter(|id| other(id).is_none_or(|newer| !newer.replaces.contains(&source.id)));
        let older = source
            .replaces
            .iter()
            .filter(|id| other(id).is_none_or(|older| older.replaced_by.as_ref() != Some(&source.id)));
        for id in newer.chain(older) {
            let what = format!("来源「{}」与「{id}」的先后只写了一边", source.id);
            faults.push(it.place.fault(what, "旧的写 replaced_by，新的写 replaces，两边一致"));
        }
    }
}
