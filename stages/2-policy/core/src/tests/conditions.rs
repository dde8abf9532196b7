//! Conditions: three-valued truth, the written form and its way back.

use std::collections::BTreeMap;

use super::{day, kinds};
use crate::condition::Known;
use crate::{Condition, Fact, Truth};

struct Given(BTreeMap<&'static str, Fact>);

impl Known for Given {
    fn fact(&self, id: &str) -> Option<&Fact> {
        self.0.get(id)
    }

    fn number(&self, id: &str) -> Option<i64> {
        (id == "limit").then_some(1_000)
    }
}

#[derive(serde::Deserialize)]
struct Line {
    when: Condition,
}

fn check(condition: &str, expected: Truth) {
    let line: Line = toml::from_str(&format!("when = {condition}")).unwrap();
    let given = Given(BTreeMap::from([
        ("kinds", kinds(&["fine", "warning"])),
        ("fine", Fact::Int(1_000)),
        ("on", Fact::Day(day("2024-02-29"))),
        ("organ", Fact::Text("samr".to_owned())),
        ("simple", Fact::Flag(false)),
    ]));
    assert_eq!(line.when.ask(&given), expected, "{condition}");
    let json = serde_json::to_string(&line.when).unwrap();
    assert_eq!(serde_json::from_str::<Condition>(&json).unwrap(), line.when, "{json}");
}

#[test]
fn every_test_of_the_language() {
    check(r#"{ fact = "organ", is = "samr" }"#, Truth::True);
    check(r#"{ fact = "organ", is_not = "samr" }"#, Truth::False);
    check(r#"{ fact = "organ", in = ["tax", "samr"] }"#, Truth::True);
    check(r#"{ fact = "kinds", has = "fine" }"#, Truth::True);
    check(r#"{ fact = "kinds", has_any = ["close", "warning"] }"#, Truth::True);
    check(r#"{ fact = "kinds", only = ["warning"] }"#, Truth::False);
    check(r#"{ fact = "kinds", only = ["warning", "fine", "close"] }"#, Truth::True);
    check(r#"{ fact = "fine", at_least = 1000 }"#, Truth::True);
    check(r#"{ fact = "fine", at_most = 999 }"#, Truth::False);
    check(r#"{ fact = "fine", below = "limit" }"#, Truth::False);
    check(r#"{ fact = "fine", at_least = "no.such" }"#, Truth::Unknown);
    check(r#"{ fact = "on", before = "2024-03-01" }"#, Truth::True);
    check(r#"{ fact = "on", on_or_after = "2024-03-01" }"#, Truth::False);
    check(r#"{ fact = "simple", is = false }"#, Truth::True);
    check(r#"{ fact = "nothing", present = true }"#, Truth::False);
    check(r#"{ fact = "nothing", absent = true }"#, Truth::True);
}

#[test]
fn want_of_a_fact_is_neither_true_nor_false() {
    check(r#"{ fact = "nothing", is = "x" }"#, Truth::Unknown);
    check(r#"{ not = [{ fact = "nothing", is = "x" }] }"#, Truth::Unknown);
    check(r#"{ any = [{ fact = "nothing", is = "x" }, { fact = "organ", is = "samr" }] }"#, Truth::True);
    check(r#"{ all = [{ fact = "nothing", is = "x" }, { fact = "organ", is = "tax" }] }"#, Truth::False);
    check(r#"{ all = [{ fact = "nothing", is = "x" }, { fact = "organ", is = "samr" }] }"#, Truth::Unknown);
    check(r#"{ not = [{ fact = "organ", is = "tax" }, { fact = "simple", is = true }] }"#, Truth::True);
}

#[test]
fn a_condition_is_one_fact_with_one_test_or_one_group() {
    for wrong in [
        r#"{ fact = "a", is = 1, below = 2 }"#,
        r#"{ fact = "a" }"#,
        r#"{ is = 1 }"#,
        r#"{ fact = "a", is = 1, all = [] }"#,
        r#"{ fact = "a", equals = 1 }"#,
        r#"{}"#,
    ] {
        assert!(toml::from_str::<Line>(&format!("when = {wrong}")).is_err(), "{wrong}");
    }
}
