//! Scenarios: a case a lawyer can read, with the answer it must get; they lie beside the law and run as
//! tests.
//!
//! A scenario asks either for a decision (kind, facts, day of the question) or for one dated value (id, day,
//! start). Which rules and values it reached is noted, so that an unreached one is found.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use xh_kernel::{Date, Fen, Severity};

use crate::decide::{Decision, decide, due};
use crate::fact::{Fact, FactKind, Facts};
use crate::load::{self, LintFault};
use crate::release::Release;

/// One case with its expected answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Stable id.
    pub id: String,
    /// The case in one Chinese sentence.
    pub title: String,
    /// Kind decided on; absent when a value is asked.
    pub kind: Option<String>,
    /// Legal day of the question.
    pub seen_on: Option<Date>,
    /// Facts: days and codes as text, sets as lists, money as text in yuan.
    #[serde(default)]
    pub facts: BTreeMap<String, Written>,
    /// Dated value asked for; absent when a decision is asked.
    pub value: Option<String>,
    /// Day the value counts from, and whose law is read.
    pub start: Option<Date>,
    /// The answer it must get.
    pub expect: Expected,
}

/// A fact as written in a scenario; its declared type says what it means.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Written {
    /// true, false.
    Flag(bool),
    /// A whole number.
    Int(i64),
    /// A word, a day, an amount.
    Text(String),
    /// Codes.
    List(Vec<String>),
}

/// The answer a scenario must get; what is not written is not compared.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expected {
    /// `minor`, `general`, `serious`, or `none`.
    pub severity: Option<String>,
    /// Whether the authority must answer first.
    pub unsettled: Option<bool>,
    /// Queue it waits in: `kinds/band`.
    pub queue: Option<String>,
    /// Every interval, in order of channels; an empty list = shown nowhere.
    pub intervals: Option<Vec<ExpectedInterval>>,
    /// Texts that must each occur in a citation of the receipt.
    pub cites: Vec<String>,
    /// Number of contradictions reported.
    pub conflicts: Option<usize>,
    /// Last day on which uploading is in time.
    pub due_on: Option<Date>,
    /// First day after the value's period.
    pub end: Option<Date>,
    /// The value as a page writes it.
    pub text: Option<String>,
}

impl Expected {
    /// Whether it asks for nothing: such a scenario would pass whatever the law says.
    pub(crate) fn is_empty(&self) -> bool {
        let decision = self.severity.is_none() && self.unsettled.is_none() && self.queue.is_none();
        let shown = self.intervals.is_none() && self.cites.is_empty() && self.conflicts.is_none();
        let value = self.due_on.is_none() && self.end.is_none() && self.text.is_none();
        decision && shown && value
    }
}

/// One expected interval.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedInterval {
    /// Channel id.
    pub channel: String,
    /// First day shown.
    pub from: Date,
    /// First day not shown; absent = no end.
    pub until: Option<Date>,
    /// Rule that set the end; absent = not compared.
    pub rule: Option<String>,
}

/// What came of a scenario.
#[derive(Clone, Debug)]
pub struct ScenarioResult {
    /// Differences from the expected answer, in Chinese; empty = passed.
    pub differences: Vec<String>,
    /// Rules that won and dated values (`id@from`) that were read.
    pub reached: BTreeSet<String>,
    /// The answer in one line, for the report.
    pub answer: String,
}

impl Scenario {
    /// Reads the scenarios that lie beside the law, in order of file and line.
    ///
    /// # Errors
    /// The faults of files that cannot be read at all; completeness is for [`Release::load`].
    pub fn read(files: &BTreeMap<String, String>, city: &str) -> Result<Vec<Self>, Vec<LintFault>> {
        let (draft, faults) = load::read(files, city);
        let scenarios = draft.scenarios.into_iter().map(|it| it.item).collect();
        if faults.is_empty() { Ok(scenarios) } else { Err(faults) }
    }

    /// Runs the case on a release.
    #[must_use]
    pub fn run(&self, release: &Release) -> ScenarioResult {
        let mut result =
            ScenarioResult { differences: vec![], reached: BTreeSet::new(), answer: String::new() };
        match (&self.kind, self.seen_on, &self.value, self.start) {
            (Some(kind), Some(seen_on), None, _) => self.run_decision(release, kind, seen_on, &mut result),
            (None, None, Some(value), Some(start)) => self.run_value(release, value, start, &mut result),
            _ => result.differences.push("情景须写 kind 与 seen_on,或 value 与 start".to_owned()),
        }
        result
    }

    /// The facts, typed as declared.
    ///
    /// # Errors
    /// A Chinese sentence naming the fact that is not declared or not of its type.
    pub fn facts(&self, release: &Release) -> Result<Facts, String> {
        let mut facts = Facts::new();
        for (id, written) in &self.facts {
            let spec = release.fact(id).ok_or_else(|| format!("事实「{id}」没有声明"))?;
            let fact = written.fact(spec.kind).ok_or_else(|| format!("事实「{id}」的写法与类型不符"))?;
            facts.state(id, fact, "情景所设");
        }
        Ok(facts)
    }

    fn run_decision(&self, release: &Release, kind: &str, seen_on: Date, result: &mut ScenarioResult) {
        let facts = match self.facts(release) {
            Ok(facts) => facts,
            Err(what) => return result.differences.push(what),
        };
        let decision = decide(release, kind, &facts, seen_on);
        result.answer = answer(&decision);
        reached(&decision, &mut result.reached);
        self.compare_decision(&decision, &mut result.differences);
        if let Some(wanted) = self.expect.due_on {
            let due = facts.day("decided_on").and_then(|day| due(release, kind, day));
            result.reached.extend(due.as_ref().map(|due| due.value.version()));
            let found = due.map(|due| due.deadline.day);
            differs("上网截止日", &found, &Some(wanted), &mut result.differences);
        }
    }

