//! What is stored of a record's days: the answer of the day, ended early where the law already adopted will end it.
//!
//! A release is adopted before all of its regimes are in force. A newer one shortens what is still shown from its first
//! day on (`transition`), and pages show stored intervals; so the shorter end is stored at once, and nothing has to run
//! on that day. Class and open question stay those of the day itself.

use xh_kernel::{Date, Severity};
use xh_ledger::Fields;
use xh_policy::{Judgement, Kind, LawfulInterval, Release, judge};

use crate::{Organ, facts_of, question};

/// Decides a record as it is to be stored on `today`; `answer` gives the authority's answer to a question, if any.
#[must_use]
pub fn lawful(
    release: &Release,
    kind: &Kind,
    fields: &Fields,
    organ: &Organ,
    answer: &dyn Fn(&str) -> Option<Severity>,
    today: Date,
) -> Judgement {
    let on = |day| settled(release, kind, fields, organ, answer, day);
    let mut now = on(today);
    for day in first_days_after(release, kind, today) {
        end_early(&mut now.intervals, &on(day).intervals, day);
    }
    now
}

/// The answer of a day; what the authority said to the question of that day is taken up at once.
fn settled(
    release: &Release,
    kind: &Kind,
    fields: &Fields,
    organ: &Organ,
    answer: &dyn Fn(&str) -> Option<Severity>,
    day: Date,
) -> Judgement {
    let first = judge(release, &kind.id, &facts_of(kind, fields, organ, None), day);
    match first.unsettled.as_ref().and_then(|asked| answer(&question(asked))) {
        Some(answer) => judge(release, &kind.id, &facts_of(kind, fields, organ, Some(answer)), day),
        None => first,
    }
}

/// First days of the kind's regimes that are not in force yet, in order.
fn first_days_after(release: &Release, kind: &Kind, today: Date) -> Vec<Date> {
    let regimes = release.regimes().iter();
    let mut days: Vec<Date> =
        regimes.filter(|it| it.kind == kind.id && it.from > today).map(|it| it.from).collect();
    days.sort();
    days.dedup();
    days
}

fn end_early(intervals: &mut Vec<LawfulInterval>, later: &[LawfulInterval], day: Date) {
    for interval in &mut *intervals {
        let then = later.iter().find(|it| it.channel == interval.channel);
        let end = then.map_or(Some(day), |it| it.until);
        if end.is_some_and(|end| interval.until.is_none_or(|until| end < until)) {
            interval.until = end;
            if let Some(then) = then {
                interval.rule.clone_from(&then.rule);
                interval.provisional = then.provisional;
            }
        }
    }
    intervals.retain(|it| it.until.is_none_or(|until| it.from < until));
}
