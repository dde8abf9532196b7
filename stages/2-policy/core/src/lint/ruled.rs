//! Rules: each belongs to a known regime, asks declared facts in their type, and refers to values that are in
//! force.

use std::collections::BTreeMap;

use crate::condition::{Condition, Operand, Test};
use crate::fact::{FactKind, FactSpec};
use crate::load::{Draft, LintFault, Place, Placed};
use crate::regime::{About, Regime};
use crate::rule::{Decides, Outcome, Rule};
use crate::run::SEVERITY;

/// Checks rules, regimes and channels.
pub(super) fn check(draft: &Draft, faults: &mut Vec<LintFault>) {
    let facts: BTreeMap<&str, &FactSpec> =
        draft.facts.iter().map(|it| (it.item.id.as_str(), &it.item)).collect();
    for it in &draft.regimes {
        regime(draft, &facts, it, faults);
    }
    for it in &draft.channels {
        conditions(&facts, draft, &it.item.when, &it.place, faults);
    }
    for it in &draft.rules {
        rule(draft, it, faults);
        until(&facts, it, faults);
        conditions(&facts, draft, &it.item.when, &it.place, faults);
    }
}

fn regime(
    draft: &Draft,
    facts: &BTreeMap<&str, &FactSpec>,
    it: &Placed<Regime>,
    faults: &mut Vec<LintFault>,
) {
    let regime = &it.item;
    let mut need = |there: bool, what: &str, id: &str| {
        if !there {
            let what = format!("规定「{}」提到的{what}「{id}」没有登记", regime.id);
            faults.push(it.place.fault(what, "请登记或改正 id"));
        }
    };
    need(draft.channels.iter().any(|channel| channel.item.id == regime.channel), "渠道", &regime.channel);
    need(draft.kinds.iter().any(|kind| kind.item.id == regime.kind), "类别", &regime.kind);
    let start = facts.get(regime.start.as_str()).is_some_and(|fact| fact.kind == FactKind::Day);
    need(start, "起算日（须为日期事实）", &regime.start);
}

fn rule(draft: &Draft, it: &Placed<Rule>, faults: &mut Vec<LintFault>) {
    let rule = &it.item;
    let Some(regime) = draft.regimes.iter().find(|regime| regime.item.id == rule.regime) else {
        let what = format!("规则「{}」所属的规定「{}」没有登记", rule.id, rule.regime);
        return faults.push(it.place.fault(what, "请登记或改正 regime"));
    };
    let withdraws = rule.decides == Decides::Withdraw;
    if !rule.then.fits(rule.decides) || withdraws != (regime.item.about == About::Withdrawal) {
        let what = format!("规则「{}」的问题、结果与所属规定不相配", rule.id);
        faults.push(it.place.fault(what, "severity 配 severity；publish 配公示规定；withdraw 配撤回规定"));
    }
    let Some(id) = rule.then.value_id() else { return };
    let from = rule.from.unwrap_or(regime.item.from);
    let last = rule.to.or(regime.item.to);
    let on = |day| draft.values.iter().any(|value| value.item.id == id && value.item.in_force(day));
    let lasting = draft.values.iter().any(|value| value.item.id == id && value.item.to.is_none());
    if !on(from) || !last.map_or(lasting, on) {
        let what = format!("规则「{}」的数值「{id}」在其施行期间内并非一直有效", rule.id);
        faults.push(it.place.fault(what, "请登记数值并核对日期"));
    }
}

/// An end that a fact sets needs a fact that is a day.
fn until(facts: &BTreeMap<&str, &FactSpec>, it: &Placed<Rule>, faults: &mut Vec<LintFault>) {
    let Outcome::PublishUntil(id) = &it.item.then else { return };
    if facts.get(id.as_str()).is_none_or(|fact| fact.kind != FactKind::Day) {
        let what = format!("规则「{}」的截止日事实「{id}」没有声明为日期", it.item.id);
        faults.push(it.place.fault(what, "请在 facts.toml 声明，type = \"day\""));
    }
}

fn conditions(
    facts: &BTreeMap<&str, &FactSpec>,
    draft: &Draft,
    when: &[Condition],
    place: &Place,
    faults: &mut Vec<LintFault>,
) {
    for condition in when {
        condition.each(&mut |fact, test| {
            let kind = facts.get(fact).map(|spec| spec.kind).or((fact == SEVERITY).then_some(FactKind::Text));
            let Some(kind) = kind else {
                faults.push(place.fault(format!("条件中的事实「{fact}」没有声明"), "请在 facts.toml 声明"));
                return;
            };
            if !suits(test, kind) {
                faults.push(place.fault(format!("事实「{fact}」的类型不能这样判断"), "请改用相配的判断方式"));
            }
            let value = test.value_id().filter(|id| !draft.values.iter().any(|value| value.item.id == **id));
            if let Some(id) = value {
                faults.push(place.fault(format!("条件中的数值「{id}」没有登记"), "请在 values 登记"));
            }
        });
    }
}

/// Whether the question can be asked of a fact of this type.
fn suits(test: &Test, kind: FactKind) -> bool {
    let one = |operand: &Operand| match operand {
        Operand::Flag(_) => kind == FactKind::Flag,
        Operand::Int(_) => matches!(kind, FactKind::Int | FactKind::Money),
        Operand::Text(_) => kind == FactKind::Text,
    };
    match test {
        Test::Present | Test::Absent => true,
        Test::Is(operand) | Test::IsNot(operand) => one(operand),
        Test::In(list) => list.iter().all(one),
        Test::Has(_) | Test::HasAny(_) | Test::Only(_) => kind == FactKind::Set,
        Test::AtLeast(_) | Test::AtMost(_) | Test::Below(_) => {
            matches!(kind, FactKind::Int | FactKind::Money)
        }
        Test::Before(_) | Test::OnOrAfter(_) => kind == FactKind::Day,
    }
}
