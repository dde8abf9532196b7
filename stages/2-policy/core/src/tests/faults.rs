//! Law files that are wrong: each fault is found, with file, line, what is wrong and what to do.
//!
//! Each case is one edit of the repository's law; the answers stand in `faults.txt`.

use expect_test::expect_file;

use super::files;
use crate::Release;

/// A case: what is wrong, the file, the text replaced (empty = appended), the new text.
type Case = (&'static str, &'static str, &'static str, &'static str);

const VALUES: &str = "national/values/publication-credit-china.toml";
const RULES: &str = "national/rules/penalty-credit-china-2026.toml";
const OLDER_RULES: &str = "national/rules/penalty-credit-china-2023.toml";
const KIND: &str = "national/kinds/penalty.toml";
const SCENARIOS: &str = "national/scenarios/three-regimes.toml";
const CITY: &str = "city-shijiazhuang/bundle.toml";

const CATALOGUE: &str = "national/catalogue.toml";
const LOCAL: &str = "city-shijiazhuang/catalogue.toml";

const CASES: [Case; 43] = [
    ("an unknown key", VALUES, "review_by", "reviewed_by"),
    ("broken TOML", VALUES, "[[value]]", "[[value]"),
    ("an impossible day", VALUES, "2026-03-31", "2026-03-32"),
    ("a gap between regimes", OLDER_RULES, "2023-05-01", "2023-06-01"),
    ("an overlap of one value's days", VALUES, "", OVERLAP),
    ("a citation of nothing", RULES, "第二章（公示期限）", "第九十九条"),
    ("a citation of an instrument not in force", VALUES, "to = \"2026-03-31\"", "to = \"2026-04-30\""),
    ("a rule without a value", RULES, "repair36.general.max", "repair36.general.most"),
    ("a rule of no regime", RULES, "regime = \"ndrc36\"", "regime = \"ndrc99\""),
    (
        "an outcome that answers another question",
        RULES,
        "then = { severity = \"minor\" }",
        "then = { publish = \"x\" }",
    ),
    ("a rule that no scenario reaches", RULES, "", UNREACHED),
    ("a scenario that fails", SCENARIOS, "until = \"2020-12-02\"", "until = \"2020-12-03\""),
    ("a condition on an undeclared fact", RULES, "fact = \"kinds\"", "fact = \"kindz\""),
    (
        "a test that does not suit its fact",
        RULES,
        "fact = \"severity\", is = \"general\"",
        "fact = \"severity\", has = \"x\"",
    ),
    ("two tests in one condition", RULES, "present = true", "present = true, is = \"x\""),
    ("two fields with one heading", KIND, "\"发文号\"", "\"备注\""),
    ("one text with two codes", KIND, "\"行政警告\"", "\"罚款\""),
    ("a source in the wrong folder", "sources/foi-2019/source.toml", "\"foi-2019\"", "\"foi-2020\""),
    ("a file that does not belong", "notes/readme.toml", "", "x = 1\n"),
    ("a city that shows longer", CITY, "", LONGER),
    ("a city that adds a channel", CITY, "", "\n[[channel]]\nid = \"board\"\ntitle = \"公示栏\"\n"),
    ("a city that widens a field", CITY, "", WIDER),
    ("a catalogue with an unknown key", CATALOGUE, "sharing =", "shared_with ="),
    ("editions that overlap", CATALOGUE, "to = \"2023-12-31\"", "to = \"2024-03-31\""),
    ("an edition that ends before it begins", CATALOGUE, "to = \"2023-12-31\"", "to = \"2021-12-31\""),
    (
        "a line without citation",
        LOCAL,
        "due_workdays = 5 }\ncites = [{ source = \"sjz-2019-plan\", article = \"（四）\" }]",
        "due_workdays = 5 }\ncites = []",
    ),
    ("an item of an unknown kind", CATALOGUE, "kinds = [\"penalty\"]", "kinds = [\"penalties\"]"),
    ("an item of an unknown class", CATALOGUE, "class = \"honour\"", "class = \"honor\""),
    (
        "an item of an edition that is not there",
        CATALOGUE,
        "editions = [\"national@2024\"]",
        "editions = [\"national@2025\"]",
    ),
    ("an item about people", CATALOGUE, "\"individual_business\"]", "\"natural_person\"]"),
    ("one kind in two items", CATALOGUE, "kinds = [\"levy\"]", "kinds = [\"penalty\"]"),
    ("a city that adds an item", LOCAL, "", ADDED),
    (
        "a line of an item that no national edition has",
        LOCAL,
        "item = \"tax_credit_a\"",
        "item = \"credit_score\"",
    ),
    (
        "a city edition based on nothing",
        LOCAL,
        "based_on = \"national@2024\"",
        "based_on = \"national@2030\"",
    ),
    ("a city edition before its national one", LOCAL, "from = \"2026-01-01\"", "from = \"2024-02-01\""),
    (
        "a city that opens what is shared",
        LOCAL,
        "item = \"evaluation\"\n",
        "item = \"evaluation\"\nopenness = \"open\"\n",
    ),
    ("a county that opens what its city closed", LOCAL, "", OPENER),
    ("a county line that its city lacks", LOCAL, "", LONELY),
    ("a county with a city's code", LOCAL, "division = \"130102\"", "division = \"130100\""),
    ("a cycle without length", LOCAL, "every = \"workdays\", workdays = 7", "every = \"workdays\""),
    (
        "a base library by the month",
        LOCAL,
        "{ role = \"民政局\" }]\n",
        "{ role = \"民政局\" }]\ncycle = { every = \"month\", due_workdays = 5 }\n",
    ),
    (
        "records without a cycle",
        LOCAL,
        "cycle = { every = \"workdays\", workdays = 7, due_workdays = 1 }\n",
        "",
    ),
    ("a provider said twice over", LOCAL, "[{ role = \"税务局\" }]", "[{ role = \"税务局\", every = true }]"),
];

