//! Stories about finding organisations, and one naive finder that the index must always agree with.

use proptest::prelude::*;

use crate::{Change, Cursor, Doc, Fault, Matched, SearchIndex, fold};

fn doc(id: &str, uscc: &str, name: &str, former: &[&str]) -> Doc {
    Doc {
        id: id.into(),
        uscc: uscc.into(),
        name: name.into(),
        former_names: former.iter().map(ToString::to_string).collect(),
        district: "长安区".into(),
        state: "存续".into(),
    }
}

fn city() -> Vec<Doc> {
    vec![
        doc("a", "91130100MA0A1B2C3D", "石家庄信衡商贸有限公司", &["石家庄华鼎商贸有限公司"]),
        doc("b", "91130102MA07QWER5X", "信衡", &[]),
        doc("c", "91130104MA08ASDF6Y", "信衡科技（河北）有限公司", &["河北 ABC-科技", "衡信科技中心"]),
        doc("d", "12130100401234567A", "石家庄市第一中学", &[]),
        doc("e", "91130105MA09ZXCV7T", "衡水信达有限责任公司", &[]),
        doc("f", "", "公司有限信衡", &["信衡"]),
    ]
}

fn filled(docs: &[Doc]) -> SearchIndex {
    let index = SearchIndex::in_memory().unwrap();
    let changes: Vec<Change> = docs.iter().cloned().map(Change::Put).collect();
    index.apply(&changes, 1).unwrap();
    index
}

fn ids(index: &SearchIndex, typed: &str) -> String {
    let page = index.search(typed, 100, None).unwrap();
    assert_eq!(page.total, page.hits.len());
    page.hits.into_iter().map(|hit| hit.doc.id).collect::<Vec<_>>().join(" ")
}

/// What the question finds in `city()`, in order.
#[track_caller]
fn check(typed: &str, expected: &str) {
    assert_eq!(ids(&filled(&city()), typed), expected, "「{typed}」");
}

#[test]
fn the_exact_name_comes_first_then_former_then_beginnings_then_shorter_names() {
    check("信衡", "b f c a");
    check("有限公司", "c a");
    check("公司", "f c e a");
}

#[test]
fn neighbours_must_be_neighbours() {
    check("信衡商贸有限公司", "a");
    check("衡信", "c");
    check("限公司有", "");
    check("石家庄商贸", "");
}

#[test]
fn one_character_is_enough() {
    check("衡", "e b f c a");
    check("鼎", "a");
}

#[test]
fn width_case_brackets_spaces_and_punctuation_do_not_matter() {
    check("信衡科技(河北)有限公司", "c");
    check(" 信衡 科技「河北」·有限公司。", "c");
    check("ａｂｃ科技", "c");
    check("Abc科", "c");
    check("９１１３０１０２ｍａ０７ｑｗｅｒ５ｘ", "b");
    check("91130102-MA07 QWER5X", "b");
}

#[test]
fn codes_are_found_whole_or_from_four_characters_on() {
    check("91130100MA0A1B2C3D", "a");
    check("9113", "b c e a");
    check("1213", "d");
    check("911", "");
    check("1130", "");
    check("91130100MA0A1B2C3D9", "");
}

#[test]
fn former_names_are_found_and_named() {
    let index = filled(&city());
    check("华鼎", "a");
    let hit = index.search("abc", 1, None).unwrap().hits.remove(0);
    assert_eq!(hit.matched, Matched::FormerName("河北 ABC-科技".into()));
    check("科技衡信", "");
    let exact = index.search("衡信科技中心", 1, None).unwrap().hits.remove(0);
    assert_eq!(exact.matched, Matched::FormerName("衡信科技中心".into()));
}

#[test]
fn several_words_may_stand_in_any_order() {
    check("商贸 石家庄", "a");
    check("公司 信衡", "f c a");
    check("信衡 第一", "");
}

#[test]
fn what_was_matched_is_said() {
    let index = filled(&city());
    let said = |typed| index.search(typed, 1, None).unwrap().hits.remove(0).matched;
    assert_eq!(said("91130100MA0A1B2C3D"), Matched::Code);
    assert_eq!(said("91130100"), Matched::CodePrefix);
    assert_eq!(said("第一中学"), Matched::Name);
    assert_eq!(said("商贸 石家庄"), Matched::Words);
}

#[test]
fn nothing_typed_finds_nothing() {
    for typed in ["", "  ", "（）·", "\u{200b}", &"信".repeat(600)] {
        check(typed, "");
    }
}

#[test]
fn a_stored_organisation_comes_back_whole() {
    let index = filled(&city());
    assert_eq!(index.search("河北abc", 1, None).unwrap().hits.remove(0).doc, city().remove(2));
}

