//! The catalogue as data: what a city's edition takes from the national one, who supplies it, and what adding costs.

use xh_kernel::Uscc;

use super::{city, files, load};
use crate::{Catalogue, Openness, Release, Sharing};

fn catalogue(release: &Release) -> Catalogue {
    let mut all = release.catalogues();
    assert_eq!(all.len(), 1, "only a city's edition may be adopted");
    all.remove(0)
}

fn organ(division: &str) -> Uscc {
    Uscc::with_check_digit(&format!("11{division}000000901")).unwrap()
}

#[test]
fn a_citys_edition_takes_items_whole_and_counties_narrow_them() {
    let city = catalogue(&city());
    assert_eq!((city.id.as_str(), city.based_on.as_str()), ("city-shijiazhuang@2026", "national@2024"));
    let penalty = city.entry("penalty").unwrap();
    assert_eq!((penalty.openness, penalty.class.as_str()), (Openness::Open, "administration"));
    assert_eq!(penalty.cycle.unwrap().words(), "每月（期满后5个工作日内）");
    assert_eq!(penalty.cites.len(), 2, "of the item, and of this level");
    let zone = city.entry("inspection@130172").unwrap();
    assert_eq!((zone.sharing, zone.retention_years), (Sharing::Conditional, Some(5)));
    assert_eq!(
        zone.cycle,
        city.entry("inspection").unwrap().cycle,
        "what a county does not say is the city's"
    );
    assert_eq!(city.class_title(&zone.class), "行政管理信息");
    assert!(city.entry("patent").is_none(), "the city does not take every item");
}

#[test]
fn an_entry_finds_its_organs_by_level_and_role() {
    let city = catalogue(&city());
    let supplies = |entry: &str, division: &str, name: &str| {
        city.entry(entry).unwrap().is_supplied_by(organ(division), name, "")
    };
    assert!(supplies("complaint", "130100", "示例市市场监督管理局"));
    assert!(!supplies("complaint", "130100", "示例市水利局"));
    assert!(supplies("penalty", "130100", "示例市水利局"), "every organ of the level");
    assert!(
        !supplies("penalty", "130102", "示例市长安区综合行政执法局"),
        "a county's organ is not the city's"
    );
    assert!(supplies("penalty@130102", "130102", "示例市长安区综合行政执法局"));
    assert!(!supplies("penalty@130110", "130102", "示例市长安区综合行政执法局"));
}

#[test]
fn the_content_of_an_edition_round_trips_to_its_digest() {
    let edition = catalogue(&city());
    let content = edition.content().unwrap();
    let again = Catalogue::from_content(&content).unwrap();
    assert_eq!((&again, again.content().unwrap()), (&edition, content.clone()));
    assert_eq!(Catalogue::digest(&content).len(), 64);
    assert!(Catalogue::from_content("{}").is_err());
}

#[test]
fn a_law_without_catalogue_is_written_as_before() {
    let mut files = files();
    files.retain(|path, _| !path.ends_with("catalogue.toml"));
    let release = load(&files, "city-shijiazhuang");
    assert!(release.catalogues().is_empty());
    assert!(!release.content().contains("\"catalogues\"") && !release.content().contains("_items\""));
    assert_eq!(Release::from_content(release.content()).unwrap().digest(), release.digest());
}

#[test]
fn an_item_is_added_as_toml() {
    let mut files = files();
    let mut append = |path: &str, text: &str| files.get_mut(path).unwrap().push_str(text);
    append("national/catalogue.toml", ITEM);
    append("city-shijiazhuang/catalogue.toml", LINE);
    let release = load(&files, "city-shijiazhuang");
    let entry = catalogue(&release).entry("green_mark").unwrap().clone();
    assert_eq!((entry.act.as_str(), entry.providers[0].words()), ("绿色标志", "生态环境局".to_owned()));
}

const ITEM: &str = r#"
[[catalogue_item]]
id = "green_mark"
editions = ["national@2024"]
title = "绿色标志"
class = "honour"
subjects = ["organisation"]
openness = "open"
sharing = "all"
cites = [{ source = "catalogue-2024", article = "信息类" }]
"#;

const LINE: &str = r#"
[[city_item]]
item = "green_mark"
editions = ["city-shijiazhuang@2026"]
providers = [{ role = "生态环境局" }]
cites = [{ source = "sjz-2019-plan", article = "（四）" }]
"#;
