//! Lines of the board: what is said, what is not said, and what cannot be.

use super::*;

fn reported(organ: &str, kind: &str, counts: [i64; 4]) -> ReportedCount {
    let [reported, conforming, timely, timed] = counts;
    ReportedCount { organ: organ.to_owned(), kind: kind.to_owned(), reported, conforming, timely, timed }
}

fn produced(organ: &str, kind: &str, produced: i64) -> ProducedCount {
    ProducedCount { organ: organ.to_owned(), kind: kind.to_owned(), produced }
}

fn percents(line: &Quality) -> [String; 3] {
    let ratios = [line.reporting(), line.conformity(), line.timeliness()];
    ratios.map(|ratio| ratio.map_or_else(|| "-".to_owned(), Ratio::percent))
}

#[test]
fn what_the_organ_did_not_count_is_not_computed() {
    let lines = quality(vec![reported("甲", "penalty", [40, 39, 38, 40])], Vec::new());
    assert_eq!(percents(&lines[0]), ["-", "97.50%", "95.00%"]);
    assert_eq!((lines[0].produced, lines[0].unreported()), (None, None));
}

#[test]
fn an_organ_that_reported_nothing_of_what_it_produced_has_a_line() {
    let lines = quality(
        vec![reported("甲", "penalty", [40, 40, 40, 40])],
        vec![produced("甲", "penalty", 41), produced("乙", "licence", 12), produced("甲", "licence", 0)],
    );
    let seen: Vec<_> =
        lines.iter().map(|it| (it.count.organ.as_str(), it.count.kind.as_str(), it.unreported())).collect();
    assert_eq!(
        seen,
        [("乙", "licence", Some(12)), ("甲", "licence", Some(0)), ("甲", "penalty", Some(1))],
        "sorted by organ, then kind"
    );
    assert_eq!(percents(&lines[0]), ["0.00%", "-", "-"]);
    assert_eq!(percents(&lines[1]), ["-", "-", "-"], "nothing to divide by");
}

#[test]
fn nearly_all_is_not_all_and_more_than_all_is_said() {
    let nearly = Ratio::of(99_999, 100_000).unwrap();
    assert_eq!((nearly.percent(), nearly.exceeds()), ("99.99%".to_owned(), false));
    let beyond =
        quality(vec![reported("甲", "penalty", [41, 41, 0, 0])], vec![produced("甲", "penalty", 40)]);
    let ratio = beyond[0].reporting().unwrap();
    assert_eq!((ratio.percent(), ratio.exceeds()), ("102.50%".to_owned(), true));
    assert_eq!(beyond[0].unreported(), Some(0));
    assert_eq!(beyond[0].timeliness(), None, "a kind without a term is neither early nor late");
}

#[test]
fn a_sum_divides_only_what_belongs_together() {
    let lines = quality(
        vec![reported("甲", "penalty", [40, 39, 38, 40]), reported("乙", "penalty", [500, 0, 0, 500])],
        vec![produced("甲", "penalty", 80)],
    );
    let all = quality_sum(&lines);
    assert_eq!((all.reported, all.conforming, all.timely, all.timed), (540, 39, 38, 540));
    assert_eq!((all.reported_of_produced, all.produced, all.not_provided), (40, 80, 1));
    assert_eq!(quality_sum([]), QualitySum::default());
}

#[test]
fn a_count_reads_back_and_a_broken_one_names_its_field() {
    let body = ProducedBody { kind: "penalty".into(), month: Month::parse("2026-10").unwrap(), produced: 41 };
    assert_eq!(ProducedBody::from_fields(&body.to_fields()), Ok(body.clone()));
    let mut broken = body.to_fields();
    broken.insert("month".to_owned(), "十月".into());
    assert_eq!(ProducedBody::from_fields(&broken).unwrap_err().field, "month");
    let mut broken = body.to_fields();
    broken.insert("produced".to_owned(), "许多".into());
    assert_eq!(ProducedBody::from_fields(&broken).unwrap_err().field, "produced");
}
