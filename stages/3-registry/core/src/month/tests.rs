//! Months as people and addresses write them.

use super::*;

#[test]
fn a_month_is_read_in_one_shape_only() {
    for wrong in ["", "2026", "2026-13", "2026-00", "2026-4", "2026-04-01", "二〇二六年四月", " 2026-04"]
    {
        assert_eq!(Month::parse(wrong).unwrap_err().0, wrong, "{wrong}");
    }
    let april = Month::parse("2026-04").unwrap();
    assert_eq!((april.to_string(), april.chinese()), ("2026-04".to_owned(), "2026年4月".to_owned()));
}

#[test]
fn months_follow_one_another_over_the_new_year() {
    let december = Month::of(Date::parse("2025-12-31").unwrap());
    assert_eq!(december.next().to_string(), "2026-01");
    assert_eq!(december.next().previous(), december);
    assert_eq!(december.end(), Date::parse("2026-01-01").unwrap());
}

#[test]
fn a_month_is_over_on_the_first_day_of_the_next() {
    let february = Month::parse("2028-02").unwrap();
    assert!(!february.is_over(Date::parse("2028-02-29").unwrap()));
    assert!(february.is_over(Date::parse("2028-03-01").unwrap()));
}
