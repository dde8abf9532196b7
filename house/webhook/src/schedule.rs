//! When to try again: the schedule that the specification recommends, as data.

use std::time::Duration;

/// Waiting before each attempt, from the one before it: at once, then up to a day; 75 hours and 35 minutes in all.
pub const RETRIES: [Duration; 10] = [
    Duration::ZERO,
    Duration::from_secs(5),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
    Duration::from_hours(14),
    Duration::from_hours(20),
    Duration::from_hours(24),
];

/// How long the key before a rotation signs beside the new one, so that no receiver has to change at the minute.
pub const KEPT_BESIDE: Duration = Duration::from_hours(24);

/// How long to wait after `attempts` that failed; `None` when it is enough.
#[must_use]
pub fn next_try(attempts: u32) -> Option<Duration> {
    RETRIES.get(usize::try_from(attempts).ok()?).copied()
}

#[cfg(test)]
mod tests {
    //! The schedule adds up to what the specification says.

    use super::{RETRIES, next_try};

    #[test]
    fn the_schedule_ends_after_three_days_and_a_little() {
        let whole: std::time::Duration = RETRIES.iter().sum();
        assert_eq!(whole.as_secs(), 5 + 75 * 3_600 + 35 * 60);
        assert_eq!((next_try(0), next_try(1)), (Some(RETRIES[0]), Some(RETRIES[1])));
        assert_eq!((next_try(10), next_try(u32::MAX)), (None, None));
    }
}