#[test]
fn a_later_document_replaces_and_a_removed_one_is_gone() {
    let index = filled(&city());
    let renamed = doc("d", "12130100401234567A", "石家庄市实验中学", &["石家庄市第一中学"]);
    let twice = doc("g", "", "先写的名", &[]);
    let changes = [
        Change::Put(renamed),
        Change::Remove("b".into()),
        Change::Remove("never there".into()),
        Change::Put(twice.clone()),
        Change::Put(Doc { name: "后写的名".into(), ..twice }),
    ];
    index.apply(&changes, 7).unwrap();
    assert_eq!(ids(&index, "实验中学"), "d");
    assert_eq!(ids(&index, "第一中学"), "d");
    assert_eq!(ids(&index, "信衡"), "f c a");
    assert_eq!(ids(&index, "先写的名"), "");
    assert_eq!(ids(&index, "后写的名"), "g");
    assert_eq!((index.count(), index.position().unwrap()), (6, Some(7)));
}

#[test]
fn pages_meet_without_gap_or_overlap_even_when_the_index_changes_between_them() {
    let many: Vec<Doc> =
        (0..500).map(|n| doc(&format!("{n:04}"), "", &format!("某{}有限公司", n % 7), &[])).collect();
    let index = filled(&many);
    let whole: Vec<String> =
        index.search("有限公司", 1000, None).unwrap().hits.into_iter().map(|hit| hit.doc.id).collect();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = index.search("有限公司", 33, after.as_ref()).unwrap();
        assert_eq!(page.total, 500);
        seen.extend(page.hits.into_iter().map(|hit| hit.doc.id));
        let Some(next) = page.next else { break };
        after = Some(Cursor::parse(&next.to_string()).unwrap());
        // A rewrite moves documents to another segment; their place stays.
        index.apply(&[Change::Put(many[seen.len() % 500].clone())], 2).unwrap();
    }
    assert_eq!(seen, whole);
    assert!(seen.is_sorted());
}

#[test]
fn the_page_goes_on_behind_a_hit_that_has_gone() {
    let index = filled(&city());
    let first = index.search("信衡", 2, None).unwrap();
    index.apply(&[Change::Remove("f".into())], 2).unwrap();
    let rest = index.search("信衡", 2, first.next.as_ref()).unwrap();
    assert_eq!(rest.hits.into_iter().map(|hit| hit.doc.id).collect::<String>(), "ca");
    assert_eq!(rest.next, None);
}

#[test]
fn a_strange_cursor_is_refused() {
    for given in ["", "1", "1.2", "9.1.a", "x.1.a", "1.-1.a", "0.1.", &"9".repeat(500)] {
        assert!(matches!(Cursor::parse(given), Err(Fault::Cursor { .. })), "{given}");
    }
    assert_eq!(Cursor::parse("1.2.a.b").unwrap().to_string(), "1.2.a.b");
}

#[test]
fn the_index_remembers_its_position() {
    let folder = tempfile::tempdir().unwrap();
    let index = SearchIndex::open(folder.path()).unwrap();
    assert_eq!(index.position().unwrap(), None);
    index.apply(&[Change::Put(city().remove(0))], 41).unwrap();
    index.apply(&[], 42).unwrap();
    drop(index);
    let again = SearchIndex::open(folder.path()).unwrap();
    assert_eq!((again.position().unwrap(), again.count()), (Some(42), 1));
    assert_eq!(ids(&again, "信衡"), "a");
}

#[test]
fn a_second_writer_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let first = SearchIndex::open(folder.path()).unwrap();
    first.apply(&[], 1).unwrap();
    let second = SearchIndex::open(folder.path()).unwrap();
    assert!(matches!(second.apply(&[], 2), Err(Fault::Busy)));
    assert_eq!(second.position().unwrap(), Some(1));
}

#[test]
fn an_index_that_somebody_writes_is_never_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let writing = SearchIndex::open(folder.path()).unwrap();
    writing.apply(&[Change::Put(city().remove(0))], 1).unwrap();
    std::fs::write(folder.path().join("organisations-v1/meta.json"), "{").unwrap();
    assert!(matches!(SearchIndex::open(folder.path()), Err(Fault::Busy)));
    drop(writing);
    assert_eq!(SearchIndex::open(folder.path()).unwrap().position().unwrap(), None);
}

#[test]
fn a_damaged_index_starts_again_and_other_folders_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("organisations-v0")).unwrap();
    std::fs::write(folder.path().join("neighbour.txt"), "kept").unwrap();
    let damage: [fn(&std::path::Path); 3] = [
        |file| std::fs::write(file, b"{").unwrap(),
        |file| std::fs::remove_file(file).unwrap(),
        |file| {
            let bytes = std::fs::read(file).unwrap();
            std::fs::write(file, bytes.iter().map(|byte| byte ^ 1).collect::<Vec<_>>()).unwrap();
        },
    ];
    for (extension, harm) in ["json", "idx", "store"].iter().zip(damage) {
        let index = SearchIndex::open(folder.path()).unwrap();
        index.apply(&city().into_iter().map(Change::Put).collect::<Vec<_>>(), 9).unwrap();
        drop(index);
        let inside = std::fs::read_dir(folder.path().join("organisations-v1")).unwrap();
        let is_it = |path: &std::path::PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.ends_with(extension) && !name.starts_with('.')
        };
        harm(&inside.map(|entry| entry.unwrap().path()).find(is_it).unwrap());
        let again = SearchIndex::open(folder.path()).unwrap();
        assert_eq!((again.position().unwrap(), again.count()), (None, 0), "{extension}");
        again.apply(&city().into_iter().map(Change::Put).collect::<Vec<_>>(), 9).unwrap();
        assert_eq!(ids(&again, "华鼎"), "a");
    }
    assert!(!folder.path().join("organisations-v0").exists());
    assert!(folder.path().join("neighbour.txt").exists());
}

