//! Tells a run as a receipt: each step in a Chinese sentence, with rule, version, article, value and source.
//!
//! It decides nothing; it reads what [`crate::run`] noted. Wording may change between versions of the
//! evaluator, which is why the version stands in the receipt.

use xh_kernel::{Citation, Date, Severity};

use crate::condition::Truth;
use crate::fact::{Fact, FactKind, FactSpec};
use crate::receipt::ReceiptNode;
use crate::release::Release;
use crate::rule::{Outcome, Rule};
use crate::run::{ChannelRun, Effect, RegimeRun, Run, Shelf, Trial, WithdrawalRun, class_of};
use crate::value::DatedValue;

/// The whole tree.
pub(crate) fn root(run: &Run<'_>, conflicts: &[String]) -> ReceiptNode {
    let title = run.release.kind(run.kind).map_or(run.kind, |kind| kind.title.as_str());
    let mut children = vec![facts(run)];
    children.extend(run.channels.iter().map(|it| channel(run, it)));
    children.extend(conflicts.iter().enumerate().map(|(at, text)| ReceiptNode {
        id: format!("decision/conflict/{at}"),
        what: "是否存在矛盾".to_owned(),
        outcome: text.clone(),
        ..ReceiptNode::default()
    }));
    ReceiptNode {
        id: "decision".to_owned(),
        what: format!("「{title}」信息依{}施行的规定如何公示", run.seen_on),
        outcome: summary(run),
        children,
        ..ReceiptNode::default()
    }
}

fn summary(run: &Run<'_>) -> String {
    let lines: Vec<String> =
        run.channels.iter().map(|it| format!("{}：{}", it.channel.title, shown(it))).collect();
    if lines.is_empty() { "没有规定公示渠道".to_owned() } else { lines.join("；") }
}

fn shown(channel: &ChannelRun<'_>) -> String {
    let Some(span) = channel.shown else {
        return if channel.takes == Truth::True { "不公示" } else { "不属于该渠道" }.to_owned();
    };
    let provisional = if span.provisional { "（暂定）" } else { "" };
    match span.until {
        Some(until) => format!("自{}起公示，至{until}停止{provisional}", span.from),
        None => format!("自{}起公示，未定截止日", span.from),
    }
}

fn facts(run: &Run<'_>) -> ReceiptNode {
    let children = run.facts.0.iter().map(|(id, (fact, from))| {
        let spec = run.release.fact(id);
        ReceiptNode {
            id: format!("fact/{id}"),
            what: spec.map_or_else(|| id.clone(), |spec| spec.title.clone()),
            value: Some(fact_text(run, spec, fact)),
            source: Some(from.clone()),
            outcome: "已知".to_owned(),
            ..ReceiptNode::default()
        }
    });
    let children: Vec<_> = children.collect();
    ReceiptNode {
        id: "fact".to_owned(),
        what: "采用的事实".to_owned(),
        outcome: format!("{}项", children.len()),
        children,
        ..ReceiptNode::default()
    }
}

/// A fact as a person reads it: codes by name, money in yuan.
fn fact_text(run: &Run<'_>, spec: Option<&FactSpec>, fact: &Fact) -> String {
    let name = |id: &str| spec.map_or_else(|| id.to_owned(), |spec| named(run, spec, id));
    match fact {
        Fact::Text(text) => name(text),
        Fact::Set(set) => set.iter().map(|id| name(id)).collect::<Vec<_>>().join("、"),
        Fact::Int(number) if spec.is_some_and(|it| it.kind == FactKind::Money) => {
            xh_kernel::Fen(*number).to_string()
        }
        Fact::Int(number) => number.to_string(),
        Fact::Day(day) => day.to_string(),
        Fact::Flag(yes) => if *yes { "是" } else { "否" }.to_owned(),
    }
}

