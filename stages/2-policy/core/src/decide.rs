//! The decision: class, lawful intervals, what is unsettled, and the receipt.
//!
//! `decide` applies the law in force on the day of the question to facts known; it does not look at a clock,
//! and an interval it returns may be stored, because later days ask it anew only when law or facts change.
//! Basis: the instruments of the release; nothing of them is in this code.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use xh_kernel::{Date, Deadline, Fen, Severity};

use crate::fact::Facts;
use crate::receipt::Receipt;
use crate::release::Release;
use crate::run::{ChannelRun, RegimeRun, Run, Shelf, class_of, run};
use crate::tell;
use crate::value::DatedValue;

/// Name and version of this evaluator; it stands in every receipt.
pub(crate) const EVALUATOR: &str = concat!("xh-policy ", env!("CARGO_PKG_VERSION"));

/// An answer with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Class under the newest regime that counts and has classes.
    pub severity: Option<Severity>,
    /// What only the authority can settle.
    pub unsettled: Option<Unsettled>,
    /// Days on which each channel may show the act.
    pub intervals: Vec<LawfulInterval>,
    /// Why.
    pub receipt: Receipt,
    /// Contradictions a legal officer should see, in Chinese.
    pub conflicts: Vec<String>,
}

/// An answer without its reasons, for bulk work; equal to the [`Decision`] of the same question.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// As in [`Decision`].
    pub severity: Option<Severity>,
    /// As in [`Decision`].
    pub unsettled: Option<Unsettled>,
    /// As in [`Decision`].
    pub intervals: Vec<LawfulInterval>,
    /// As in [`Decision`].
    pub conflicts: Vec<String>,
}

/// An act whose class the law leaves to the authority: off the shelf, and queued with its like.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Unsettled {
    /// The fact `authority`; empty when it is not known.
    pub authority: String,
    /// Kinds of penalty, sorted, joined by `+`; empty when not known.
    pub kind_set: String,
    /// Id of the amount band; empty when no band holds the amount or it is not known.
    pub amount_band: String,
    /// Ids of the facts that would settle it.
    pub asks: Vec<String>,
}

/// Days on which one channel may lawfully show an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawfulInterval {
    /// Channel id.
    pub channel: String,
    /// First day shown.
    pub from: Date,
    /// First day **not** shown; none = no end.
    pub until: Option<Date>,
    /// Rule that set the end, or the regime when none of its rules answered.
    pub rule: String,
    /// Digest of the release.
    pub release: String,
    /// Whether the end was counted beyond the last official calendar (暂定).
    pub provisional: bool,
}

/// By when something must be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Due<'r> {
    /// The value applied.
    pub value: &'r DatedValue,
    /// Last day on which it is in time.
    pub deadline: Deadline,
}

/// Decides with receipt: the law in force on `seen_on`, the facts as given.
#[must_use]
pub fn decide(release: &Release, kind: &str, facts: &Facts, seen_on: Date) -> Decision {
    let run = run(release, kind, facts, seen_on);
    let Judgement { severity, unsettled, intervals, conflicts } = judgement(&run);
    let root = tell::root(&run, &conflicts);
    let receipt =
        Receipt { evaluator: EVALUATOR.to_owned(), release: release.digest().to_owned(), seen_on, root };
    Decision { severity, unsettled, intervals, receipt, conflicts }
}

/// Decides without receipt, for bulk work.
#[must_use]
pub fn judge(release: &Release, kind: &str, facts: &Facts, seen_on: Date) -> Judgement {
    judgement(&run(release, kind, facts, seen_on))
}

/// By when an act of this kind and day must be online (`timeliness` of the kind); none when nothing is
/// prescribed.
#[must_use]
pub fn due<'r>(release: &'r Release, kind: &str, decided_on: Date) -> Option<Due<'r>> {
    let id = release.kind(kind)?.timeliness.as_ref()?;
    let value = release.value_on(id, &decided_on)?;
    let deadline = value.period()?.end_after(decided_on, release.calendar());
    Some(Due { value, deadline })
}

fn judgement(run: &Run<'_>) -> Judgement {
    let intervals: Vec<_> = run.channels.iter().filter_map(|channel| interval(run, channel)).collect();
    let conflicts = conflicts(run, &intervals);
    Judgement { severity: severity(run), unsettled: unsettled(run), intervals, conflicts }
}

fn interval(run: &Run<'_>, channel: &ChannelRun<'_>) -> Option<LawfulInterval> {
    let span = channel.shown?;
    Some(LawfulInterval {
        channel: channel.channel.id.clone(),
        from: span.from,
        until: span.until,
        rule: span.rule.to_owned(),
        release: run.release.digest().to_owned(),
        provisional: span.provisional,
    })
}

/// What the regimes of our own channels said, oldest first.
fn own<'a, 'r>(run: &'a Run<'r>) -> impl DoubleEndedIterator<Item = &'a RegimeRun<'r>> {
    run.channels.iter().filter(|it| it.channel.own).flat_map(|it| it.regimes.iter())
}

fn severity(run: &Run<'_>) -> Option<Severity> {
    own(run).rev().find_map(|regime| regime.class)
}

fn unsettled(run: &Run<'_>) -> Option<Unsettled> {
    let mut asks = BTreeSet::new();
    for regime in own(run).filter(|regime| regime.counted()) {
        if let Shelf::Unsettled(fact) = regime.shelf {
            asks.insert(fact.to_owned());
        }
    }
    (!asks.is_empty()).then(|| Unsettled {
        authority: run.facts.text("authority").unwrap_or_default().to_owned(),
        kind_set: kind_set(run.facts),
        amount_band: amount_band(run),
        asks: asks.into_iter().collect(),
    })
}

fn kind_set(facts: &Facts) -> String {
    let kinds = facts.set("kinds").map(|set| set.iter().map(String::as_str).collect::<Vec<_>>());
    kinds.unwrap_or_default().join("+")
}

fn amount_band(run: &Run<'_>) -> String {
    let band = run.release.bands().iter().find(|band| {
        band.kind == run.kind && run.facts.int(&band.fact).is_some_and(|amount| band.holds(Fen(amount)))
    });
    band.map_or_else(String::new, |band| band.id.clone())
}

fn conflicts(run: &Run<'_>, intervals: &[LawfulInterval]) -> Vec<String> {
    let mut found = Vec::new();
    for regime in own(run) {
        let classes: Vec<_> =
            regime.severity.held().filter_map(|rule| Some((rule, class_of(rule, run.facts)?))).collect();
        let Some(((_, applied), others)) = classes.split_first() else { continue };
        for (rule, class) in others.iter().filter(|(_, class)| class != applied) {
            found.push(format!(
                "「{}」下认定不一：适用「{}」，而「{}」为「{}」",
                regime.regime.title,
                applied.title(),
                rule.title,
                class.title()
            ));
        }
    }
    found.extend(ends_differ(run.release, intervals));
    found
}

/// Two channels that show the same act until different days.
fn ends_differ(release: &Release, intervals: &[LawfulInterval]) -> Option<String> {
    let ends: BTreeSet<Option<Date>> = intervals.iter().map(|it| it.until).collect();
    if ends.len() < 2 {
        return None;
    }
    let each = intervals.iter().map(|it| {
        let title =
            release.channel(&it.channel).map_or(it.channel.as_str(), |channel| channel.title.as_str());
        let end = it.until.map_or_else(|| "长期".to_owned(), |day| day.to_string());
        format!("「{title}」至{end}（不含当日）")
    });
    Some(format!("各渠道公示截止不一：{}", each.collect::<Vec<_>>().join("，")))
}
