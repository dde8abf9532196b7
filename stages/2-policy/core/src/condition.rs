//! Conditions: the closed language in which a rule says when it applies.
//!
//! Nothing can be computed in it, only asked. Truth has three values: a fact that is not known makes a
//! condition *unknown*, and a rule applies only when its condition is *true* (so "not X" never holds for want
//! of data).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use xh_kernel::Date;

use crate::fact::Fact;

/// One condition, or a group of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Condition {
    /// A question about one fact.
    Fact {
        /// Fact id.
        fact: String,
        /// What is asked.
        test: Test,
    },
    /// All hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// None holds.
    Not(Vec<Condition>),
}

/// What is asked of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Equal to.
    Is(Operand),
    /// Known, and not equal to.
    IsNot(Operand),
    /// One of.
    In(Vec<Operand>),
    /// The set contains it.
    Has(String),
    /// The set contains one of them.
    HasAny(Vec<String>),
    /// The set is not empty and contains nothing else.
    Only(Vec<String>),
    /// At least (money in fen; text = id of a dated value).
    AtLeast(Operand),
    /// At most.
    AtMost(Operand),
    /// Less than.
    Below(Operand),
    /// Earlier than this day.
    Before(Date),
    /// On this day or later.
    OnOrAfter(Date),
    /// Known.
    Present,
    /// Not known.
    Absent,
}

/// Right-hand side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Operand {
    /// Yes or no.
    Flag(bool),
    /// A number; money in fen.
    Int(i64),
    /// A word; in `at_least`, `at_most`, `below` the id of a dated value.
    Text(String),
}

/// Three-valued truth (Kleene).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// Holds.
    True,
    /// Does not hold.
    False,
    /// A fact is missing.
    Unknown,
}

impl Truth {
    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }

    fn of(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

/// What conditions are asked of: the facts, and the numbers in force on the day.
pub(crate) trait Known {
    /// The fact with this id.
    fn fact(&self, id: &str) -> Option<&Fact>;
    /// The number of the dated value with this id (fen for money).
    fn number(&self, id: &str) -> Option<i64>;
}

impl Condition {
    /// Asks the condition.
    pub(crate) fn ask(&self, known: &dyn Known) -> Truth {
        match self {
            Self::Fact { fact, test } => test.ask(known.fact(fact), known),
            Self::All(group) => Self::all(group, known),
            Self::Any(group) => all(group.iter().map(|each| each.ask(known).not())).not(),
            Self::Not(group) => all(group.iter().map(|each| each.ask(known).not())),
        }
    }

    /// Asks a list of conditions that must all be true; an empty list is true.
    pub(crate) fn all(group: &[Condition], known: &dyn Known) -> Truth {
        all(group.iter().map(|each| each.ask(known)))
    }

    /// Calls back with every question in the condition, groups opened.
    pub(crate) fn each<'a>(&'a self, seen: &mut dyn FnMut(&'a str, &'a Test)) {
        match self {
            Self::Fact { fact, test } => seen(fact, test),
            Self::All(group) | Self::Any(group) | Self::Not(group) => {
                for inner in group {
                    inner.each(seen);
                }
            }
        }
    }
}

/// Kleene conjunction: one false settles it, else one unknown leaves it open.
fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut whole = Truth::True;
    for truth in truths {
        match truth {
            Truth::False => return Truth::False,
            Truth::Unknown => whole = Truth::Unknown,
            Truth::True => {}
        }
    }
    whole
}

impl Test {
    fn ask(&self, fact: Option<&Fact>, known: &dyn Known) -> Truth {
        let Some(fact) = fact else {
            return match self {
                Self::Absent => Truth::True,
                Self::Present => Truth::False,
                _ => Truth::Unknown,
            };
        };
        match self {
            Self::Present => Truth::True,
            Self::Absent => Truth::False,
            Self::Is(operand) => Truth::of(operand.equals(fact)),
            Self::IsNot(operand) => Truth::of(!operand.equals(fact)),
            Self::In(list) => Truth::of(list.iter().any(|operand| operand.equals(fact))),
            Self::Has(code) => in_set(fact, |set| set.contains(code)),
            Self::HasAny(codes) => in_set(fact, |set| codes.iter().any(|code| set.contains(code))),
            Self::Only(codes) => {
                in_set(fact, |set| !set.is_empty() && set.iter().all(|it| codes.contains(it)))
            }
            Self::AtLeast(operand) => against(fact, operand, known, |left, right| left >= right),
            Self::AtMost(operand) => against(fact, operand, known, |left, right| left <= right),
            Self::Below(operand) => against(fact, operand, known, |left, right| left < right),
            Self::Before(limit) => on_day(fact, |day| day < *limit),
            Self::OnOrAfter(limit) => on_day(fact, |day| day >= *limit),
        }
    }

