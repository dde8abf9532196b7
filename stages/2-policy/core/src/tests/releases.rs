//! Releases: content and digest, the round trip, citations, visibility, and the receipt as it is told.

use expect_test::expect_file;

use super::{a_fine, city, day, files, kinds, load};
use crate::{Checked, ContentFault, Fact, ReceiptNode, Release, Visibility, decide, due, judge};

#[test]
fn the_content_round_trips_to_the_same_digest() {
    let release = city();
    let again = Release::from_content(release.content()).unwrap();
    assert_eq!(again.digest(), release.digest());
    assert_eq!(again.content(), release.content());
    let before = decide(&release, "penalty", &a_fine("2025-06-03"), day("2026-06-01"));
    assert_eq!(decide(&again, "penalty", &a_fine("2025-06-03"), day("2026-06-01")), before);
}

#[test]
fn a_content_that_is_not_canonical_is_refused() {
    let content = city().content().to_owned();
    let spaced = content.replacen(':', ": ", 1);
    assert!(matches!(Release::from_content(&spaced), Err(ContentFault::NotCanonical)));
    assert!(matches!(Release::from_content("{}"), Err(ContentFault::Unreadable(_))));
    let other = content.replace("\"format\":1", "\"format\":2");
    assert!(matches!(Release::from_content(&other), Err(ContentFault::Format(2))));
}

#[test]
fn a_comment_changes_no_digest_and_a_number_does() {
    let mut files = files();
    let before = load(&files, "").digest().to_owned();
    let path = "national/values/publication-credit-china.toml";
    let text = files[path].clone();
    files.insert(path.to_owned(), format!("# A remark.\n{text}"));
    assert_eq!(load(&files, "").digest(), before);
    files.insert(path.to_owned(), text.replacen("一般失信信息最长公示期", "一般失信信息最长公示期限", 1));
    assert_ne!(load(&files, "").digest(), before);
}

#[test]
fn a_citation_is_rendered_with_title_number_and_article() {
    let release = city();
    let value = release.value_on("pub.apl.withdraw_on_revocation", &day("2024-01-02")).unwrap();
    assert_eq!(release.cite(&value.cites[0]), "《中华人民共和国行政处罚法》第四十八条");
    let value = release.value_on("pub.samr.period.other", &day("2024-01-02")).unwrap();
    let cite = "《市场监督管理行政处罚信息公示规定》（国家市场监督管理总局令第45号）第十三条";
    assert_eq!(release.cite(&value.cites[0]), cite);
}

#[test]
fn what_was_only_read_in_a_summary_is_listed() {
    let release = city();
    let list = release.summary_only();
    assert!(list.iter().any(|it| it.contains("repair36.general.max@2026-04-01")));
    assert!(!list.iter().any(|it| it.contains("pub.samr.period.other@")));
    let summaries = release.values().iter().filter(|it| it.checked == Checked::Summary).count();
    assert_eq!(list.iter().filter(|it| it.starts_with("value ")).count(), summaries);
}

#[test]
fn visibility_is_by_table_and_column() {
    let release = city();
    assert_eq!(release.visibility("ledger_entry.leaf"), Some(Visibility::Public));
    assert_eq!(release.visibility("ledger_body.payload"), Some(Visibility::Secret));
    assert_eq!(release.visibility("ledger_body.nothing"), None);
}

#[test]
fn the_city_names_its_portal_and_adds_nothing() {
    let (city, national) = (city(), load(&files(), ""));
    assert_eq!(city.channel("credit_china").unwrap().title, "信用中国（河北石家庄）");
    assert_eq!(city.title(), "石家庄市规则包 2026.11");
    assert_eq!(city.kinds(), national.kinds());
    assert_eq!(city.rules(), national.rules());
}

#[test]
fn a_decision_is_due_online_within_seven_working_days() {
    let release = city();
    let due = due(&release, "penalty", day("2025-09-26")).unwrap();
    assert_eq!(due.deadline.day, day("2025-10-13"));
    assert!(!due.deadline.provisional);
    assert!(super::super::due(&release, "penalty", day("2027-03-01")).unwrap().deadline.provisional);
    assert!(super::super::due(&release, "registration", day("2025-09-26")).is_none());
}

#[test]
fn bulk_and_receipt_agree() {
    let release = city();
    for decided in ["2018-09-03", "2019-12-02", "2023-06-01", "2025-06-03", "2026-05-06"] {
        let facts = a_fine(decided).with("authority_system", Fact::Text("samr".to_owned()), "认定单位登记");
        let (told, quick) = (
            decide(&release, "penalty", &facts, day("2026-11-23")),
            judge(&release, "penalty", &facts, day("2026-11-23")),
        );
        assert_eq!(told.intervals, quick.intervals);
        assert_eq!(
            (told.severity, told.unsettled, told.conflicts),
            (quick.severity, quick.unsettled, quick.conflicts)
        );
    }
}

#[test]
fn an_empty_set_of_kinds_is_an_unknown_one() {
    let release = city();
    let facts = crate::Facts::new().with("decided_on", Fact::Day(day("2024-03-04")), "").with(
        "kinds",
        kinds(&[]),
        "",
    );
    let judged = judge(&release, "penalty", &facts, day("2024-03-11"));
    assert!(judged.intervals.is_empty());
    assert!(judged.unsettled.is_some());
}

#[test]
fn the_receipt_of_a_decision_that_lives_through_a_change() {
    let decision = decide(&city(), "penalty", &a_fine("2025-06-03"), day("2026-06-01"));
    let mut ids = Vec::new();
    decision.receipt.root.walk(&mut |node| ids.push(node.id.clone()));
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "step ids are not unique");
    let mut told = String::new();
    tell(&decision.receipt.root, 0, "", &mut told);
    expect_file!["receipt.txt"].assert_eq(&told);
}

fn tell(node: &ReceiptNode, depth: usize, mark: &str, out: &mut String) {
    let cites =
        if node.cites.is_empty() { String::new() } else { format!(" 〖{}〗", node.cites.join("；")) };
    let value = node.value.as_ref().map_or_else(String::new, |value| format!(" = {value}"));
    let pad = "  ".repeat(depth);
    out.push_str(&format!("{pad}{mark}{}{value} → {}{cites}\n", node.what, node.outcome));
    node.children.iter().for_each(|child| tell(child, depth + 1, "", out));
    node.lost.iter().for_each(|child| tell(child, depth + 1, "✗ ", out));
}

#[test]
fn the_receipt_is_stable_json() {
    let decide = || decide(&city(), "penalty", &a_fine("2025-06-03"), day("2026-06-01")).receipt;
    let text = serde_json::to_string(&decide()).unwrap();
    assert_eq!(text, serde_json::to_string(&decide()).unwrap());
    let back: crate::Receipt = serde_json::from_str(&text).unwrap();
    assert_eq!(back, decide());
    assert!(back.step("channel/credit_china/ndrc36/severity").is_some());
}
