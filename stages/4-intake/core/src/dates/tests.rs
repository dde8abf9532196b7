//! Date shapes of real sheets and what becomes of each.

use proptest::prelude::*;

use super::{DateUse, Reading, read, read_for};

fn said(cell: &str) -> String {
    match read(cell) {
        Ok(Reading::Day(day)) => day.to_string(),
        Ok(Reading::Empty) => "nothing".to_owned(),
        Ok(Reading::OpenEnded) => "no end".to_owned(),
        Ok(Reading::Span { from, until: Some(until) }) => format!("{from}..{until}"),
        Ok(Reading::Span { from, until: None }) => format!("{from}.."),
        Err(fault) => fault.code().trim_start_matches("date_").to_owned(),
    }
}

fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(cell, expected)| said(cell) != *expected)
        .map(|(cell, expected)| format!("「{cell}」: expected {expected}, read {}", said(cell)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_day_in_forty_shapes() {
    let shapes = [
        "2022-08-07",
        "2022-8-7",
        "2022/8/7",
        "2022/08/07",
        "2022.08.07",
        "2022.8.7.",
        "20220807",
        "20220807114600",
        "2022年8月7日",
        "2022年08月07日",
        "2022 年 8 月 7 日",
        "2022年8月7",
        "2022年8月7号",
        "2022-08-07 11:46:00",
        "2022/8/7 0:00",
        "2022-08-07T11:46:00",
        "2022-08-07T11:46:00.000+08:00",
        "2022-08-06T16:00:00.000Z",
        "2022-08-07T01:00:00Z",
        "2022-08-07 11:46:00.0",
        "2022年8月7日 11时46分",
        "2022年8月7日11:46",
        "2022-08-07 星期日",
        "2022年8月7日(星期日)",
        "2022—8—7",
        "２０２２－８－７",
        "2022。8。7",
        "2022、8、7",
        "2022·8·7",
        "2022\\8\\7",
        "2022_8_7",
        "2022,8,7",
        "7/8月/2022",
        "07-8月-22",
        "07-AUG-22",
        "7 Aug 2022",
        "Aug 7, 2022",
        "August 7, 2022",
        "Sun Aug 07 00:00:00 CST 2022",
        "44780",
        "44780.0",
        "44780.49",
        "1659801600000",
        "二〇二二年八月七日",
        "二零二二年八月七日",
        "二○二二年八月七日",
        "贰零贰贰年捌月柒日",
        "2022年八月七日",
        "\u{feff}2022-08-07\u{a0}",
        "'2022-08-07",
        "2022-08-07 下午 3:20",
        "2022-8-7上午11:46",
        "2022--08--07",
        "自2022年8月7日起",
        "截至2022年8月7日",
        "2022\n年8月\n7日",
        "2022-08-07 00:00:00 +0800",
    ];
    assert!(shapes.len() >= 40);
    for shape in shapes {
        assert_eq!(said(shape), "2022-08-07", "「{shape}」");
    }
}

#[test]
fn day_or_month_first_only_when_it_can_be_told() {
    check(&[
        ("15/11/2023 10:07", "2023-11-15"),
        ("29/5/2024 10:18:47", "2024-05-29"),
        ("20/10/2023", "2023-10-20"),
        ("11/15/2023", "2023-11-15"),
        ("8/8/2023", "2023-08-08"),
        ("5/6/2023", "day_or_month"),
        ("30/2/2024", "impossible"),
        ("22-08-07", "short_year"),
        ("8.7.22", "short_year"),
    ]);
}

#[test]
fn what_is_no_day_says_why() {
    check(&[
        ("2024-2-30", "impossible"),
        ("2023-2-29", "impossible"),
        ("2024-2-29", "2024-02-29"),
        ("2023年13月1日", "impossible"),
        ("20230230", "impossible"),
        ("2021年度2  月", "imprecise"),
        ("2021年", "imprecise"),
        ("2021", "imprecise"),
        ("2021.8", "imprecise"),
        ("202108", "imprecise"),
        ("二〇二一年八月", "imprecise"),
        ("昨天", "unreadable"),
        ("罚款5000元", "unreadable"),
        ("91130100000000019Q", "unreadable"),
        ("12345", "unreadable"),
        ("99999", "unreadable"),
        ("1234567", "unreadable"),
        ("2022-08-07 起算六个月", "unreadable"),
        ("2022-08-07(补正)", "unreadable"),
    ]);
}

#[test]
fn sentinels_are_nothing_or_no_end() {
    check(&[
        ("", "nothing"),
        ("/", "nothing"),
        ("无", "nothing"),
        ("——", "nothing"),
        ("NULL", "nothing"),
        ("1900/1/0 0:00:00", "nothing"),
        ("1900-01-01", "nothing"),
        ("0001-01-01", "nothing"),
        ("0000-00-00 00:00:00", "nothing"),
        ("1899-12-30", "nothing"),
        ("2099/12/31", "no end"),
        ("9999-09-09", "no end"),
        ("2099-12-31 00:00:00", "no end"),
        ("长期", "no end"),
        ("长期有效", "no end"),
    ]);
}

#[test]
fn ranges_are_read_and_used_by_field() {
    check(&[
        ("2020-1-17至2023-1-16", "2020-01-17..2023-01-16"),
        ("2020.1.17-2023.1.16", "2020-01-17..2023-01-16"),
        ("2020年1月17日—2023年1月16日", "2020-01-17..2023-01-16"),
        ("2020/1/17 ~ 2023/1/16", "2020-01-17..2023-01-16"),
        ("自2020年1月17日起至2023年1月16日止", "2020-01-17..2023-01-16"),
        ("2020-1-17至长期", "2020-01-17.."),
        ("2020-1-17至今", "2020-01-17.."),
        ("2020-1-17至", "2020-01-17.."),
        ("2023-1-16至2020-1-17", "unreadable"),
    ]);
    let used = |usage| format!("{:?}", read_for("2020-1-17至2023-1-16", usage));
    assert_eq!(used(DateUse::Happened), "Err(Range)");
    assert_eq!(used(DateUse::Start), "Ok(Day(2020-01-17))");
    assert_eq!(used(DateUse::End), "Ok(Day(2023-01-16))");
    assert_eq!(format!("{:?}", read_for("2099-12-31", DateUse::Happened)), "Err(Sentinel)");
    assert_eq!(format!("{:?}", read_for("2099-12-31", DateUse::End)), "Ok(OpenEnded)");
}

proptest! {
    #[test]
    fn never_panics(cell in "\\PC{0,40}") {
        let _ = read(&cell);
    }

    #[test]
    fn never_panics_on_near_dates(cell in "[0-9年月日/.:TZ+ 至一二十〇A-Fa-g-]{0,24}") {
        let _ = read(&cell);
    }

    #[test]
    fn every_day_reads_back(year in 1950_i16..2080, month in 1_i8..=12, day in 1_i8..=28) {
        let expected = format!("{year:04}-{month:02}-{day:02}");
        prop_assume!(expected != "1970-01-01");
        prop_assert_eq!(said(&format!("{year}年{month}月{day}日")), expected.clone());
        prop_assert_eq!(said(&format!("{year}/{month}/{day} 10:07")), expected);
    }
}