    fn compare_decision(&self, found: &Decision, differences: &mut Vec<String>) {
        let expect = &self.expect;
        if let Some(wanted) = &expect.severity {
            let class = found.severity.map_or("none", Severity::as_str);
            differs("失信程度", &class, &wanted.as_str(), differences);
        }
        if let Some(wanted) = expect.unsettled {
            differs("是否待认定", &found.unsettled.is_some(), &wanted, differences);
        }
        if let Some(wanted) = &expect.queue {
            let queue = found.unsettled.as_ref().map(|it| format!("{}/{}", it.kind_set, it.amount_band));
            differs("待认定队列", &queue.as_ref(), &Some(wanted), differences);
        }
        if let Some(wanted) = &expect.intervals {
            compare_intervals(found, wanted, differences);
        }
        if let Some(wanted) = expect.conflicts {
            differs("矛盾数", &found.conflicts.len(), &wanted, differences);
        }
        let mut cites = Vec::new();
        found.receipt.root.walk(&mut |node| cites.extend(node.cites.iter()));
        for wanted in
            expect.cites.iter().filter(|wanted| !cites.iter().any(|cite| cite.contains(wanted.as_str())))
        {
            differences.push(format!("回执中没有引用「{wanted}」"));
        }
    }

    fn run_value(&self, release: &Release, id: &str, start: Date, result: &mut ScenarioResult) {
        let Some(value) = release.value_on(id, &start) else {
            return result.differences.push(format!("{start}没有施行中的数值「{id}」"));
        };
        result.reached.insert(value.version());
        result.answer = value.text();
        if let Some(wanted) = &self.expect.text {
            differs("数值", &value.text().as_str(), &wanted.as_str(), &mut result.differences);
        }
        if let Some(wanted) = self.expect.end {
            let end = value.period().map(|period| period.end_after(start, release.calendar()).day);
            differs("期满之日", &end, &Some(wanted), &mut result.differences);
        }
        let cites: Vec<_> = value.cites.iter().map(|it| release.cite(it)).collect();
        for wanted in
            self.expect.cites.iter().filter(|wanted| !cites.iter().any(|it| it.contains(wanted.as_str())))
        {
            result.differences.push(format!("数值没有引用「{wanted}」"));
        }
    }
}

impl Written {
    fn fact(&self, kind: FactKind) -> Option<Fact> {
        match (self, kind) {
            (Self::Flag(yes), FactKind::Flag) => Some(Fact::Flag(*yes)),
            (Self::Int(number), FactKind::Int) => Some(Fact::Int(*number)),
            (Self::Text(text), FactKind::Text) => Some(Fact::Text(text.clone())),
            (Self::Text(text), FactKind::Day) => Date::parse(text).ok().map(Fact::Day),
            (Self::Text(text), FactKind::Money) => Fen::from_yuan_text(text).ok().map(|fen| Fact::Int(fen.0)),
            (Self::List(codes), FactKind::Set) => Some(Fact::Set(codes.iter().cloned().collect())),
            _ => None,
        }
    }
}

fn compare_intervals(found: &Decision, wanted: &[ExpectedInterval], differences: &mut Vec<String>) {
    let same = found.intervals.len() == wanted.len()
        && found.intervals.iter().zip(wanted).all(|(found, wanted)| {
            let rule = wanted.rule.as_ref().is_none_or(|rule| *rule == found.rule);
            rule && (&found.channel, found.from, found.until) == (&wanted.channel, wanted.from, wanted.until)
        });
    if !same {
        differences.push(format!("公示区间应为「{}」，实为「{}」", expected(wanted), answer(found)));
    }
}

fn expected(wanted: &[ExpectedInterval]) -> String {
    let each = wanted.iter().map(|it| {
        let until = it.until.map_or_else(|| "长期".to_owned(), |day| day.to_string());
        format!("{} {}→{until} {}", it.channel, it.from, it.rule.as_deref().unwrap_or_default())
    });
    each.collect::<Vec<_>>().join(";")
}

fn answer(found: &Decision) -> String {
    let each = found.intervals.iter().map(|it| {
        let until = it.until.map_or_else(|| "长期".to_owned(), |day| day.to_string());
        format!("{} {}→{until} {}", it.channel, it.from, it.rule)
    });
    let shown = each.collect::<Vec<_>>().join(";");
    let class = found.severity.map_or_else(String::new, |it| format!("[{}] ", it.title()));
    let open = found.unsettled.as_ref().map_or("", |_| " 待认定");
    format!("{class}{}{open}", if shown.is_empty() { "不公示" } else { &shown })
}

/// Rules that won and values that were read, from the receipt itself.
fn reached(decision: &Decision, reached: &mut BTreeSet<String>) {
    fn walk(node: &crate::receipt::ReceiptNode, reached: &mut BTreeSet<String>) {
        reached.extend(node.rule.clone());
        if let (Some(value), true) = (&node.source, node.id.contains("/value/")) {
            reached.insert(value.clone());
        }
        for child in &node.children {
            walk(child, reached);
        }
    }
    walk(&decision.receipt.root, reached);
}

fn differs<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, wanted: &T, differences: &mut Vec<String>) {
    if found != wanted {
        differences.push(format!("{what}应为「{wanted:?}」，实为「{found:?}」"));
    }
}
