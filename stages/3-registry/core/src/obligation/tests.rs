//! What is owed and when, told over a small catalogue: a month, a run of working days, a county, a change of edition.

use expect_test::{Expect, expect};
use xh_kernel::{CalendarYear, Date, Id, Uscc, WorkCalendar};
use xh_policy::Catalogue;

use super::*;
use crate::catalogue::in_turn;
use crate::organ::Organ;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// National Day of 2026 with the days worked around it, as far as these stories go.
fn calendar() -> WorkCalendar {
    let off = ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"];
    let days_off = off.iter().map(|text| day(text)).collect();
    WorkCalendar::new(vec![CalendarYear { year: 2026, days_off, days_on: vec![day("2026-10-10")] }])
}

fn line(id: &str, division: &str, role: &str, cycle: &str) -> String {
    let item = id.split('@').next().unwrap();
    format!(
        r#"{{"id":"{id}","item":"{item}","division":"{division}","title":"{item}","act":"","class":"c",
           "kinds":["{item}"],"subjects":["organisation"],"openness":"open","sharing":"all",
           "providers":[{{"role":"{role}"}}],
           "cycle":{cycle},"cites":[]}}"#
    )
}

fn edition(id: &str, lines: &[String]) -> Catalogue {
    let entries = lines.join(",");
    let content = format!(
        r#"{{"id":"{id}","title":"示例目录","based_on":"n","based_on_title":"n","from":"2026-01-01","cites":[],
           "classes":[],"entries":[{entries}]}}"#
    );
    Catalogue::from_content(&content).unwrap()
}

const MONTH: &str = r#"{"every":"month","due_workdays":5}"#;
const QUARTER: &str = r#"{"every":"quarter","due_workdays":5}"#;
const RUN: &str = r#"{"every":"workdays","workdays":7,"due_workdays":1}"#;

fn organ(division: &str, name: &str, nth: u8) -> Supplier {
    let uscc = Uscc::with_check_digit(&format!("11{division}0000009{nth:02}")).unwrap();
    let id = Id::from_bytes([nth; 16]);
    let organ = Organ { id, uscc, name: name.to_owned(), system: String::new(), version: 1 };
    Supplier { organ, position: 1, since: day("2026-01-05") }
}

/// Every obligation on a line: organ, item, period, due, how it stands.
fn check(turns: &[crate::InForce], who: &[Supplier], on: &str, expected: &Expect) {
    let (calendar, on) = (calendar(), day(on));
    let owed = obligations(turns, who, &calendar, day("2026-08-01"), on);
    let told = standing(owed, &reported(), &said(), &calendar, on);
    let line = |it: &Owed<'_>| {
        let of = &it.obligation;
        let (from, to) = (of.period.from, of.period.to);
        format!(
            "{} {} {}（{from}～{to}） {} {:?}\n",
            of.organ_name, of.entry.id, of.period.id, of.due.day, it.standing
        )
    };
    expected.assert_eq(&told.iter().map(line).collect::<String>());
}

/// The bureau decided one penalty in August and filed it late.
fn reported() -> Vec<ReportedDay> {
    let organ = Id::from_bytes([1; 16]).as_str().to_owned();
    let (day_of, first_on) = (day("2026-08-20"), day("2026-09-15"));
    vec![ReportedDay { organ, kind: "penalty".to_owned(), day: day_of, first_on, many: 3 }]
}

/// It said on 10 October that September brought nothing.
fn said() -> Vec<NothingSaid> {
    let organ = Id::from_bytes([1; 16]).as_str().to_owned();
    let (from, said_on) = (day("2026-09-01"), day("2026-10-10"));
    vec![NothingSaid { organ, entry: "penalty".to_owned(), from, said_on }]
}

