//! Tests of the findings in free text; every number, name and address is made up.

use proptest::prelude::*;

use super::*;

/// What is found in a text, as `class:hit`.
fn told(text: &str) -> Vec<String> {
    findings(text)
        .iter()
        .map(|one| format!("{}:{}", one.class.as_str(), &text[one.from..one.until]))
        .collect()
}

fn masking(class: FindingClass) -> Option<Replacement<'static>> {
    match class {
        FindingClass::PersonName => Some(Replacement { keep: 1, words: "某" }),
        FindingClass::VehiclePlate => Some(Replacement { keep: 2, words: "*****" }),
        FindingClass::CommercialSecret => None,
        _ => Some(Replacement { keep: 0, words: "［已隐去］" }),
    }
}

#[test]
fn every_line_of_the_table_is_found_as_it_says() {
    let table = include_str!("../testdata/findings.txt");
    let lines: Vec<&str> = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(lines.len() > 120, "{}", lines.len());
    let wrong = lines.iter().filter_map(|line| {
        let (text, wanted) = line.split_once(" =>").unwrap_or((line, ""));
        let told = told(&text.replace("\\n", "\n")).join(" | ").replace('\n', "\\n");
        (told != wanted.trim()).then(|| format!("{text}\n  wanted {}\n  found  {told}", wanted.trim()))
    });
    assert_eq!(wrong.collect::<Vec<_>>().join("\n"), "");
}

#[test]
fn a_word_is_one_class() {
    for class in FindingClass::ALL {
        let written = serde_json::to_string(&class).unwrap();
        assert_eq!(written, format!("\"{}\"", class.as_str()));
    }
}

#[test]
fn what_is_masked_is_gone_and_the_rest_stays() {
    let text = "法定代表人张三（身份证号110102199101010078，电话138 0000 0001）驾驶冀A·12345，在石城示例商贸有限公司仓库存放。";
    let masked = replaced(text, masking).unwrap();
    assert_eq!(
        masked,
        "法定代表人张某（身份证号［已隐去］，电话［已隐去］）驾驶冀A*****，在石城示例商贸有限公司仓库存放。"
    );
    assert_eq!(findings(&masked), []);
}

#[test]
fn a_mask_that_never_ends_is_no_mask() {
    let growing = |_| Some(Replacement { keep: 40, words: " 13800000001" });
    assert_eq!(replaced("电话13800000001", growing), None);
}

fn planted() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "110102199101010078",
        "１１０１０２199101010078",
        "110102-19910101-0078",
        "13800000001",
        "138-0000-0001",
        "0311-86600001",
        "冀A12345",
        "冀AD12345",
        "li.si@example.org",
        "电话86600001",
        "护照E12345678",
        "6222020000000001238",
        "法定代表人张三",
        "当事人：李四",
        "绝密★",
        "38.0423, 114.5149",
        "家住示例村3号院",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nothing_panics_and_spans_are_letters(text in ".{0,60}", digits in "[0-9 Xx*.〔〕号元年一张李冀AD，、：（）@-]{0,60}") {
        for text in [text, digits] {
            let mut at = 0;
            for one in findings(&text) {
                prop_assert!(at <= one.from && one.from < one.until, "{text:?}");
                prop_assert!(text.get(one.from..one.until).is_some(), "{text:?}");
                at = one.until;
            }
        }
    }

    /// Masking twice is masking once, and leaves nothing to mask.
    #[test]
    fn masking_is_settled(
        before in "\\PC{0,12}", first in planted(), between in "[^0-9A-Za-z]{1,6}", second in planted(),
        after in "\\PC{0,12}",
    ) {
        let text = format!("{before}{first}{between}{second}{after}");
        let Some(masked) = replaced(&text, masking) else { return Ok(()) };
        prop_assert_eq!(replaced(&masked, masking), Some(masked.clone()));
        let left = findings(&masked);
        prop_assert!(left.iter().all(|one| masking(one.class).is_none()), "{:?} in {:?}", left, masked);
    }

    /// An identity number or a phone does not survive, whatever stands around it, unless digits or letters touch it.
    #[test]
    fn no_number_survives(
        before in "[^0-9A-Za-z０-９Ａ-Ｚａ-ｚ第¥￥〕①-⑨]{0,8}",
        after in "[^0-9A-Za-z０-９Ａ-Ｚａ-ｚ号元万吨件平米公千个年%亿瓶盒支辆①-⑨]{0,8}",
    ) {
        for number in ["110102199101010078", "13800000001"] {
            let text = format!("{before}{number}{after}");
            if let Some(masked) = replaced(&text, masking) {
                prop_assert!(!masked.contains(number), "{text:?} {masked:?}");
            }
        }
    }
}
