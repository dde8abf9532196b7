//! Properties over many acts: a later look never lengthens, and never ends before the newer law's first day.

use proptest::prelude::*;

use super::{city, day, kinds};
use crate::{Fact, Facts, Release, judge};

const CODES: [&str; 8] = [
    "warning",
    "criticism",
    "fine",
    "confiscation",
    "revoke_licence",
    "suspend_licence",
    "bar_occupation",
    "other",
];

fn facts() -> impl Strategy<Value = Facts> {
    let picked = prop::sample::subsequence(CODES.to_vec(), 0..4);
    let answer = prop::option::of(prop::sample::select(vec!["minor", "general", "serious"]));
    let maybe = || prop::option::of(any::<bool>());
    (0_i64..3_500, picked, answer, maybe(), maybe(), 0_i64..500_000_000).prop_map(
        |(days, picked, answer, simple, necessary, fine)| {
            let mut facts = Facts::new()
                .with("decided_on", Fact::Day(day("2017-08-01").plus_days(days)), "")
                .with("kinds", kinds(&picked), "")
                .with("fine_fen", Fact::Int(fine), "");
            if let Some(answer) = answer {
                facts.state("settled_severity", Fact::Text(answer.to_owned()), "");
            }
            for (id, flag) in [("simple_procedure", simple), ("publish_necessary", necessary)] {
                if let Some(flag) = flag {
                    facts.state(id, Fact::Flag(flag), "");
                }
            }
            facts
        },
    )
}

thread_local!(static RELEASE: Release = city());

proptest! {
    #[test]
    fn a_later_look_never_lengthens(facts in facts(), early in 0_i64..3_600, later in 0_i64..2_000) {
        let seen = facts.day("decided_on").unwrap().max(day("2017-08-01").plus_days(early));
        RELEASE.with(|release| {
            let first = judge(release, "penalty", &facts, seen).intervals;
            let second = judge(release, "penalty", &facts, seen.plus_days(later)).intervals;
            for (older, newer) in first.iter().zip(&second) {
                prop_assert_eq!(older.from, newer.from);
                prop_assert!(newer.until <= older.until);
                prop_assert!(newer.until > Some(seen) || newer.until == older.until);
            }
            prop_assert_eq!(first.len(), second.len());
            Ok(())
        })?;
    }

    #[test]
    fn an_interval_starts_with_the_decision_and_is_not_empty(facts in facts(), seen in 0_i64..4_000) {
        let seen = day("2017-08-01").plus_days(seen);
        RELEASE.with(|release| {
            for shown in judge(release, "penalty", &facts, seen).intervals {
                prop_assert_eq!(Some(shown.from), facts.day("decided_on"));
                prop_assert!(shown.until.unwrap() > shown.from);
                prop_assert!(shown.until.unwrap() <= shown.from.plus_years(3));
                prop_assert!(names_its_ground(release, &shown.rule));
            }
            Ok(())
        })?;
    }
}

/// An end names the rule that set it, or the regime where no rule of it answered.
fn names_its_ground(release: &crate::Release, ground: &str) -> bool {
    release.rule(ground).is_some() || release.regimes().iter().any(|regime| regime.id == ground)
}
