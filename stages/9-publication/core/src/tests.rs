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
