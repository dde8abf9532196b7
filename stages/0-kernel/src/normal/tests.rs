//! Tests of the normalisers: tables of dirt, and properties.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn shown(normal: &Normalised<String>) -> String {
    format!("{} {:?}", normal.value, normal.notes)
}

#[test]
fn codes_lose_their_dirt() {
    let check = |text: &str, expected: Expect| expected.assert_eq(&shown(&normalise_code(text)));
    check("91130100000000019Q", expect!["91130100000000019Q []"]);
    check(
        "\u{feff} 91130100000000019q\u{a0}\t",
        expect!["91130100000000019Q [Trimmed, InvisibleRemoved, UpperCased, SpaceRemoved]"],
    );
    check("９１１３０１０００００００００１９Ｑ", expect!["91130100000000019Q [HalfWidth]"]);
    check("9113 0100 0000 0001 9Q", expect!["91130100000000019Q [SpaceRemoved]"]);
    check("62591217-3", expect!["625912173 [DashRemoved]"]);
    check("62591217－3", expect!["625912173 [DashRemoved]"]);
    check("91130100000000019Q（01）", expect!["91130100000000019Q [HalfWidth, BranchSuffixRemoved]"]);
    check("'130102000000028", expect!["130102000000028 [QuoteRemoved]"]);
    check("130102000000028.0", expect!["130102000000028 [DecimalRemoved]"]);
    check("9.11E+17", expect!["9.11E+17 []"]);
    check("******7y", expect!["******7Y [UpperCased]"]);
    check("冀(01)", expect!["冀(01) []"]);
    check("9113O1000000000l9Q", expect!["9113O1000000000L9Q [UpperCased]"]);
    check("", expect![" []"]);
}

#[test]
fn names_take_one_shape() {
    let check = |text: &str, expected: Expect| expected.assert_eq(&shown(&normalise_name(text)));
    check("石家庄虚构商贸有限公司", expect!["石家庄虚构商贸有限公司 []"]);
    check("\n\u{2002}石家庄虚构商贸有限公司 ", expect!["石家庄虚构商贸有限公司 [Trimmed]"]);
    check("石家庄 虚构　商贸有限公司", expect!["石家庄虚构商贸有限公司 [SpaceRemoved]"]);
    check("虚构(石家庄)有限公司", expect!["虚构（石家庄）有限公司 [BracketsUnified]"]);
    check("(白名单)虚构有限公司", expect!["（白名单）虚构有限公司 [BracketsUnified]"]);
    check("虚构Ａ８有限公司", expect!["虚构A8有限公司 [HalfWidth]"]);
    check("虚构 ABC  Trading 有限公司", expect!["虚构ABC Trading有限公司 [SpaceRemoved]"]);
    check("虚构\u{200b}有限公司", expect!["虚构有限公司 [InvisibleRemoved]"]);
    check("阿依・虚构厂", expect!["阿依·虚构厂 [PunctuationUnified]"]);
    check("虚构\u{f9dc}厂", expect!["虚构隆厂 [Composed]"]);
    check("虚构?有限公司", expect!["虚构?有限公司 []"]);
}

#[test]
fn spellings_of_one_name_meet() {
    let check = |one: &str, other: &str| assert_eq!(name_key(one), name_key(other));
    check("虚构（石家庄）有限公司", " 虚构(石家庄) 有限公司");
    check("虚构ABC有限公司", "虚构ａｂｃ有限公司");
    check("虚构·有限公司", "虚构•有限公司");
    check("虚构Ⅱ厂", "虚构II厂");
    check("“虚构”厂", "虚构厂");
    assert_ne!(name_key("虚构一厂"), name_key("虚构二厂"));
}

#[test]
fn document_numbers_take_one_shape() {
    let table = include_str!("../testdata/document_no.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    for row in reader.records().map(Result::unwrap) {
        assert_eq!(
            (normalise_document_no(&row[0]).value.as_str(), document_key(&row[0]).as_str()),
            (&row[1], &row[2])
        );
    }
}

#[test]
fn what_was_done_to_a_document_number_is_said() {
    let check = |text: &str, expected: Expect| expected.assert_eq(&shown(&normalise_document_no(text)));
    check("石罚〔2023〕1号", expect!["石罚〔2023〕1号 []"]);
    check("石罚（冀）1号", expect!["石罚（冀）1号 []"]);
    check(
        "\n石罚[2023] １—2号",
        expect!["石罚〔2023〕1-2号 [Trimmed, HalfWidth, SpaceRemoved, BracketsUnified, PunctuationUnified]"],
    );
}

