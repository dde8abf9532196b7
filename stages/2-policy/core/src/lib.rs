//! Which law is in force on a day: sources, kinds, dated values, rules, releases, receipts.
//!
//! The folder `policy/` holds the law as TOML; this crate reads it, refuses what is incomplete, and decides.
//! It is not a place for law: no period, amount or article stands in this code, and none may enter.
//! Pure: the legal day, the facts and the release are arguments.
//!
//! Reading order: [`Source`] and [`DatedValue`] (what is quoted), [`Kind`] (what is collected), [`Rule`]
//! (what follows), [`Catalogue`] (what may be collected, by whom), [`Release`] (the whole, with its digest),
//! [`decide()`] and [`Receipt`] (the answer and its reasons), [`Scenario`] (what a lawyer reads and a test runs).

mod blank;
mod block;
mod canonical;
mod catalogue;
mod city;
mod codes;
mod condition;
mod content;
mod decide;
mod fact;
mod kind;
mod lint;
mod load;
mod receipt;
mod regime;
mod release;
mod review;
mod rule;
mod run;
mod scenario;
mod source;
mod taking;
mod tell;
mod value;
mod visibility;

pub use catalogue::{
    Catalogue, CatalogueEdition, CatalogueEntry, CatalogueFault, Cycle, Every, InfoClass, LocalItem,
    NationalItem, Openness, Provider, Sharing, SubjectKind,
};
pub use codes::{CodesRead, heading_key, read_codes};
pub use condition::{Condition, Operand, Test, Truth};
pub use content::ContentFault;
pub use decide::{Decision, Due, Judgement, LawfulInterval, Unsettled, decide, due, judge};
pub use fact::{AmountBand, Fact, FactKind, FactSpec, Facts};
pub use kind::{CodeItem, Collect, Field, FieldRole, FieldType, Kind, KindRole, Need, Section};
pub use load::LintFault;
pub use receipt::{Receipt, ReceiptNode};
pub use regime::{About, Bundle, Channel, OfficialYear, Regime, Transition};
pub use release::Release;
pub use review::{Remains, ReviewClass, ReviewRule, ReviewThen, ReviewWhen, TextReview, review_digest};
pub use rule::{Decides, Outcome, Rule};
pub use scenario::{Expected, ExpectedInterval, Scenario, ScenarioResult};
pub use source::{Article, Source};
pub use taking::{Taking, takings};
pub use value::{Checked, DatedValue, Unit};
pub use visibility::Visibility;

#[cfg(test)]
mod tests;
