//! One run of the rules over one act: what was tried, what won, what lost, and what follows on each channel.
//!
//! The run keeps references only, so that importing a hundred thousand rows does not pay for receipts nobody
//! reads; [`crate::tell`] turns the same run into the receipt. Nothing is decided anywhere else.

use xh_kernel::{Date, Deadline, Severity};

use crate::condition::{Condition, Known, Truth};
use crate::fact::{Fact, Facts};
use crate::regime::{About, Channel, Regime, Transition};
use crate::release::Release;
use crate::rule::{Decides, Outcome, Rule};
use crate::value::DatedValue;

/// Derived fact that publication rules may ask for: the class found by the severity rules of the same regime.
pub(crate) const SEVERITY: &str = "severity";

/// The whole run.
pub(crate) struct Run<'r> {
    pub release: &'r Release,
    pub kind: &'r str,
    pub facts: &'r Facts,
    pub seen_on: Date,
    pub channels: Vec<ChannelRun<'r>>,
}

/// What one channel does with the act.
pub(crate) struct ChannelRun<'r> {
    pub channel: &'r Channel,
    pub takes: Truth,
    pub regimes: Vec<RegimeRun<'r>>,
    pub withdrawal: Option<WithdrawalRun<'r>>,
    pub shown: Option<Span<'r>>,
}

/// What one regime says of the act, and what that did to the interval.
pub(crate) struct RegimeRun<'r> {
    pub regime: &'r Regime,
    pub law_day: Date,
    pub severity: Trial<'r>,
    pub class: Option<Severity>,
    pub publish: Trial<'r>,
    pub shelf: Shelf<'r>,
    pub effect: Effect,
}

/// Rules of one question, tried by rank.
#[derive(Default)]
pub(crate) struct Trial<'r> {
    pub won: Option<&'r Rule>,
    /// They held too, but a smaller rank went first.
    pub outranked: Vec<&'r Rule>,
    /// They did not hold, or a fact was missing.
    pub failed: Vec<(&'r Rule, Truth)>,
}

/// Where a regime puts the act.
#[derive(Clone, Copy)]
pub(crate) enum Shelf<'r> {
    /// Shown until the deadline, which a dated value or a fact of the act sets; none = without end.
    Shown { value: Option<&'r DatedValue>, end: Option<Deadline> },
    /// Not published.
    Off,
    /// Off the shelf until this fact is known.
    Unsettled(&'r str),
}

/// What a regime did to the interval.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It is the regime of the decision.
    Governs,
    /// Newer, and its end is later: the older end stays.
    Kept,
    /// Newer, and its end is earlier.
    Shortened,
    /// Newer, and from its first day the act is not shown.
    TakenOff,
    /// The act was no longer shown when it entered into force.
    NotRunning,
    /// The transition leaves the act to the regime of its decision.
    NotAsked,
}

/// Days on which the act is shown.
#[derive(Clone, Copy)]
pub(crate) struct Span<'r> {
    pub from: Date,
    /// First day not shown; none = without end.
    pub until: Option<Date>,
    pub rule: &'r str,
    pub provisional: bool,
}

/// A withdrawal that applies.
pub(crate) struct WithdrawalRun<'r> {
    pub regime: &'r Regime,
    pub law_day: Date,
    pub trial: Trial<'r>,
    pub value: Option<&'r DatedValue>,
    /// First day on which it must be gone; none = the day it counts from is not known, so it is off at once.
    pub end: Option<Deadline>,
}

/// What the conditions are asked of.
struct Asked<'r> {
    release: &'r Release,
    facts: &'r Facts,
    class: Option<Fact>,
    day: Date,
}

impl Known for Asked<'_> {
    fn fact(&self, id: &str) -> Option<&Fact> {
        let fact = if id == SEVERITY { self.class.as_ref() } else { self.facts.get(id) };
        fact.filter(|fact| !fact.is_empty())
    }

    fn number(&self, id: &str) -> Option<i64> {
        self.release.value_on(id, &self.day).map(DatedValue::comparable)
    }
}

/// Runs every channel over the act.
pub(crate) fn run<'r>(release: &'r Release, kind: &'r str, facts: &'r Facts, seen_on: Date) -> Run<'r> {
    let channels = release
        .channels()
        .iter()
        .filter(|channel| release.regimes_of(&channel.id, kind, About::Publication).next().is_some());
    let channels = channels.map(|channel| run_channel(release, kind, facts, seen_on, channel)).collect();
    Run { release, kind, facts, seen_on, channels }
}

