//! What may be typed, and what may be shown.

use xh_kernel::Date;

use super::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn a_wrong_time_names_field_reason_and_remedy() {
    let fault = as_of(Some("2026-02-30"), day("2026-11-23")).unwrap_err();
    assert_eq!(fault.to_string(), "查询日期「2026-02-30」不存在或写法不对，请按 2026-04-21 的写法填写");
    assert_eq!(fault.field, "as_of");
    assert_eq!(as_of(Some(" "), day("2026-11-23")), Ok(day("2026-11-23")));
    assert_eq!(known_at(Some("12"), 12), Ok(KnownAt::Position(12)));
    assert!(known_at(Some("13"), 12).is_err());
    assert!(known_at(Some("昨天"), 12).is_err());
    assert!(matches!(known_at(Some("2026-04-01T08:00:00+08:00"), 12), Ok(KnownAt::Instant(_))));
}

#[test]
fn people_are_shortened() {
    assert_eq!(masked("张三丰"), "张**");
    assert_eq!(masked(""), "");
    assert_eq!(district_only("演示市长安区老巷 3 号"), "演示市长安区");
    assert_eq!(district_only("老巷 3 号"), "**");
}

#[test]
fn a_place_in_the_feed_comes_back_whole_or_not_at_all() {
    let place = FeedPlace {
        entry: 41,
        day: day("2026-11-23"),
        within: Some((day("2026-11-24"), "0198-record".to_owned())),
        view: "v".to_owned(),
    };
    let text = place.seal("xinheng.example.org");
    assert_eq!(FeedPlace::open("xinheng.example.org", &text), Ok(place.clone()));
    assert_eq!(FeedPlace::open("other.example.org", &text), Err(PlaceFault));
    for at in 0..text.len() {
        let (head, tail) = text.split_at(at);
        let changed = format!("{head}{}{}", if tail.starts_with('A') { 'B' } else { 'A' }, &tail[1..]);
        assert_eq!(FeedPlace::open("xinheng.example.org", &changed), Err(PlaceFault), "{changed}");
        assert_eq!(FeedPlace::open("xinheng.example.org", head), Err(PlaceFault), "{head}");
    }
    let start = FeedPlace::start(day("2026-11-23"), "v".to_owned());
    assert_eq!(FeedPlace::open("a", &start.seal("a")), Ok(start));
    assert_eq!(place.check("v", 41, Some(day("2026-11-23"))), Ok(()));
    assert_eq!(place.check("v", 40, None), Err(TooOld::Ahead));
    assert_eq!(place.check("w", 41, None), Err(TooOld::View));
    assert_eq!(place.check("v", 41, Some(day("2026-11-24"))), Err(TooOld::Horizon));
}

#[test]
fn what_was_never_public_is_not_told() {
    // (entered before the place, public there, public at some time, public now)
    assert_eq!(moved(false, false, false, true), Some(Move::Add));
    assert_eq!(moved(true, false, false, true), Some(Move::Add));
    assert_eq!(moved(true, true, true, true), Some(Move::Change));
    assert_eq!(moved(true, true, true, false), Some(Move::Delete));
    assert_eq!(moved(true, false, true, false), Some(Move::Delete));
    assert_eq!(moved(true, false, false, false), None, "filed, never settled");
    assert_eq!(moved(false, false, true, false), None, "come and gone behind the place");
}

#[test]
fn a_later_place_covers_an_earlier_one() {
    let place = |entry, day: &str, within: Option<(&str, &str)>| FeedPlace {
        entry,
        day: self::day(day),
        within: within.map(|(day, id)| (self::day(day), id.to_owned())),
        view: "v".to_owned(),
    };
    let way = [
        place(0, "2026-11-23", None),
        place(40, "2026-11-23", None),
        place(40, "2026-11-23", Some(("2026-11-24", "a"))),
        place(40, "2026-11-23", Some(("2026-11-24", "b"))),
        place(40, "2026-11-24", None),
        place(41, "2026-11-24", None),
    ];
    for (at, one) in way.iter().enumerate() {
        for (earlier, other) in way.iter().enumerate() {
            assert_eq!(one.covers(other), at >= earlier, "{one:?} {other:?}");
        }
    }
}
