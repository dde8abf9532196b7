//! What a person settles at the command line: columns, held rows, severity, the marked sheet, a token.
//! Each once as it should be, and once wrong, with its exit code and its sentence.

use serde_json::{Value, json};
use xh_db::Engine;

use crate::number;
use crate::served::Served;
use crate::shop::Shop;

#[test]
fn a_marked_sheet_names_the_faults_and_comes_back_corrected() {
    let shop = Shop::new(Engine::Sqlite);
    let organ = shop.organ();
    let file = shop.write("faulty.csv", &sheet("2026-13-45", "演罚〔2026〕911号"));
    let marked = shop.file("marked.xlsx");
    let counts = shop.import("penalty", &file, &["--organ", &organ, "--marked", &marked]);
    assert_eq!((number(&counts, "filed"), number(&counts, "rejected")), (0, 1), "{counts}");
    let book = std::fs::read(&marked).unwrap();
    assert!(book.starts_with(b"PK"), "not a workbook");
    // The sheet sent back as it is says the same; corrected, it files the row.
    let same = shop.import("penalty", &marked, &["--organ", &organ]);
    assert_eq!(number(&same, "rejected"), 1, "{same}");
    let good = shop.write("good.csv", &sheet("2026-05-06", "演罚〔2026〕911号"));
    assert_eq!(number(&shop.import("penalty", &good, &["--organ", &organ]), "filed"), 1);
    let nowhere = shop.file("no/such/folder.xlsx");
    refused(
        &shop,
        &["import", "--kind", "penalty", "--organ", &organ, "--marked", &nowhere, &file],
        2,
        "folder.xlsx",
    );
}

#[test]
fn a_mapping_is_settled_once_and_then_known() {
    let shop = Shop::new(Engine::Sqlite);
    let organ = shop.organ();
    let text = sheet("2026-05-06", "演罚〔2026〕921号").replace("行政处罚决定书文号", "甲栏");
    let file = shop.write("columns.csv", &text);
    let counts = shop.import("penalty", &file, &["--organ", &organ]);
    assert_eq!((&counts["needs_mapping"], number(&counts, "held")), (&json!(true), 1), "{counts}");
    let batch = counts["batch"].as_str().unwrap();
    refused(
        &shop,
        &["mapping", "settle", "no-such-batch", "--column", "甲栏=document_no"],
        3,
        "no-such-batch",
    );
    refused(&shop, &["mapping", "settle", batch, "--column", "乙栏=document_no"], 2, "「乙栏」");
    refused(&shop, &["mapping", "settle", batch, "--column", "甲栏=nonsense"], 2, "「nonsense」");
    shop.done(&["mapping", "settle", batch, "--column", "甲栏=document_no"]);
    assert!(shop.done(&["mapping", "list"]).contains("document_no"));
    let settled = shop.import("penalty", &file, &["--organ", &organ]);
    assert_eq!((&settled["needs_mapping"], number(&settled, "filed")), (&json!(false), 1), "{settled}");
}

#[test]
fn a_held_row_is_filed_for_the_subject_named_or_sent_back() {
    let shop = Shop::new(Engine::Sqlite);
    let rows = sheet("2026-05-06", "演罚〔2026〕931号").replace("91130100000000019Q", "");
    let second = rows.lines().nth(1).unwrap().replace("931号", "932号");
    let file = shop.write("held.csv", &format!("{rows}{second}\n"));
    let counts = shop.import("penalty", &file, &["--organ", &shop.organ()]);
    assert_eq!(number(&counts, "held"), 2, "{counts}");
    let batch = counts["batch"].as_str().unwrap();
    let known = first_code(&shop);
    refused(&shop, &["held", "settle", batch, "2", "--subject", "91130100MA00000000"], 3, "基础库中没有");
    refused(&shop, &["held", "settle", batch, "99", "--subject", &known], 3, "不在待核队列中");
    refused(&shop, &["held", "settle", batch, "2"], 2, "--subject");
    assert!(shop.done(&["held", "settle", batch, "2", "--subject", &known]).contains("\"filed\""));
    assert!(shop.done(&["held", "settle", batch, "3", "--drop"]).contains("已退回"));
    assert_eq!(shop.done(&["held", "list"]).trim(), "", "nothing waits any more");
    refused(&shop, &["held", "settle", batch, "3", "--drop"], 3, "不在待核队列中");
    shop.done(&["ledger", "audit"]);
}