    /// Ids of dated values the question refers to.
    pub(crate) fn value_id(&self) -> Option<&str> {
        match self {
            Self::AtLeast(Operand::Text(id))
            | Self::AtMost(Operand::Text(id))
            | Self::Below(Operand::Text(id)) => Some(id),
            _ => None,
        }
    }
}

impl Operand {
    fn equals(&self, fact: &Fact) -> bool {
        match (self, fact) {
            (Self::Flag(left), Fact::Flag(right)) => left == right,
            (Self::Int(left), Fact::Int(right)) => left == right,
            (Self::Text(left), Fact::Text(right)) => left == right,
            (Self::Text(left), Fact::Day(right)) => *left == right.to_string(),
            _ => false,
        }
    }
}

fn in_set(fact: &Fact, holds: impl Fn(&BTreeSet<String>) -> bool) -> Truth {
    match fact {
        Fact::Set(set) => Truth::of(holds(set)),
        _ => Truth::Unknown,
    }
}

fn on_day(fact: &Fact, holds: impl Fn(Date) -> bool) -> Truth {
    match fact {
        Fact::Day(day) => Truth::of(holds(*day)),
        _ => Truth::Unknown,
    }
}

fn against(fact: &Fact, operand: &Operand, known: &dyn Known, holds: impl Fn(i64, i64) -> bool) -> Truth {
    let limit = match operand {
        Operand::Int(number) => Some(*number),
        Operand::Text(id) => known.number(id),
        Operand::Flag(_) => None,
    };
    match (fact, limit) {
        (Fact::Int(left), Some(right)) => Truth::of(holds(*left, right)),
        _ => Truth::Unknown,
    }
}

/// A condition as it is written in TOML: one fact with one test, or one group.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is: Option<Operand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_not: Option<Operand>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "in")]
    in_: Option<Vec<Operand>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_any: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    only: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<Operand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<Operand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    below: Option<Operand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_or_after: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    present: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    absent: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not: Option<Vec<Condition>>,
}

impl Written {
    /// Every test written in it; a sound condition has exactly one.
    fn tests(&self) -> Vec<Test> {
        let it = self.clone();
        let tests = [
            it.is.map(Test::Is),
            it.is_not.map(Test::IsNot),
            it.in_.map(Test::In),
            it.has.map(Test::Has),
            it.has_any.map(Test::HasAny),
            it.only.map(Test::Only),
            it.at_least.map(Test::AtLeast),
            it.at_most.map(Test::AtMost),
            it.below.map(Test::Below),
            it.before.map(Test::Before),
            it.on_or_after.map(Test::OnOrAfter),
            it.present.map(|yes| if yes { Test::Present } else { Test::Absent }),
            it.absent.map(|yes| if yes { Test::Absent } else { Test::Present }),
        ];
        tests.into_iter().flatten().collect()
    }

    fn groups(&self) -> Vec<Condition> {
        let it = self.clone();
        let groups = [it.all.map(Condition::All), it.any.map(Condition::Any), it.not.map(Condition::Not)];
        groups.into_iter().flatten().collect()
    }
}

impl TryFrom<Written> for Condition {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let (mut tests, mut groups) = (written.tests(), written.groups());
        match (written.fact, tests.len(), groups.len()) {
            (Some(fact), 1, 0) => match tests.pop() {
                Some(test) => Ok(Self::Fact { fact, test }),
                None => Err("条件缺少判断方式".to_owned()),
            },
            (None, 0, 1) => groups.pop().ok_or_else(|| "条件组为空".to_owned()),
            _ => Err("一个条件只能写一个事实加一种判断，或一个条件组（all、any、not）".to_owned()),
        }
    }
}

impl From<Condition> for Written {
    fn from(condition: Condition) -> Self {
        let mut written = Self::default();
        match condition {
            Condition::All(group) => written.all = Some(group),
            Condition::Any(group) => written.any = Some(group),
            Condition::Not(group) => written.not = Some(group),
            Condition::Fact { fact, test } => {
                written.fact = Some(fact);
                written.put(test);
            }
        }
        written
    }
}

impl Written {
    fn put(&mut self, test: Test) {
        match test {
            Test::Is(operand) => self.is = Some(operand),
            Test::IsNot(operand) => self.is_not = Some(operand),
            Test::In(list) => self.in_ = Some(list),
            Test::Has(code) => self.has = Some(code),
            Test::HasAny(codes) => self.has_any = Some(codes),
            Test::Only(codes) => self.only = Some(codes),
            Test::AtLeast(operand) => self.at_least = Some(operand),
            Test::AtMost(operand) => self.at_most = Some(operand),
            Test::Below(operand) => self.below = Some(operand),
            Test::Before(day) => self.before = Some(day),
            Test::OnOrAfter(day) => self.on_or_after = Some(day),
            Test::Present => self.present = Some(true),
            Test::Absent => self.absent = Some(true),
        }
    }
}
