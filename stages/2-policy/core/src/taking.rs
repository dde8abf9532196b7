//! By when each channel must take an act back, once it was revoked, changed, or found unlawful or void.
//!
//! The interval of a decision already ends by then; here the days are told for themselves, for those who must be told.

use xh_kernel::{Date, Deadline};

use crate::fact::Facts;
use crate::release::Release;
use crate::run::run;

/// A channel that must take an act back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// Channel id.
    pub channel: String,
    /// The rule.
    pub rule: String,
    /// First day on which it must be gone; none = the day it counts from is not known, so at once.
    pub end: Option<Deadline>,
}

/// What each channel must do about an act of this kind, given these facts.
#[must_use]
pub fn takings(release: &Release, kind: &str, facts: &Facts, seen_on: Date) -> Vec<Taking> {
    let run = run(release, kind, facts, seen_on);
    let taking = |channel: &crate::run::ChannelRun<'_>| {
        let withdrawal = channel.withdrawal.as_ref()?;
        let rule = withdrawal.trial.won?.id.clone();
        Some(Taking { channel: channel.channel.id.clone(), rule, end: withdrawal.end })
    };
    run.channels.iter().filter_map(taking).collect()
}