fn run_channel<'r>(
    release: &'r Release,
    kind: &str,
    facts: &'r Facts,
    seen_on: Date,
    channel: &'r Channel,
) -> ChannelRun<'r> {
    let asked = Asked { release, facts, class: None, day: seen_on };
    let takes = Condition::all(&channel.when, &asked);
    let mut run = ChannelRun { channel, takes, regimes: Vec::new(), withdrawal: None, shown: None };
    if takes != Truth::True {
        return run;
    }
    for regime in release.regimes_of(&channel.id, kind, About::Publication) {
        let Some(start) = facts.day(&regime.start).filter(|day| regime.governs(*day, seen_on)) else {
            continue;
        };
        let mut said = run_regime(release, facts, regime, start);
        run.shown = said.apply(run.shown, start, run.regimes.is_empty(), release.transition());
        run.regimes.push(said);
    }
    run.withdrawal = run_withdrawal(release, kind, facts, seen_on, channel);
    run.shown = withdrawn(run.shown, run.withdrawal.as_ref());
    run
}

fn run_regime<'r>(release: &'r Release, facts: &'r Facts, regime: &'r Regime, start: Date) -> RegimeRun<'r> {
    let law_day = regime.law_day(start);
    let mut asked = Asked { release, facts, class: None, day: law_day };
    let severity = Trial::of(release.rules_of(&regime.id, Decides::Severity, law_day), &asked);
    let class = severity.won.and_then(|rule| class_of(rule, facts));
    asked.class = class.map(|class| Fact::Text(class.as_str().to_owned()));
    let publish = Trial::of(release.rules_of(&regime.id, Decides::Publish, law_day), &asked);
    let shelf = shelf(&asked, publish.won, start);
    RegimeRun { regime, law_day, severity, class, publish, shelf, effect: Effect::Governs }
}

/// The class a severity rule gives, from itself or from the authority's answer.
pub(crate) fn class_of(rule: &Rule, facts: &Facts) -> Option<Severity> {
    match &rule.then {
        Outcome::Severity(class) => Some(*class),
        Outcome::SeverityFrom(fact) => facts.text(fact).and_then(|text| Severity::parse(text).ok()),
        _ => None,
    }
}

/// Fact to ask for when no publication rule answers: the class.
const ASKS_CLASS: &str = "settled_severity";

fn shelf<'r>(asked: &Asked<'r>, won: Option<&'r Rule>, start: Date) -> Shelf<'r> {
    let (release, law_day) = (asked.release, asked.day);
    match won.map(|rule| &rule.then) {
        Some(Outcome::NotPublished(_)) => Shelf::Off,
        Some(Outcome::Unsettled(asks)) => Shelf::Unsettled(asks),
        Some(Outcome::Publish(id)) => {
            let value = release.value_on(id, &law_day);
            let end = value.and_then(DatedValue::period).map(|it| it.end_after(start, release.calendar()));
            match (value, end) {
                (Some(value), Some(end)) => Shelf::Shown { value: Some(value), end: Some(end) },
                _ => Shelf::Unsettled(ASKS_CLASS),
            }
        }
        Some(Outcome::PublishUntil(fact)) => Shelf::Shown { value: None, end: behind(asked.facts, fact) },
        Some(Outcome::PublishOpen(_)) => Shelf::Shown { value: None, end: None },
        _ => Shelf::Unsettled(ASKS_CLASS),
    }
}

/// The day behind the day of a fact: something valid until a day is valid on it.
fn behind(facts: &Facts, fact: &str) -> Option<Deadline> {
    facts.day(fact).map(|last| Deadline { day: last.plus_days(1), provisional: false })
}

/// Whether an end comes before another; none is never.
fn sooner(end: Option<Date>, other: Option<Date>) -> bool {
    end.is_some_and(|end| other.is_none_or(|other| end < other))
}

