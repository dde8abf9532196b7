//! Tests of working days on a made-up calendar in the manner of the yearly notice.

use super::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// New Year, three days off with the Saturday before worked, and Labour Day, both made up for 2030.
fn calendar() -> WorkCalendar {
    WorkCalendar::new(vec![CalendarYear {
        year: 2030,
        days_off: ["2030-01-01", "2030-05-01", "2030-05-02", "2030-05-03"].map(day).to_vec(),
        days_on: ["2030-04-27"].map(day).to_vec(),
    }])
}

#[test]
fn days_off_and_weekend_days_worked() {
    let check = |text: &str, worked: bool| assert_eq!(calendar().is_workday(day(text)), worked, "{text}");
    check("2030-01-01", false);
    check("2030-01-02", true);
    check("2030-04-27", true);
    check("2030-04-28", false);
    check("2030-05-01", false);
    check("2031-01-01", true);
}

#[test]
fn the_start_is_not_counted() {
    let check = |start: &str, count: u32, end: &str, provisional: bool| {
        let deadline = calendar().add_workdays(day(start), count);
        assert_eq!(deadline, Deadline { day: day(end), provisional }, "{start} + {count}");
    };
    check("2030-04-26", 0, "2030-04-26", false);
    check("2030-04-26", 1, "2030-04-27", false);
    check("2030-04-26", 3, "2030-04-30", false);
    check("2030-04-26", 4, "2030-05-06", false);
    check("2030-12-30", 1, "2030-12-31", false);
    check("2030-12-30", 2, "2031-01-01", true);
    check("2029-12-31", 1, "2030-01-02", false);
}

#[test]
fn the_end_of_days_holds() {
    assert_eq!(calendar().add_workdays(day("9999-12-30"), 1_000).day, Date::MAX);
}

#[test]
fn counting_is_the_inverse_of_adding() {
    for count in 0..300 {
        let end = calendar().add_workdays(day("2030-01-01"), count).day;
        assert_eq!(calendar().workdays_between(day("2030-01-01"), end), count);
    }
    assert_eq!(calendar().workdays_between(day("2030-02-01"), day("2030-01-01")), 0);
}

#[test]
fn the_last_official_year_is_known() {
    assert_eq!(
        (calendar().last_official_year(), WorkCalendar::default().last_official_year()),
        (Some(2030), None)
    );
}
