//! What every "no" of the law carries: a stable name, a sentence for the person, the articles, and the day
//! from which the answer may be yes. A fault of the machine is not a refusal.

use crate::{Citation, Date};

/// The law, or the state of the case, says no.
pub trait Refusal {
    /// A stable name for programs, for instance `repair.too_early`.
    fn code(&self) -> &'static str;

    /// A Chinese sentence for the person: what, why, and what can be done. No trailing stop.
    fn sentence(&self) -> String;

    /// The articles that it rests on.
    fn cites(&self) -> Vec<Citation> {
        Vec::new()
    }

    /// The first day on which the same request may be granted, where the law fixes one.
    fn earliest(&self) -> Option<Date> {
        None
    }
}