impl<'r> RegimeRun<'r> {
    /// Lets the regime act on the interval so far; notes its effect.
    fn apply(
        &mut self,
        shown: Option<Span<'r>>,
        start: Date,
        first: bool,
        transition: Transition,
    ) -> Option<Span<'r>> {
        if first {
            return self.opens(start);
        }
        let running = shown.filter(|span| sooner(Some(self.regime.from), span.until));
        let (Some(span), Transition::EarlierEnd) = (running, transition) else {
            let asked = transition == Transition::EarlierEnd;
            self.effect = if asked { Effect::NotRunning } else { Effect::NotAsked };
            return shown;
        };
        let rule = self.decisive();
        let entered = self.regime.from;
        let (end, provisional) = match self.shelf {
            Shelf::Shown { end, .. } => {
                (end.map(|end| end.day.max(entered)), end.is_some_and(|end| end.provisional))
            }
            Shelf::Off | Shelf::Unsettled(_) => (Some(entered), false),
        };
        self.effect = match self.shelf {
            Shelf::Shown { .. } if sooner(end, span.until) => Effect::Shortened,
            Shelf::Shown { .. } => Effect::Kept,
            Shelf::Off | Shelf::Unsettled(_) => Effect::TakenOff,
        };
        let shortened = Span { until: end, rule, provisional, ..span };
        Some(if sooner(end, span.until) { shortened } else { span })
    }

    /// The interval of the regime that governs the decision itself.
    fn opens(&self, start: Date) -> Option<Span<'r>> {
        let Shelf::Shown { end, .. } = self.shelf else { return None };
        let from = start.max(self.regime.from);
        let rule = self.decisive();
        let (until, provisional) = (end.map(|end| end.day), end.is_some_and(|end| end.provisional));
        sooner(Some(from), until).then_some(Span { from, until, rule, provisional })
    }

    /// The publication rule that won, or the regime when none did.
    fn decisive(&self) -> &'r str {
        self.publish.won.map_or(self.regime.id.as_str(), |rule| rule.id.as_str())
    }

    /// Whether what the regime said touched the interval.
    pub(crate) fn counted(&self) -> bool {
        !matches!(self.effect, Effect::NotRunning | Effect::NotAsked)
    }
}

fn run_withdrawal<'r>(
    release: &'r Release,
    kind: &str,
    facts: &'r Facts,
    seen_on: Date,
    channel: &'r Channel,
) -> Option<WithdrawalRun<'r>> {
    let mut regimes = release.regimes_of(&channel.id, kind, About::Withdrawal);
    let regime = regimes.find(|it| it.governs(facts.day(&it.start).unwrap_or(seen_on), seen_on))?;
    let start = facts.day(&regime.start);
    let law_day = regime.law_day(start.unwrap_or(seen_on));
    let asked = Asked { release, facts, class: None, day: law_day };
    let trial = Trial::of(release.rules_of(&regime.id, Decides::Withdraw, law_day), &asked);
    let value = trial.won?.then.value_id().and_then(|id| release.value_on(id, &law_day));
    let period = value.and_then(DatedValue::period);
    let end = start.zip(period).map(|(start, period)| period.end_after(start, release.calendar()));
    Some(WithdrawalRun { regime, law_day, trial, value, end })
}

fn withdrawn<'r>(shown: Option<Span<'r>>, withdrawal: Option<&WithdrawalRun<'r>>) -> Option<Span<'r>> {
    let Some(withdrawal) = withdrawal else { return shown };
    let (span, end) = (shown?, withdrawal.end?);
    if !sooner(Some(end.day), span.until) {
        return Some(span);
    }
    let rule = withdrawal.trial.won.map_or("", |rule| rule.id.as_str());
    (span.from < end.day).then_some(Span { until: Some(end.day), rule, provisional: end.provisional, ..span })
}

impl<'r> Trial<'r> {
    fn of(rules: impl Iterator<Item = &'r Rule>, asked: &Asked<'_>) -> Self {
        let mut trial = Self::default();
        for rule in rules {
            match (Condition::all(&rule.when, asked), trial.won) {
                (Truth::True, None) => trial.won = Some(rule),
                (Truth::True, Some(_)) => trial.outranked.push(rule),
                (truth, _) => trial.failed.push((rule, truth)),
            }
        }
        trial
    }

    /// Every rule that held, the winner first.
    pub(crate) fn held(&self) -> impl Iterator<Item = &'r Rule> {
        self.won.into_iter().chain(self.outranked.iter().copied())
    }
}
