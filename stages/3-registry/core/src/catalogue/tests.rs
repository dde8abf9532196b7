//! Two persons, days that do not reach back, and which edition is in force.

use xh_kernel::{Date, Id, Refusal};
use xh_policy::Catalogue;

use super::{Agreed, CatalogueRefused, Proposal, in_force_on, in_turn, may_adopt, may_propose};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn edition(id: &str) -> Catalogue {
    let content = format!(
        r#"{{"id":"{id}","title":"示例目录","based_on":"national@2024","based_on_title":"国家目录","from":"2026-01-01",
            "to":"2027-12-31","cites":[],"classes":[],"entries":[]}}"#
    );
    Catalogue::from_content(&content).unwrap()
}

fn proposal() -> Proposal {
    Proposal {
        id: Id::from_bytes([7; 16]),
        edition: "city@2026".to_owned(),
        title: "示例目录".to_owned(),
        digest: "d".to_owned(),
        effective_on: day("2026-06-01"),
        proposed_by: "one".to_owned(),
        proposed_at: "2026-05-20T01:00:00.000000Z".to_owned(),
        adopted: None,
    }
}

#[test]
fn nobody_adopts_what_they_proposed_and_nobody_twice() {
    let today = day("2026-05-20");
    assert_eq!(may_adopt(&proposal(), "one", today, true), Err(CatalogueRefused::SamePerson));
    assert_eq!(may_adopt(&proposal(), "other", today, true), Ok(()));
    let agreed = Agreed { by: "other".to_owned(), at: "2026-05-20T02:00:00.000000Z".to_owned(), position: 9 };
    let adopted = Proposal { adopted: Some(agreed), ..proposal() };
    let refused = may_adopt(&adopted, "third", today, true).unwrap_err();
    assert_eq!(refused.code(), "catalogue.already_adopted");
}

#[test]
fn only_the_first_may_reach_back_and_only_to_its_edition() {
    let (city, today) = (edition("city@2026"), day("2026-06-10"));
    let propose =
        |on: &str, first| may_propose(&city, day(on), today, first).map_err(|refused| refused.code());
    assert_eq!(propose("2026-01-01", true), Ok(()));
    assert_eq!(propose("2025-12-31", true), Err("catalogue.before_edition"));
    assert_eq!(propose("2028-01-01", true), Err("catalogue.after_edition"));
    assert_eq!(propose("2026-06-09", false), Err("catalogue.reaches_back"));
    assert_eq!(propose("2026-06-10", false), Ok(()));
    let late = may_adopt(&proposal(), "other", today, false).unwrap_err();
    assert_eq!((late.code(), late.earliest()), ("catalogue.reaches_back", Some(today)));
}

#[test]
fn each_is_in_force_until_the_next_begins() {
    let (first, second, third) = (edition("city@1"), edition("city@2"), edition("city@3"));
    let turns = in_turn(vec![
        (second, day("2026-09-01"), 20),
        (first, day("2026-01-01"), 10),
        (third, day("2026-09-01"), 30),
    ]);
    let at = |text: &str| in_force_on(&turns, day(text)).map(|turn| turn.catalogue.id.as_str());
    assert_eq!(at("2025-12-31"), None);
    assert_eq!(at("2026-08-31"), Some("city@1"));
    assert_eq!(at("2026-09-01"), Some("city@3"), "of two from one day on, the one adopted later");
    assert_eq!(at("2029-01-01"), Some("city@3"), "past its stated end, until another is adopted");
    assert_eq!(turns[0].until, Some(day("2026-09-01")));
}
