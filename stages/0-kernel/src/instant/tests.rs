//! Tests of instants.

use proptest::prelude::*;

use super::*;

#[test]
fn one_shape_whatever_is_read() {
    let check = |text: &str, shown: &str| assert_eq!(Instant::parse(text).unwrap().as_str(), shown);
    check("2026-11-23T17:55:26.123456Z", "2026-11-23T17:55:26.123456Z");
    check("2026-11-23T17:55:26Z", "2026-11-23T17:55:26.000000Z");
    check("2026-11-24T01:55:26.5+08:00", "2026-11-23T17:55:26.500000Z");
    check("2026-11-23T17:55:26.123456789Z", "2026-11-23T17:55:26.123456Z");
    for text in [
        "",
        "2026-11-23",
        "2026-11-23 17:55:26Z",
        "2026-11-23T17:55:26",
        "2026-11-31T00:00:00Z",
        "-000001-01-01T00:00:00Z",
    ] {
        assert!(Instant::parse(text).is_err(), "{text}");
    }
}

#[test]
fn the_legal_day_begins_at_sixteen_hours() {
    let check =
        |text: &str, day: &str| assert_eq!(Instant::parse(text).unwrap().legal_day().to_string(), day);
    check("2026-11-23T15:59:59.999999Z", "2026-11-23");
    check("2026-11-23T16:00:00Z", "2026-11-24");
    check("1969-12-31T16:00:00Z", "1970-01-01");
    // Beijing had summer time in July 1988; the law's day does not.
    check("1988-07-01T15:30:00Z", "1988-07-01");
}

#[test]
fn it_is_a_string_in_json() {
    let at = Instant::parse("2026-11-23T17:55:26.123456Z").unwrap();
    assert_eq!(serde_json::to_string(&at).unwrap(), "\"2026-11-23T17:55:26.123456Z\"");
    assert_eq!(serde_json::from_str::<Instant>("\"2026-11-23T17:55:26.123456Z\"").unwrap(), at);
}

proptest! {
    #[test]
    fn text_order_is_time_order(one in any::<i64>(), other in any::<i64>(), near in -1_000_i64..1_000) {
        let (one, other) = (Instant::from_unix_micros(one), Instant::from_unix_micros(other));
        let near = Instant::from_unix_micros(one.unix_micros().saturating_add(near));
        for (a, b) in [(&one, &other), (&one, &near)] {
            prop_assert_eq!(a.cmp(b), a.as_str().cmp(b.as_str()));
            prop_assert_eq!(a.as_str().len(), 27);
            prop_assert_eq!(&Instant::parse(a.as_str()).unwrap(), a);
        }
        let _ = one.legal_day();
    }

    #[test]
    fn nothing_panics(text in "[0-9TZ:+.-]{0,36}") {
        let _ = Instant::parse(&text);
    }
}
