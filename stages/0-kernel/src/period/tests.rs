//! Tests of periods.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn periods_are_read_and_shown() {
    let check = |text: &str, shown: &str| assert_eq!(Period::parse(text).unwrap().to_string(), shown);
    check("12 months", "12个月");
    check("1 month", "1个月");
    check("7 workdays", "7个工作日");
    check("3 days", "3日");
    check("1 years", "1年");
    for text in [
        "",
        "12",
        "months",
        "-1 days",
        "+1 days",
        "1  days",
        "1.5 years",
        "12 moons",
        "99999999999 days",
        "12 months ",
    ] {
        assert!(Period::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_period_is_over_on_its_first_day_outside() {
    let check = |start: &str, period: &str, over: &str, provisional: bool| {
        let deadline = Period::parse(period).unwrap().end_after(day(start), &WorkCalendar::default());
        assert_eq!(deadline, Deadline { day: day(over), provisional });
    };
    check("2026-04-15", "3 months", "2026-07-15", false);
    check("2023-11-30", "3 months", "2024-02-29", false);
    check("2024-02-29", "1 year", "2025-02-28", false);
    check("2026-04-01", "3 days", "2026-04-04", false);
    check("2026-04-03", "1 workday", "2026-04-06", true);
}

#[test]
fn it_is_a_string_in_json() {
    assert_eq!(serde_json::to_string(&Period::Months(12)).unwrap(), "\"12 months\"");
    assert_eq!(serde_json::from_str::<Period>("\"7 workdays\"").unwrap(), Period::WorkDays(7));
}

fn any_period() -> impl Strategy<Value = Period> {
    prop_oneof![
        any::<u32>().prop_map(Period::Days),
        (0_u32..2_000).prop_map(Period::WorkDays),
        any::<u32>().prop_map(Period::Months),
        any::<u32>().prop_map(Period::Years),
    ]
}

proptest! {
    #[test]
    fn what_is_written_can_be_read(period in any_period()) {
        prop_assert_eq!(Period::parse(&period.text()), Ok(period));
    }

    #[test]
    fn a_period_never_ends_before_it_begins(period in any_period(), offset in -300_000_i64..900_000) {
        let start = day("2026-04-01").plus_days(offset);
        prop_assert!(period.end_after(start, &WorkCalendar::default()).day >= start);
    }

    #[test]
    fn nothing_panics(text in ".{0,16}") {
        let _ = Period::parse(&text);
    }
}
