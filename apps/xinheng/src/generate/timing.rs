//! When penalties were decided: oldest first, denser towards today, on weekdays.

use xh_kernel::Date;

use super::Plan;

/// First year with decisions.
const FIRST_YEAR: i16 = 2018;
/// Share of all decisions, in percent, that fall into the last [`RECENT_DAYS`].
const RECENT_SHARE: u64 = 45;
const RECENT_DAYS: i64 = 365;

/// The day of decision number `rank`; never earlier than that of a lower rank.
pub fn decided_on(plan: &Plan, rank: u32) -> Date {
    let first = Date::from_ymd(FIRST_YEAR, 1, 1).unwrap_or(plan.today).min(plan.today);
    let span = first.days_until(plan.today);
    let recent_span = span.min(RECENT_DAYS);
    let records = u64::from(plan.records).max(1);
    let older = records - records * RECENT_SHARE / 100;
    let rank = u64::from(rank);
    let days = match rank.checked_sub(older) {
        None => thickening(days_of(span - recent_span), rank, older),
        Some(rank) => {
            days_of(span - recent_span) + days_of(recent_span) * (rank + 1) / (records - older).max(1)
        }
    };
    weekday_before(first.plus_days(i64::try_from(days).unwrap_or_default().min(span)))
}

/// The square root spreads ranks so that their density grows steadily.
fn thickening(span: u64, rank: u64, ranks: u64) -> u64 {
    (span * span * rank / ranks.max(1)).isqrt()
}

fn days_of(span: i64) -> u64 {
    u64::try_from(span).unwrap_or_default()
}

fn weekday_before(mut day: Date) -> Date {
    while day.is_weekend() {
        day = day.yesterday();
    }
    day
}
