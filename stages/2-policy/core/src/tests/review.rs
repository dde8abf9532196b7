//! What is proposed for free text, and when a second person must agree; numbers and names are made up.

use std::collections::BTreeSet;

use proptest::prelude::*;
use xh_kernel::FindingClass;

use super::{city, files};
use crate::{Release, Remains};

fn classes(of: &[FindingClass]) -> BTreeSet<FindingClass> {
    of.iter().copied().collect()
}

fn faults(file: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = files();
    let text = files.get(file).unwrap().replacen(from, to, 1);
    files.insert(file.to_owned(), text);
    let found = Release::load(&files, "city-shijiazhuang").map(drop).unwrap_err();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn people_are_masked_and_the_act_stays_readable() {
    let text = "当事人石城示例运输有限公司的驾驶员张三（身份证号110102199101010078，电话13800000001）驾驶冀A12345，载物超过核定载质量。";
    let told = city().review_text(text);
    assert_eq!(
        told.proposed.as_deref(),
        Some(
            "当事人石城示例运输有限公司的驾驶员张某（身份证号［身份号码已隐去］，电话［电话已隐去］）驾驶冀A*****，载物超过核定载质量。"
        )
    );
    let counts: Vec<(&str, u32)> =
        told.counts().into_iter().map(|(class, many)| (class.as_str(), many)).collect();
    assert_eq!(
        counts,
        [("identity_number", 1), ("mobile_phone", 1), ("vehicle_plate", 1), ("person_name", 1)]
    );
}

#[test]
fn a_text_with_nothing_in_it_is_proposed_as_it_is() {
    let text = "未按规定公示收费标准，示应急罚〔2024〕12号，罚款5000元。";
    assert_eq!(city().review_text(text).proposed.as_deref(), Some(text));
}

#[test]
fn what_is_classified_is_withheld_whole() {
    let release = city();
    for text in ["机密★10年 本单位于2024年", "内部资料：检查经过"] {
        assert_eq!(release.review_text(text).proposed, None, "{text}");
        assert!(!release.still_forbidden(text).is_empty(), "{text}");
    }
}

#[test]
fn a_second_person_is_asked_where_the_rules_say_so() {
    let release = city();
    let (penalty, licence) = (release.kind("penalty").unwrap(), release.kind("licence").unwrap());
    let why = |kind, found: &[FindingClass], edited| release.second_person(kind, &classes(found), edited);
    assert_eq!(why(penalty, &[], false), ["对相对人不利的信息，公开前由两人审核"]);
    assert_eq!(why(licence, &[], false), Vec::<String>::new());
    assert_eq!(why(licence, &[FindingClass::MobilePhone], false), Vec::<String>::new());
    assert_eq!(why(licence, &[FindingClass::PersonName], false), ["内容中有「自然人姓名」"]);
    assert_eq!(why(licence, &[], true), ["与系统建议不同的文字，由第二人核对"]);
}

#[test]
fn every_class_is_ruled_and_never_means_never() {
    let release = city();
    assert_eq!(release.review_classes().len(), FindingClass::ALL.len());
    let never = release.review_classes().iter().filter(|it| it.remains == Remains::Never);
    let never: Vec<&str> = never.map(|it| it.id.as_str()).collect();
    assert!(never.contains(&"identity_number") && never.contains(&"secrecy_mark"), "{never:?}");
}

#[test]
fn rules_of_review_that_are_wrong_are_refused_with_their_place() {
    const FILE: &str = "national/review.toml";
    let missing = faults(FILE, "id = \"email\"", "id = \"landline\"");
    assert!(missing.iter().any(|it| it.contains("审核类别「landline」重复")), "{missing:?}");
    assert!(missing.iter().any(|it| it.contains("审核规则缺少类别「email」")), "{missing:?}");
    let phone = faults(FILE, "［邮箱已隐去］", "电话13800000001");
    assert!(
        phone.iter().any(|it| it.starts_with("national/review.toml:") && it.contains("email")),
        "{phone:?}"
    );
    let unknown = faults(FILE, "id = \"email\"", "id = \"e_mail\"");
    assert!(unknown.iter().any(|it| it.contains("e_mail")), "{unknown:?}");
    let uncited = faults(FILE, "article = \"第二十八条\"", "article = \"第九百条\"");
    assert!(uncited.iter().any(|it| it.contains("第九百条")), "{uncited:?}");
    let kept = faults(FILE, "remains = \"never\"", "remains = \"two_persons\"");
    assert!(kept.iter().any(|it| it.contains("整段不公开")), "{kept:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A proposal is settled: nothing forbidden is left in it, and it is its own proposal.
    #[test]
    fn a_proposal_is_settled(text in "[张李13800000001冀AD*★机密电话：，。（）身份证号110102199101010078 家住村号@a.c]{0,60}") {
        let release = city();
        if let Some(proposed) = release.review_text(&text).proposed {
            prop_assert!(release.still_forbidden(&proposed).is_empty());
            prop_assert_eq!(release.review_text(&proposed).proposed, Some(proposed.clone()));
        }
    }
}
