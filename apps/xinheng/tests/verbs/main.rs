//! The command as a person uses it: exit codes, counts that add up, a second import, planted people, kills.
//! One binary, so that cargo builds the real program beside it.
#![cfg(test)]

mod kills;
mod shop;

use serde_json::Value;
use shop::Shop;

#[test]
fn a_city_is_filed_and_a_second_import_adds_nothing() {
    let shop = Shop::new();
    let counts = shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
    let sum = ["filed", "amended", "duplicate", "rejected", "held", "refused_person"];
    let total: i64 = sum.iter().map(|k| number(&counts, k)).sum();
    assert_eq!(number(&counts, "rows"), total, "{counts}");
    assert!(number(&counts, "filed") > 500, "{counts}");
    let again = shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
    assert_eq!(number(&again, "filed") + number(&again, "amended"), 0, "{again}");
    assert_eq!(number(&again, "position"), number(&counts, "position"));
}

#[test]
fn planted_people_leave_no_byte() {
    let shop = Shop::new();
    let organ = shop.organ();
    let sheet = "行政相对人名称,统一社会信用代码,行政处罚决定书文号,违法事实,处罚类别,处罚决定日期\n\
         张三丰,110101199003078515,演罚〔2026〕901号,无证经营,罚款,2026-05-06\n\
         李四光,,演罚〔2026〕902号,无证经营,罚款,2026-05-06\n\
         演示市石门虚构商贸有限公司,91130100000000019Q,演罚〔2026〕903号,该公司员工王小五在场,警告,2026-05-06\n";
    let file = shop.write("people.csv", sheet);
    let counts = shop.import("penalty", &file, &["--organ", &organ]);
    assert_eq!((number(&counts, "rows"), number(&counts, "refused_person")), (3, 2), "{counts}");
    assert_eq!(number(&counts, "filed"), 1, "{counts}");
    for planted in ["110101199003078515", "张三丰", "李四光"] {
        assert!(!shop.holds(planted), "「{planted}」 is in the data folder");
    }
    let shown = shop.run(&["show", "91130100000000019Q", "--json"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
}

#[test]
fn wrong_input_gets_its_exit_code_and_a_sentence() {
    let shop = Shop::new();
    let empty = shop.write("empty.csv", "");
    let workbook = shop.write(
        "old.csv",
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
    );
    let cases: [(&[&str], i32); 5] = [
        (&["import", "--kind", "penalty", "--json", &empty], 2),
        (&["import", "--kind", "penalty", "--json", &workbook], 2),
        (&["import", "--kind", "nonsense", "--json", &empty], 2),
        (&["show", "91360000625912173A"], 2),
        (&["show", "91360000625912173B"], 3),
    ];
    for (words, code) in cases {
        let run = shop.run(words);
        assert_eq!(run.code, code, "{words:?}: {}", run.err);
        assert!(!run.err.trim().is_empty(), "{words:?} says nothing");
    }
}

#[test]
fn the_ledger_audits_clean_and_rebuilds_equal() {
    let shop = Shop::new();
    shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
    let audit = shop.run(&["ledger", "audit"]);
    assert_eq!(audit.code, 0, "{}{}", audit.out, audit.err);
    let check = shop.run(&["rebuild", "--check"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
}

fn number(counts: &Value, key: &str) -> i64 {
    counts.get(key).and_then(Value::as_i64).unwrap_or_else(|| panic!("{key} missing in {counts}"))
}