#[test]
fn a_month_goes_overdue_on_the_right_working_day_and_an_answer_clears_it() {
    let city = edition("city@1", &[line("penalty", "", "局", MONTH)]);
    let turns = in_turn(vec![(city, day("2026-08-01"), 5)]);
    let who = [organ("130100", "甲局", 1)];
    check(
        &turns,
        &who,
        "2026-09-07",
        &expect![[r#"
        甲局 penalty 2026-08（2026-08-01～2026-08-31） 2026-09-07 Due
        甲局 penalty 2026-09（2026-09-01～2026-09-30） 2026-10-13 Running
    "#]],
    );
    check(
        &turns,
        &who,
        "2026-09-10",
        &expect![[r#"
        甲局 penalty 2026-08（2026-08-01～2026-08-31） 2026-09-07 Overdue { days: 3, workdays: 3 }
        甲局 penalty 2026-09（2026-09-01～2026-09-30） 2026-10-13 Running
    "#]],
    );
    // The five working days after 30 September: 8, 9, 10 (a Saturday that is worked), 12, 13 October.
    check(
        &turns,
        &who,
        "2026-10-14",
        &expect![[r#"
        甲局 penalty 2026-08（2026-08-01～2026-08-31） 2026-09-07 Reported { on: 2026-09-15, many: 3, late: true }
        甲局 penalty 2026-09（2026-09-01～2026-09-30） 2026-10-13 Nothing { on: 2026-10-10, late: false }
        甲局 penalty 2026-10（2026-10-01～2026-10-31） 2026-11-06 Running
    "#]],
    );
}

#[test]
fn a_run_of_working_days_follows_the_official_calendar() {
    let city = edition("city@1", &[line("licence", "", "局", RUN)]);
    let turns = in_turn(vec![(city, day("2026-09-28"), 5)]);
    check(
        &turns,
        &[organ("130100", "乙局", 2)],
        "2026-10-20",
        &expect![[r#"
        乙局 licence 2026-09-28（2026-09-28～2026-10-12） 2026-10-13 Overdue { days: 7, workdays: 5 }
        乙局 licence 2026-10-13（2026-10-13～2026-10-21） 2026-10-22 Running
    "#]],
    );
}

#[test]
fn a_county_owes_its_own_line_and_a_new_organ_owes_from_its_first_day() {
    let lines = [line("penalty", "", "局", MONTH), line("penalty@130102", "130102", "局", QUARTER)];
    let turns = in_turn(vec![(edition("city@1", &lines), day("2026-08-01"), 5)]);
    let late = Supplier { position: 9, since: day("2026-09-10"), ..organ("130100", "丁局", 4) };
    let who = [organ("130102", "丙局", 3), late, organ("130110", "戊局", 5)];
    check(
        &turns,
        &who,
        "2026-09-20",
        &expect![[r#"
        丁局 penalty 2026-09（2026-09-10～2026-09-30） 2026-10-13 Running
        丙局 penalty@130102 2026-Q3（2026-08-01～2026-09-30） 2026-10-13 Running
    "#]],
    );
}

#[test]
fn the_next_edition_changes_what_is_owed_and_loses_nothing() {
    let first =
        [line("penalty", "", "局", MONTH), line("licence", "", "局", MONTH), line("levy", "", "局", MONTH)];
    let second = [line("penalty", "", "局", MONTH), line("licence", "", "局", QUARTER)];
    let turns = in_turn(vec![
        (edition("city@1", &first), day("2026-08-01"), 5),
        (edition("city@2", &second), day("2026-09-16"), 6),
    ]);
    // Penalties go on uncut; licences change their cycle and levies end, each with what was owed until then.
    check(
        &turns,
        &[organ("130100", "己局", 6)],
        "2026-09-20",
        &expect![[r#"
        己局 levy 2026-08（2026-08-01～2026-08-31） 2026-09-07 Overdue { days: 13, workdays: 9 }
        己局 licence 2026-08（2026-08-01～2026-08-31） 2026-09-07 Overdue { days: 13, workdays: 9 }
        己局 penalty 2026-08（2026-08-01～2026-08-31） 2026-09-07 Overdue { days: 13, workdays: 9 }
        己局 levy 2026-09（2026-09-01～2026-09-15） 2026-09-22 Due
        己局 licence 2026-09（2026-09-01～2026-09-15） 2026-09-22 Due
        己局 licence 2026-Q3（2026-09-16～2026-09-30） 2026-10-13 Running
        己局 penalty 2026-09（2026-09-01～2026-09-30） 2026-10-13 Running
    "#]],
    );
}

#[test]
fn nothing_is_said_of_a_period_that_is_owed_over_and_empty() {
    let city = edition("city@1", &[line("penalty", "", "局", MONTH)]);
    let turns = in_turn(vec![(city, day("2026-08-01"), 5)]);
    let (calendar, who, on) = (calendar(), [organ("130100", "甲局", 1)], day("2026-10-14"));
    let owed = obligations(&turns, &who, &calendar, day("2026-08-01"), on);
    let owed = standing(owed, &reported(), &[], &calendar, on);
    let say = |entry, period| nothing(&owed, entry, period, on).map_err(|refused| refused.to_string());
    assert_eq!(
        say("penalty", "2026-08"),
        Err("2026年8月已报送 3 条，不能零报告；如属误报，请更正或撤回".to_owned())
    );
    assert_eq!(
        say("penalty", "2026-10"),
        Err("2026年10月还没有结束，最早可于2026年11月1日零报告".to_owned())
    );
    assert!(say("licence", "2026-09").unwrap_err().contains("没有「licence」在「2026-09」这一期的报送任务"));
    let body = say("penalty", "2026-09").unwrap().unwrap();
    assert_eq!((body.from, body.to), (day("2026-09-01"), day("2026-09-30")));
    assert_eq!(NothingBody::from_fields(&body.to_fields()).unwrap(), body);
}
