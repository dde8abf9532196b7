//! Who may show which text: deciders on made-up records.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use xh_kernel::Date;
use xh_policy::Release;

use super::*;

fn law() -> Release {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../policy");
    let mut files = BTreeMap::new();
    collect(&root, "", &mut files);
    Release::load(&files, "city-shijiazhuang").unwrap()
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if name.ends_with(".toml") {
            files.insert(name, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn record(kind: &str, fields: &[(&str, &str)]) -> KnownRecord {
    KnownRecord {
        id: "0198".to_owned(),
        kind: kind.to_owned(),
        organ: "organ".to_owned(),
        organ_name: "石城市示例局".to_owned(),
        decided_on: Date::parse("2026-05-06").ok(),
        filed_on: Date::parse("2026-05-07").unwrap(),
        status: "valid".to_owned(),
        severity: None,
        unsettled: None,
        body_position: 7,
        version: 1,
        intervals: Vec::new(),
        fields: fields.iter().map(|(id, text)| ((*id).to_owned(), json!(text))).collect(),
        texts: BTreeMap::new(),
    }
}

fn proposal(
    kind: &str,
    fields: &[(&str, &str)],
    edits: &[(&str, Edit)],
) -> Result<ReviewBody, ReviewRefused> {
    let (law, record) = (law(), record(kind, fields));
    let edits = edits.iter().map(|(id, edit)| ((*id).to_owned(), edit.clone())).collect();
    propose(&law, law.kind(kind).unwrap(), &record, &edits)
}

fn standing(body: &ReviewBody, by: &str) -> Review {
    Review {
        position: 9,
        content: body.content,
        state: ReviewState::Proposed,
        two_persons: !body.reasons.is_empty(),
        findings: body.found(),
        proposed_by: by.to_owned(),
        digest: body.digest.clone(),
    }
}

#[test]
fn a_persons_name_is_masked_and_a_second_person_asked() {
    let facts = "员工张三（身份证号110102199101010078）未戴安全帽";
    let body = proposal("penalty", &[("violation_facts", facts)], &[]).unwrap();
    assert_eq!(body.texts["violation_facts"], "员工张某（身份证号［身份号码已隐去］）未戴安全帽");
    assert_eq!(body.reasons, ["对相对人不利的信息，公开前由两人审核", "内容中有「自然人姓名」"]);
    assert_eq!(body.found(), 2);
}

#[test]
fn a_title_may_be_the_word_that_makes_a_name() {
    let text = proposal("licence", &[("remark", "联系人李四"), ("content", "食品销售")], &[]).unwrap();
    assert_eq!(text.texts["remark"], "联系人李某");
    let named = proposal("adjudication", &[("counterparty", "王五")], &[]);
    assert!(named.is_ok_and(|body| body.texts.get("counterparty").is_none_or(|text| !text.contains("王五"))));
}

#[test]
fn the_proposer_is_refused_and_another_is_not() {
    let record = record("penalty", &[("violation_facts", "未按规定设置标志")]);
    let body = proposal("penalty", &[("violation_facts", "未按规定设置标志")], &[]).unwrap();
    let open = standing(&body, "one");
    let said = |actor: &str, digest: &str| may_release(&record, Some(&open), &body, actor, Some(digest));
    assert!(matches!(said("one", &body.digest), Err(ReviewRefused::SamePerson(_))));
    assert_eq!(said("other", "of something else"), Err(ReviewRefused::Changed));
    assert_eq!(said("other", &body.digest), Ok(()));
    let amended = KnownRecord { body_position: 12, ..record.clone() };
    assert_eq!(may_release(&amended, Some(&open), &body, "other", None), Err(ReviewRefused::NothingProposed));
    assert_eq!(may_release(&record, None, &body, "other", None), Err(ReviewRefused::NothingProposed));
}

#[test]
fn one_person_suffices_where_no_rule_asks_for_two() {
    let fields = [("content", "食品销售（预包装）")];
    let body = proposal("licence", &fields, &[]).unwrap();
    assert!(body.reasons.is_empty(), "{:?}", body.reasons);
    assert_eq!(
        may_release(&record("licence", &fields), Some(&standing(&body, "one")), &body, "one", None),
        Ok(())
    );
}

#[test]
fn what_may_never_be_shown_is_refused_in_any_words() {
    let fields = [("content", "电话13800000001"), ("remark", "机密★10年 附件")];
    let edit = |field: &'static str, text: &str| [(field, Edit::Text(text.to_owned()))];
    let phone = proposal("licence", &fields, &edit("content", "请拨13800000001")).unwrap_err();
    assert_eq!(phone.to_string(), "「许可内容」中仍有不得公开的内容:手机号码;请遮盖或不公开该字段");
    let marked = proposal("licence", &fields, &edit("remark", "附件"));
    assert!(matches!(marked, Err(ReviewRefused::Forbidden(..))), "{marked:?}");
    let body = proposal("licence", &fields, &[("content", Edit::Withhold)]).unwrap();
    assert_eq!((body.texts.len(), body.withheld), (0, vec!["content".to_owned(), "remark".to_owned()]));
    let unknown = proposal("licence", &fields, &edit("subject_name", "x"));
    assert_eq!(unknown, Err(ReviewRefused::NoSuchText("subject_name".to_owned())));
}

#[test]
fn an_edited_text_needs_a_second_person() {
    let fields = [("content", "食品销售")];
    let body =
        proposal("licence", &fields, &[("content", Edit::Text("食品销售（散装）".to_owned()))]).unwrap();
    assert_eq!(body.reasons, ["与系统建议不同的文字，由第二人核对"]);
}

#[test]
fn what_was_withdrawn_or_has_no_text_is_not_reviewed() {
    assert_eq!(proposal("licence", &[], &[]), Err(ReviewRefused::NoText));
    let law = law();
    let gone =
        KnownRecord { status: crate::WITHDRAWN.to_owned(), ..record("licence", &[("content", "食品")]) };
    let said = propose(&law, law.kind("licence").unwrap(), &gone, &BTreeMap::new());
    assert_eq!(said, Err(ReviewRefused::Withdrawn));
    let body = proposal("licence", &[("content", "食品")], &[]).unwrap();
    assert_eq!(may_return(&gone, Some(&standing(&body, "one")), "错字"), Err(ReviewRefused::Withdrawn));
    let record = record("licence", &[("content", "食品")]);
    assert_eq!(may_return(&record, Some(&standing(&body, "one")), " "), Err(ReviewRefused::NoReason));
    assert_eq!(may_return(&record, Some(&standing(&body, "one")), "错字"), Ok(()));
}

#[test]
fn a_payload_comes_back_whole() {
    let body = proposal("licence", &[("content", "联系人李四")], &[]).unwrap();
    assert_eq!(ReviewBody::from_fields(&body.to_fields()), Ok(body.clone()));
    let released = ReleasedBody { content: 7, proposal: 9, texts: body.texts, digest: body.digest };
    assert_eq!(ReleasedBody::from_fields(&released.to_fields()), Ok(released));
    let returned = ReturnedBody { proposal: 9, reason: "错字".to_owned() };
    assert_eq!(ReturnedBody::from_fields(&returned.to_fields()), Ok(returned));
}