/// A code by the list of the kind's own field of that name, else by the list its declaration names.
fn named(run: &Run<'_>, spec: &FactSpec, id: &str) -> String {
    let listed = spec.codes_of.as_ref().and_then(|path| path.split_once('.'));
    let own = run.release.kind(run.kind).and_then(|kind| kind.field(&spec.id));
    let own = own.filter(|field| !field.codes.is_empty());
    let field = own.or_else(|| listed.and_then(|(kind, field)| run.release.kind(kind)?.field(field)));
    let name = spec.names.get(id).map(String::as_str).or_else(|| field.map(|field| field.code_title(id)));
    name.unwrap_or(id).to_owned()
}

fn channel(run: &Run<'_>, it: &ChannelRun<'_>) -> ReceiptNode {
    let id = format!("channel/{}", it.channel.id);
    let mut children: Vec<_> = it.regimes.iter().map(|said| regime(run, &id, said)).collect();
    children.extend(it.withdrawal.as_ref().map(|said| withdrawal(run.release, &id, said)));
    let reason = match it.takes {
        Truth::False => "不属于该渠道的公示范围".to_owned(),
        Truth::Unknown => "是否属于该渠道的公示范围不明，不公示".to_owned(),
        Truth::True if it.regimes.is_empty() => "没有可适用的规定，不公示".to_owned(),
        Truth::True => shown(it),
    };
    ReceiptNode {
        what: format!("在「{}」公示多久", it.channel.title),
        outcome: reason,
        children,
        id,
        ..node()
    }
}

fn node() -> ReceiptNode {
    ReceiptNode::default()
}

fn regime(run: &Run<'_>, above: &str, said: &RegimeRun<'_>) -> ReceiptNode {
    let id = format!("{above}/{}", said.regime.id);
    let mut children = Vec::new();
    if said.severity.won.is_some() || !said.severity.failed.is_empty() {
        children.push(severity(run, &id, said));
    }
    children.push(publish(run, &id, said));
    ReceiptNode {
        what: format!("「{}」如何规定", said.regime.title),
        rule: Some(said.regime.id.clone()),
        version: Some(said.regime.from.to_string()),
        cites: cites(run.release, &said.regime.cites),
        outcome: effect(said),
        children,
        id,
        ..node()
    }
}

fn effect(said: &RegimeRun<'_>) -> String {
    let result = shelf(said);
    let entered = said.regime.from;
    match said.effect {
        Effect::Governs => format!("作出决定之日适用：{result}"),
        Effect::Kept => format!("{entered}起施行，{result}；从较早的截止日，原截止日不变"),
        Effect::Shortened => format!("{entered}起施行，{result}；从较早的截止日（不早于施行日），改依本规定"),
        Effect::TakenOff => format!("{entered}起施行，{result}；自施行日起停止公示"),
        Effect::NotRunning => format!("{entered}起施行时已不在公示，不再适用"),
        Effect::NotAsked => format!("{entered}起施行，依过渡规则仍由作出决定之日的规定管辖"),
    }
}

fn shelf(said: &RegimeRun<'_>) -> String {
    match said.shelf {
        Shelf::Shown { end: Some(end), .. } => format!("公示至{}停止", end.day),
        Shelf::Shown { end: None, .. } => "公示，未定截止日".to_owned(),
        Shelf::Off => "不公示".to_owned(),
        Shelf::Unsettled(asks) => format!("有待认定单位答复（{asks}），答复前不公示"),
    }
}

fn severity(run: &Run<'_>, above: &str, said: &RegimeRun<'_>) -> ReceiptNode {
    let id = format!("{above}/severity");
    let class = said.class.map(|class| class.title().to_owned());
    ReceiptNode {
        what: "失信程度如何".to_owned(),
        rule: said.severity.won.map(|rule| rule.id.clone()),
        version: said.severity.won.map(|rule| since(rule, said.regime.from)),
        cites: said.severity.won.map_or_else(Vec::new, |rule| cites(run.release, &rule.cites)),
        outcome: match (&class, said.severity.won) {
            (Some(class), Some(rule)) => format!("{}：{class}", rule.title),
            _ => "规则不能判定，有待认定单位答复".to_owned(),
        },
        value: class,
        lost: lost(run, &id, &said.severity),
        id,
        ..node()
    }
}

