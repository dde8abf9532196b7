//! The scenarios that lie beside the law, each printed with its answer (`--nocapture`).

use super::{city, files};
use crate::Scenario;

#[test]
fn every_scenario_gets_its_answer() {
    let release = city();
    let scenarios = Scenario::read(&files(), "city-shijiazhuang").unwrap();
    assert!(scenarios.len() > 40, "{}", scenarios.len());
    let mut wrong = Vec::new();
    for scenario in &scenarios {
        let result = scenario.run(&release);
        println!("{} | {} | {}", scenario.id, scenario.title, result.answer);
        wrong.extend(result.differences.iter().map(|it| format!("{}: {it}", scenario.id)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_wrong_expectation_is_found() {
    let release = city();
    let mut scenarios = Scenario::read(&files(), "").unwrap();
    let first = scenarios.iter_mut().find(|it| it.id == "three.2019").unwrap();
    first.expect.severity = Some("serious".to_owned());
    first.expect.conflicts = Some(3);
    first.expect.cites.push("《没有这部法》".to_owned());
    first.expect.intervals = Some(Vec::new());
    assert_eq!(first.run(&release).differences.len(), 4);
}