const ADDED: &str = r#"
[[catalogue_item]]
id = "city_score"
editions = ["national@2024"]
title = "本市信用分"
class = "evaluation"
subjects = ["organisation"]
openness = "open"
sharing = "all"
cites = [{ source = "sjz-2019-plan", article = "（四）" }]
"#;

const OPENER: &str = r#"
[[county_item]]
item = "contract_performance"
editions = ["city-shijiazhuang@2026"]
division = "130102"
division_title = "长安区"
providers = [{ role = "财政局" }]
openness = "open"
retention_years = 6
cites = [{ source = "sjz-2019-plan", article = "（四）" }]
"#;

const LONELY: &str = r#"
[[county_item]]
item = "patent"
editions = ["city-shijiazhuang@2026"]
division = "130102"
division_title = "长安区"
providers = [{ every = true }]
cites = [{ source = "sjz-2019-plan", article = "（四）" }]
"#;

const OVERLAP: &str = r#"
[[value]]
id = "repair36.general.max"
title = "重复"
value = 2
unit = "years"
from = "2026-06-01"
cites = [{ source = "ndrc-order-36", article = "第二章（公示期限）" }]
checked = "summary"
review_by = "2027-03-31"
"#;

const UNREACHED: &str = r#"
[[rule]]
id = "ndrc36.publish.never"
title = "轻微且严重，永远轮不到"
regime = "ndrc36"
decides = "publish"
rank = 95
when = [{ fact = "severity", is = "minor" }, { fact = "severity", is = "serious" }]
then = { not_published = "无" }
cites = [{ source = "ndrc-order-36", article = "第二章（公示期限）" }]
checked = "summary"
review_by = "2027-03-31"
"#;

const LONGER: &str = r#"
[[rule]]
id = "city.longer"
title = "本市多公示两年"
regime = "ndrc36"
decides = "publish"
rank = 1
then = { publish = "repair36.serious.max" }
cites = [{ source = "ndrc-order-36", article = "第二章（公示期限）" }]
checked = "summary"
review_by = "2027-03-31"
"#;

const WIDER: &str = r#"
[[narrow]]
field = "penalty.violation_facts"
visibility = "public"
cites = [{ source = "foi-2019", article = "第五条" }]
"#;

#[test]
fn every_fault_is_found_with_its_place_and_remedy() {
    let mut told = String::new();
    for (name, path, from, to) in CASES {
        let mut files = files();
        let text = files.get(path).cloned().unwrap_or_default();
        let edited = if from.is_empty() { format!("{text}{to}") } else { text.replacen(from, to, 1) };
        assert_ne!(text, edited, "{name}: the edit changed nothing");
        files.insert(path.to_owned(), edited);
        let faults = Release::load(&files, "city-shijiazhuang").expect_err(name);
        told.push_str(&format!("# {name}\n"));
        faults.iter().for_each(|fault| told.push_str(&format!("{fault}\n")));
    }
    expect_file!["faults.txt"].assert_eq(&told);
}

#[test]
fn a_missing_bundle_is_named() {
    let faults = Release::load(&files(), "city-nowhere").unwrap_err();
    assert_eq!(faults.len(), 1);
    assert!(faults[0].to_string().contains("规则包「city-nowhere」应恰有一个"), "{}", faults[0]);
}
