//! Tests of days.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn only_one_shape_is_read() {
    for text in ["2026-04-01", "0001-01-01", "9999-12-31", "2024-02-29"] {
        assert_eq!(day(text).to_string(), text);
    }
    for text in [
        "",
        "2026-4-1",
        "2026/04/01",
        "2023-02-29",
        "2024-02-30",
        "0000-01-01",
        "2026-13-01",
        "+026-01-01",
        "2026-04-0１",
        "20260401",
    ] {
        assert!(Date::parse(text).is_err(), "{text}");
    }
    assert_eq!(
        Date::parse("2023-02-29").unwrap_err().to_string(),
        "「2023-02-29」不是有效日期，请按 YYYY-MM-DD 填写，如 2026-04-01"
    );
}

#[test]
fn months_end_with_the_month() {
    let check = |start: &str, months: i64, end: &str| assert_eq!(day(start).plus_months(months), day(end));
    check("2026-01-31", 1, "2026-02-28");
    check("2024-01-31", 1, "2024-02-29");
    check("2026-04-15", 3, "2026-07-15");
    check("2026-03-31", -1, "2026-02-28");
    check("2026-11-30", 3, "2027-02-28");
    assert_eq!(day("2024-02-29").plus_years(1), day("2025-02-28"));
}

#[test]
fn the_ends_hold() {
    assert_eq!(Date::MAX.tomorrow(), Date::MAX);
    assert_eq!(Date::MIN.yesterday(), Date::MIN);
    assert_eq!(Date::MIN.plus_months(i64::MIN), Date::MIN);
    assert_eq!(Date::MAX.plus_years(i64::MAX), Date::MAX);
    assert_eq!(Date::MAX.plus_days(i64::MAX), Date::MAX);
}

#[test]
fn the_parts_of_a_day() {
    let date = day("2026-04-05");
    assert_eq!(
        (date.year(), date.month(), date.day(), date.weekday(), date.is_weekend()),
        (2026, 4, 5, 7, true)
    );
    assert_eq!(date.chinese(), "2026年4月5日");
    assert_eq!(serde_json::to_string(&date).unwrap(), "\"2026-04-05\"");
    assert_eq!(serde_json::from_str::<Date>("\"2026-04-05\"").unwrap(), date);
}

prop_compose! {
    fn any_day()(year in 1_i16..=9999, month in 1_i8..=12, day in 1_i8..=28) -> Date {
        Date::from_ymd(year, month, day).unwrap()
    }
}

proptest! {
    #[test]
    fn days_forth_and_back(date in any_day(), days in -200_000_i64..200_000) {
        let other = date.plus_days(days);
        prop_assume!(other != Date::MIN && other != Date::MAX);
        prop_assert_eq!(date.days_until(other), days);
        prop_assert_eq!(other.plus_days(-days), date);
    }

    #[test]
    fn text_order_is_day_order(one in any_day(), other in any_day()) {
        prop_assert_eq!(one.cmp(&other), one.to_string().cmp(&other.to_string()));
        prop_assert_eq!(Date::parse(&one.to_string()), Ok(one));
    }

    #[test]
    fn later_months_are_later(date in any_day(), months in 0_i64..5_000) {
        prop_assert!(date.plus_months(months) <= date.plus_months(months + 1));
        prop_assert_eq!(date.plus_years(1), date.plus_months(12));
    }

    #[test]
    fn nothing_panics(date in any_day(), by in any::<i64>(), text in ".{0,12}") {
        let _ = (date.plus_days(by), date.plus_months(by), date.plus_years(by), Date::parse(&text));
    }
}