#[test]
fn one_answer_settles_the_severity_of_all_alike() {
    let shop = Shop::new(Engine::Sqlite);
    shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
    let (organ, question) = question(&shop);
    let answer = |organ: &str, severity: &str, document: &str| {
        let words = ["severity", "answer", "--organ", organ, "--question", &question, "--severity", severity];
        shop.run(&[&words[..], &["--document", document]].concat())
    };
    for (organ, severity, document, code) in [
        (organ.as_str(), "terrible", "演示公告〔2026〕1号", 2),
        ("91130100000000019Q", "general", "演示公告〔2026〕1号", 3),
        (organ.as_str(), "general", " ", 4),
    ] {
        let ran = answer(organ, severity, document);
        assert_eq!(ran.code, code, "{organ} {severity}: {}{}", ran.out, ran.err);
        assert!(!ran.err.trim().is_empty(), "{organ} {severity} says nothing");
    }
    let ran = answer(&organ, "general", "演示公告〔2026〕1号");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("已据此重新认定") && !ran.out.contains(" 0 条"), "{}", ran.out);
    let again = answer(&organ, "serious", "演示公告〔2026〕2号");
    assert!(again.code == 4 && again.err.contains("没有记录在等待"), "{} {}", again.code, again.err);
    shop.done(&["ledger", "audit"]);
}

#[test]
fn a_token_writes_over_http_until_it_is_revoked() {
    let shop = Shop::new(Engine::Sqlite);
    refused(&shop, &["admin", "token", "new", "clerk", "--organ", "91130100000000019Q"], 3, "未登记");
    refused(&shop, &["admin", "token", "revoke", "clerk"], 3, "「clerk」");
    let token = shop.done(&["admin", "token", "new", "clerk", "--organ", &shop.organ()]);
    let token = token.trim();
    assert!(!shop.holds(token), "the token itself is kept");
    let server = Served::start(&shop);
    let record = |number: u32| {
        let body = json!({
            "subject_name": "演示市石门虚构商贸有限公司", "subject_code": "91130100000000019Q", "kinds": "警告",
            "document_no": format!("演罚〔2026〕{number}号"), "decided_on": "2026-05-06",
        });
        body.to_string()
    };
    let path = "/api/v1/records?kind=penalty";
    assert_eq!(server.post(path, "xh_nobody", &record(941)).status, 401);
    let filed = server.post(path, token, &record(941));
    assert_eq!(filed.status, 201, "{}", filed.body);
    let told: Value = serde_json::from_str(&filed.body).unwrap();
    assert_eq!(told["state"], "filed", "{told}");
    shop.done(&["admin", "token", "revoke", "clerk"]);
    assert_eq!(server.post(path, token, &record(942)).status, 401, "a revoked token writes");
}

/// One penalty of an organisation.
fn sheet(day: &str, document: &str) -> String {
    format!(
        "行政相对人名称,统一社会信用代码,行政处罚决定书文号,违法事实,处罚类别,处罚决定日期\n\
         演示市石门虚构商贸有限公司,91130100000000019Q,{document},未按规定公示,警告,{day}\n"
    )
}

/// A verb that fails with this code and says this.
fn refused(shop: &Shop, words: &[&str], code: i32, says: &str) {
    let ran = shop.run(words);
    assert_eq!(ran.code, code, "{words:?}: {}{}", ran.out, ran.err);
    assert!(ran.err.contains(says), "{words:?} says {}", ran.err);
}

/// An organisation of the base library.
fn first_code(shop: &Shop) -> String {
    let sheet = std::fs::read_to_string(shop.file("city/registration.csv")).unwrap();
    sheet.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned()
}

/// A question that waits, and the code of the organ it waits for.
fn question(shop: &Shop) -> (String, String) {
    let list = shop.done(&["severity", "list"]);
    let line = list.lines().next().expect("no question waits");
    let name = line.split(' ').next().unwrap();
    let question = line.split('「').nth(1).unwrap().split('」').next().unwrap().to_owned();
    let organ = xinheng::generate::organs().into_iter().find(|organ| organ.name == name).unwrap();
    (organ.uscc.as_str().to_owned(), question)
}
