//! Which subject a row is about, once the register has been asked. Nothing is guessed: in conflict a person decides.
//!
//! Basis: `design.md` §5 Subjects. By credit code; legacy numbers through the identifier table; without any number
//! only an exact and unique registered name. An unknown valid code makes a provisional subject.

use serde::{Deserialize, Serialize};
use xh_kernel::{Uscc, name_key};

use crate::claims::SubjectClaim;

/// A subject as the register knows it, as far as resolving needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSubject {
    /// Its id.
    pub id: String,
    /// Its credit code; `None` for a subject known by legacy numbers only.
    pub code: Option<Uscc>,
    /// Its name now.
    pub name: String,
    /// Its names before.
    pub former_names: Vec<String>,
    /// Known from a record only, not from the base library.
    pub provisional: bool,
}

impl KnownSubject {
    /// Is this its name, or one it had? Width, brackets, punctuation and blanks do not count.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        self.is_named(name) || self.former_names.iter().any(|former| same(former, name))
    }

    /// Is this its name now?
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        same(&self.name, name)
    }
}

/// Why a row waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldReason {
    /// The code is known under another name.
    NameDiffers,
    /// The name is registered under another code.
    CodeDiffers,
    /// The row's numbers lead to several subjects.
    NumbersDisagree,
    /// The register lacks the code, which is of the class of public bodies, and the name is a company's.
    ClassDiffers,
    /// No number, and several subjects have this name.
    NameNotUnique,
    /// No number, and no registered subject has this name.
    NameUnknown,
    /// No number, and the name is only a former one, or that of a provisional subject.
    NameNotCurrent,
}

impl HeldReason {
    /// What a person reads in the queue.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NameDiffers => "代码已登记在另一名称之下，请确认是更名、笔误还是填错代码",
            Self::CodeDiffers => "同一名称已登记为另一代码，请确认是哪一个单位",
            Self::NumbersDisagree => "各号码指向不同的单位，请确认是哪一个单位",
            Self::ClassDiffers => "代码首位为1（机关、事业单位），而名称是公司，请确认是否填成了机关的代码",
            Self::NameNotUnique => "没有代码，且有多个单位使用这一名称，请指明是哪一个",
            Self::NameUnknown => "没有代码，且基础库中没有这一名称，请补充统一社会信用代码",
            Self::NameNotCurrent => "没有代码，且这一名称是曾用名或尚未核实的名称，请指明单位",
        }
    }

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NameDiffers => "name_differs",
            Self::CodeDiffers => "code_differs",
            Self::NumbersDisagree => "numbers_disagree",
            Self::ClassDiffers => "class_differs",
            Self::NameNotUnique => "name_not_unique",
            Self::NameUnknown => "name_unknown",
            Self::NameNotCurrent => "name_not_current",
        }
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// This subject.
    Known(String),
    /// A new subject, known from this record only.
    Provisional(Uscc),
    /// A person decides between these (ids, possibly none).
    Held {
        /// Why.
        reason: HeldReason,
        /// Subjects it may be.
        candidates: Vec<String>,
    },
}

/// Decides. `by_code`: the subject of the claimed code; `by_other_ids`: subjects of the claimed legacy numbers;
/// `by_name`: subjects whose name, now or before, has the claim's `name_key`.
#[must_use]
pub fn resolve(
    claim: &SubjectClaim,
    by_code: Option<&KnownSubject>,
    by_other_ids: &[KnownSubject],
    by_name: &[KnownSubject],
) -> Resolution {
    match (claim.code, by_code) {
        (Some(_), Some(known)) => known_code(claim, known, by_name),
        (Some(code), None) => unknown_code(claim, code, by_other_ids, by_name),
        (None, _) if !by_other_ids.is_empty() => legacy(claim, by_other_ids, by_name),
        (None, _) => name_only(claim, by_name),
    }
}

fn known_code(claim: &SubjectClaim, known: &KnownSubject, by_name: &[KnownSubject]) -> Resolution {
    if claim.name.is_empty() || known.name.is_empty() || known.answers_to(&claim.name) {
        return Resolution::Known(known.id.clone());
    }
    held(HeldReason::NameDiffers, std::iter::once(known).chain(by_name))
}

/// A valid code the register lacks: provisional, unless its name or its numbers belong to somebody else.
fn unknown_code(
    claim: &SubjectClaim,
    code: Uscc,
    by_other_ids: &[KnownSubject],
    by_name: &[KnownSubject],
) -> Resolution {
    let (coded, bare): (Vec<_>, Vec<_>) = by_other_ids.iter().partition(|subject| subject.code.is_some());
    if !coded.is_empty() || distinct(bare.iter().copied()) > 1 {
        return held(HeldReason::NumbersDisagree, by_other_ids);
    }
    if let Some(known) = bare.first() {
        return match claim.name.is_empty() || known.answers_to(&claim.name) {
            true => Resolution::Known(known.id.clone()),
            false => held(HeldReason::NameDiffers, by_other_ids),
        };
    }
    let mut namesakes = by_name.iter().filter(|subject| subject.is_named(&claim.name)).peekable();
    if namesakes.peek().is_some() {
        return held(HeldReason::CodeDiffers, namesakes);
    }
    // GB 32100-2015 §4: class 1 is for bodies of the 机构编制 authorities. A few companies really have such codes, so
    // a person decides.
    if code.as_str().starts_with('1') && claim.name.ends_with("公司") {
        return held(HeldReason::ClassDiffers, []);
    }
    Resolution::Provisional(code)
}

fn legacy(claim: &SubjectClaim, by_other_ids: &[KnownSubject], by_name: &[KnownSubject]) -> Resolution {
    match by_other_ids {
        [known, rest @ ..] if distinct(by_other_ids) == 1 || rest.is_empty() => {
            if claim.name.is_empty() || known.answers_to(&claim.name) {
                return Resolution::Known(known.id.clone());
            }
            held(HeldReason::NameDiffers, std::iter::once(known).chain(by_name))
        }
        several => held(HeldReason::NumbersDisagree, several),
    }
}

/// Without any number: only one subject may ever have had the name, and it must be registered under it now.
fn name_only(claim: &SubjectClaim, by_name: &[KnownSubject]) -> Resolution {
    match by_name {
        [] => held(HeldReason::NameUnknown, []),
        [one] if one.is_named(&claim.name) && !one.provisional => Resolution::Known(one.id.clone()),
        [one] => held(HeldReason::NameNotCurrent, [one]),
        several if distinct(several) == 1 => name_only(claim, several.get(..1).unwrap_or_default()),
        several => held(HeldReason::NameNotUnique, several),
    }
}

fn held<'a>(reason: HeldReason, candidates: impl IntoIterator<Item = &'a KnownSubject>) -> Resolution {
    let mut ids: Vec<String> = candidates.into_iter().map(|subject| subject.id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    Resolution::Held { reason, candidates: ids }
}

fn distinct<'a>(subjects: impl IntoIterator<Item = &'a KnownSubject>) -> usize {
    let ids: std::collections::BTreeSet<&str> =
        subjects.into_iter().map(|subject| subject.id.as_str()).collect();
    ids.len()
}

fn same(one: &str, other: &str) -> bool {
    name_key(one) == name_key(other)
}
