//! Tests of fillers.

use proptest::prelude::*;

use super::*;

#[test]
fn fillers_say_nothing() {
    let fillers = [
        "",
        " ",
        "\u{a0}",
        "\u{200b}",
        "\u{feff}",
        "/",
        "／",
        "-",
        "——",
        "— —",
        "－",
        "***",
        "***　",
        ".",
        "。",
        "?",
        "？？",
        "无",
        " 无 ",
        "（无）",
        "空",
        "NULL",
        "null",
        "Null",
        "(null)",
        "N/A",
        "#N/A",
        "NaN",
        "None",
        "不祥",
        "不详",
        "测试",
        "暂无",
        "[]",
        "{}",
        "\\N",
        "000000",
        "000000000000000000",
        "00000000000000000X",
        "0000000-0",
        "０００００００００",
        "123456789012345678",
        "ＮＵＬＬ",
    ];
    for filler in fillers {
        assert!(is_placeholder(filler), "{filler:?}");
    }
}

#[test]
fn answers_are_kept() {
    let answers = [
        "0",
        "00",
        "0.00",
        "-1",
        "1",
        "0.02",
        "2099-12-31",
        "无极县某某公司",
        "空港",
        "X",
        "测试仪器厂",
        "91130100000000019Q",
        "******7Y",
        "未央区",
        "待",
        "test1",
        "NA12",
        "100000",
        "130100",
        "某",
        "nullable",
        "(0)",
    ];
    for answer in answers {
        assert!(!is_placeholder(answer), "{answer:?}");
    }
}

#[test]
fn every_word_can_be_reached() {
    for word in WORDS.iter().filter(|word| !word.chars().all(is_blank)) {
        let first = word.chars().find(|c| !is_blank(*c)).unwrap();
        assert!(starts_a_word(first) && is_placeholder(word), "{word}");
        assert!(is_placeholder(&format!("（{}）", word.to_uppercase())) || word.contains('('), "{word}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(text in ".{0,40}") {
        let _ = is_placeholder(&text);
    }
}