fn publish(run: &Run<'_>, above: &str, said: &RegimeRun<'_>) -> ReceiptNode {
    let id = format!("{above}/publish");
    let won = said.publish.won;
    ReceiptNode {
        what: format!("依{}的规定公示多久", said.law_day),
        rule: won.map(|rule| rule.id.clone()),
        version: won.map(|rule| since(rule, said.regime.from)),
        cites: won.map_or_else(Vec::new, |rule| cites(run.release, &rule.cites)),
        outcome: match won {
            Some(rule) => format!("{}：{}", rule.title, shelf(said)),
            None => shelf(said),
        },
        children: match said.shelf {
            Shelf::Shown { value: Some(value), .. } => vec![dated(run.release, &id, value)],
            _ => Vec::new(),
        },
        lost: lost(run, &id, &said.publish),
        id,
        ..node()
    }
}

fn withdrawal(release: &Release, above: &str, said: &WithdrawalRun<'_>) -> ReceiptNode {
    let id = format!("{above}/withdrawal");
    let won = said.trial.won;
    ReceiptNode {
        what: format!("依{}的规定何时撤下", said.law_day),
        rule: won.map(|rule| rule.id.clone()),
        version: won.map(|rule| since(rule, said.regime.from)),
        cites: won.map_or_else(Vec::new, |rule| cites(release, &rule.cites)),
        outcome: match said.end {
            Some(end) => format!("至迟{}起不再公示", end.day),
            None => "起算日不明，立即停止公示".to_owned(),
        },
        children: said.value.map(|value| dated(release, &id, value)).into_iter().collect(),
        id,
        ..node()
    }
}

fn dated(release: &Release, above: &str, value: &DatedValue) -> ReceiptNode {
    ReceiptNode {
        id: format!("{above}/value/{}", value.id),
        what: value.title.clone(),
        version: Some(value.from.to_string()),
        cites: cites(release, &value.cites),
        value: Some(value.text()),
        source: Some(value.version()),
        outcome: value.text(),
        ..node()
    }
}

fn lost(run: &Run<'_>, above: &str, trial: &Trial<'_>) -> Vec<ReceiptNode> {
    let outranked = trial.outranked.iter().map(|rule| (*rule, loser(run, rule)));
    let failed = trial.failed.iter().map(|(rule, truth)| {
        let text =
            if *truth == Truth::False { "条件不成立" } else { "缺少所需事实，不能适用" };
        (*rule, text.to_owned())
    });
    let nodes = outranked.chain(failed).map(|(rule, outcome)| ReceiptNode {
        id: format!("{above}/lost/{}", rule.id),
        what: rule.title.clone(),
        rule: Some(rule.id.clone()),
        cites: cites(run.release, &rule.cites),
        outcome,
        ..node()
    });
    nodes.collect()
}

fn loser(run: &Run<'_>, rule: &Rule) -> String {
    let what = match (&rule.then, class_of(rule, run.facts)) {
        (_, Some(class)) => format!("（其结果为「{}」）", class_title(class)),
        (Outcome::Publish(id) | Outcome::PublishUntil(id), None) => format!("（其期限为「{id}」）"),
        _ => String::new(),
    };
    format!("条件也成立，但另有次序在先的规则{what}")
}

fn class_title(class: Severity) -> String {
    class.title().to_owned()
}

fn since(rule: &Rule, regime: Date) -> String {
    rule.from.unwrap_or(regime).to_string()
}

fn cites(release: &Release, list: &[Citation]) -> Vec<String> {
    list.iter().map(|it| release.cite(it)).collect()
}
