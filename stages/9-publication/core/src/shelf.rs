//! Is a record on our shelf today? Every public answer asks this first, whatever day or state of knowledge it is
//! about: what has been taken down is not brought back by asking for an earlier day.
//!
//! Basis: 信用修复管理办法 (2026), 行政处罚法 article 48: what is withdrawn or has run out is no longer shown.

use xh_kernel::Date;
use xh_policy::{LawfulInterval, Release};
use xh_registry::{KnownRecord, shown_on};

/// Why a record is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotShown {
    /// It was shown, and its time is over.
    Ended,
    /// Nothing is said about whether it exists.
    Unknown,
}

/// The id of our own channel; empty when the release has none, and then nothing is shown.
#[must_use]
pub fn own_channel(release: &Release) -> &str {
    release.channels().iter().find(|channel| channel.own).map_or("", |channel| channel.id.as_str())
}

/// The interval under which our shelf may show the record today; none when it is unsettled or its time is over.
#[must_use]
pub fn shown_now<'a>(record: &'a KnownRecord, channel: &str, today: &Date) -> Option<&'a LawfulInterval> {
    if record.unsettled.is_some() {
        return None;
    }
    shown_on(&record.intervals, channel, today)
}

/// What may be said of a record that is not shown: only that its time is over, and only when everyone could see it.
#[must_use]
pub fn not_shown(record: Option<&KnownRecord>, channel: &str, today: &Date) -> NotShown {
    let was_shown = |record: &KnownRecord| {
        record.unsettled.is_none()
            && record.intervals.iter().any(|i| {
                i.channel == channel && i.from < *today && i.until.is_some_and(|until| until <= *today)
            })
    };
    if record.is_some_and(was_shown) { NotShown::Ended } else { NotShown::Unknown }
}