#[test]
fn organisations_are_told_by_their_names() {
    let organisations = [
        "石家庄虚构商贸有限公司",
        "虚构（石家庄）科技股份有限公司",
        "虚构县虚构镇人民政府",
        "虚构县卫生健康局",
        "教育局",
        "虚构镇中心小学",
        "虚构村民委员会",
        "虚构种植农民专业合作社",
        "长安区虚构便利店",
        "利民商店",
        "虚构厂",
        "虚构小学",
        "虚构律师事务所",
        "虚构县医院",
        "某市人民法院",
        "虚构面馆",
        "虚构工作室",
        "虚构加油站（普通合伙）",
        "（白名单）虚构有限公司",
        "Fictional Trading Co., Ltd.",
        "虚构有限公司.",
        "虚构餐饮管理部",
        "虚构社区居委会",
        "虚构供销合作社农资门市",
        "虚构俱乐部",
    ];
    for name in organisations {
        // 「虚构厂」 has three characters: short names with a weak ending stay in doubt.
        assert_eq!(looks_like_organisation(name), name != "虚构厂", "{name}");
    }
}

#[test]
fn people_and_doubts_are_not_organisations() {
    let others = [
        "",
        "张三",
        "李小四",
        "王学会",
        "欧阳小五",
        "司马学会",
        "赵局",
        "钱建社",
        "孙厂",
        "张某",
        "李*",
        "李某某",
        "阿依古丽·买买提",
        "买买提·吐尔地库",
        "John Smith",
        "Bank",
        "张三（虚构有限公司）",
        "李四养殖户",
        "个体户张三",
        "张三等五人",
        "***",
        "石家庄市",
        "长谷川一郎",
        "91130100000000019Q",
    ];
    for name in others {
        assert!(!looks_like_organisation(name), "{name}");
    }
}

#[test]
fn every_note_has_its_own_sentence() {
    let notes = [
        Note::Trimmed,
        Note::InvisibleRemoved,
        Note::HalfWidth,
        Note::UpperCased,
        Note::SpaceRemoved,
        Note::DashRemoved,
        Note::QuoteRemoved,
        Note::DecimalRemoved,
        Note::BranchSuffixRemoved,
        Note::BracketsUnified,
        Note::PunctuationUnified,
        Note::Composed,
    ];
    let sentences: std::collections::BTreeSet<_> = notes.iter().map(|note| note.text()).collect();
    assert_eq!(sentences.len(), notes.len());
}

/// Texts from the corners where normalising is hard.
fn dirt() -> impl Strategy<Value = String> {
    let awkward = "[0-9a-zA-Z０-９Ａ-ｚ（）()〔〕\\[\\]【】﹝﹞<>{}年第号·•・—－\\- \u{3000}\u{a0}\u{200b}\u{feff}\
                   一-丁'\".\u{300}-\u{304}\
                   \u{1100}-\u{1105}\u{1161}-\u{1165}\u{f900}-\u{f905}ΣİßﬁⅡ①²]{0,16}";
    prop_oneof![awkward, ".{0,16}", "\\PC{0,16}"]
}

proptest! {
    #[test]
    fn twice_is_once(text in dirt()) {
        for normalise in [normalise_code, normalise_name, normalise_document_no] {
            let once = normalise(&text).value;
            let twice = normalise(&once);
            prop_assert_eq!(&twice.value, &once);
        }
        for key in [name_key, document_key] {
            prop_assert_eq!(key(&key(&text)), key(&text));
        }
    }

    /// The shape and the original meet under one key.
    #[test]
    fn a_shape_keeps_its_key(text in dirt()) {
        prop_assert_eq!(document_key(&normalise_document_no(&text).value), document_key(&text));
    }

    #[test]
    fn notes_are_made_exactly_for_changes(text in dirt()) {
        for normalise in [normalise_code, normalise_name, normalise_document_no] {
            let done = normalise(&text);
            prop_assert_eq!(done.notes.is_empty(), done.value == text, "{:?}", done);
            prop_assert!(done.notes.is_sorted());
        }
    }

    #[test]
    fn judging_a_name_never_panics(text in dirt()) {
        let _ = looks_like_organisation(&text);
    }
}