/// The same order by brute force: class, length, id. Words and codes are left to their own tests.
fn naive(docs: &[Doc], typed: &str) -> Vec<String> {
    let asked = fold(typed);
    let class = |doc: &Doc| {
        let (name, former) =
            (fold(&doc.name), doc.former_names.iter().map(|name| fold(name)).collect::<Vec<_>>());
        match () {
            () if name == asked => Some(0),
            () if former.contains(&asked) => Some(1),
            () if name.starts_with(&asked) => Some(2),
            () if name.contains(&asked) => Some(3),
            () if former.iter().any(|name| name.contains(&asked)) => Some(4),
            () => None,
        }
    };
    let mut found: Vec<_> =
        docs.iter().filter_map(|doc| Some((class(doc)?, fold(&doc.name).chars().count(), &doc.id))).collect();
    found.sort();
    found.into_iter().map(|(_, _, id)| id.clone()).collect()
}

#[test]
fn the_commonest_ending_is_found_completely() {
    let trades = ["商贸", "科技", "建筑", "餐饮", "物流"];
    let docs: Vec<Doc> = (0..6_000_usize)
        .map(|n| {
            let ending = if n % 5 == 4 { "限有公司" } else { "有限公司" };
            doc(&format!("{n:05}"), "", &format!("石家庄{n}{}{ending}", trades[n % 5]), &[])
        })
        .collect();
    let index = filled(&docs);
    for half in docs.chunks(700) {
        index.apply(&half[..300].iter().cloned().map(Change::Put).collect::<Vec<_>>(), 2).unwrap();
    }
    let page = index.search("有限公司", 50, None).unwrap();
    assert_eq!(page.total, 4_800);
    let first: Vec<String> = page.hits.into_iter().map(|hit| hit.doc.id).collect();
    assert_eq!(first, naive(&docs, "有限公司")[..50]);
}

fn name() -> impl Strategy<Value = String> {
    "[信衡有限公司（）A ]{1,7}"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_and_a_plain_scan_agree(
        names in prop::collection::vec((name(), prop::collection::vec(name(), 0..3)), 1..30),
        asked in prop::collection::vec("[信衡有限公司Ａ)]{1,5}", 12),
    ) {
        let docs: Vec<Doc> = names.iter().enumerate().map(|(n, (name, former))| {
            let former: Vec<&str> = former.iter().map(String::as_str).collect();
            doc(&format!("{n:03}"), "", name, &former)
        }).collect();
        let index = filled(&docs);
        for typed in asked.iter().filter(|typed| !fold(typed).is_empty()) {
            let found: Vec<String> =
                index.search(typed, 100, None).unwrap().hits.into_iter().map(|hit| hit.doc.id).collect();
            prop_assert_eq!(found, naive(&docs, typed), "「{}」", typed);
        }
    }

    #[test]
    fn no_text_makes_it_panic(name in any::<String>(), typed in any::<String>(), cursor in any::<String>()) {
        let index = filled(&[doc("a", &typed, &name, &[&typed])]);
        let after = Cursor::parse(&cursor).ok();
        index.search(&typed, usize::MAX, after.as_ref()).unwrap();
        if !fold(&name).is_empty() && name.chars().count() < 500 {
            prop_assert_eq!(index.search(&name, 0, None).unwrap().total, 1);
        }
    }
}

#[test]
fn a_slip_is_answered_with_names_written_alike() {
    let index = filled(&city());
    let similar = |typed: &str| index.similar(typed, 2).unwrap().join(" ");
    assert_eq!(ids(&index, "石家庄信横商贸"), "");
    assert_eq!(similar("石家庄信横商贸"), "石家庄信衡商贸有限公司");
    assert_eq!(similar("信衡商贸石家庄"), "石家庄信衡商贸有限公司");
    assert_eq!(similar("第二中学"), "石家庄市第一中学");
    assert_eq!((similar("信"), similar("甲乙丙丁"), similar("")), <(String, String, String)>::default());
}

#[test]
fn what_many_names_share_is_no_likeness() {
    let many: Vec<Doc> =
        (0..100).map(|n| doc(&n.to_string(), "", &format!("虚构{n}有限公司"), &[])).collect();
    let index = filled(&many);
    assert_eq!(index.similar("某某有限公司", 5).unwrap(), Vec::<String>::new());
}
