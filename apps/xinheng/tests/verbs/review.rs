//! Free text and withdrawals at the command line: two persons with their tokens, and the chain of a record taken back.

use serde_json::Value;
use xh_db::Engine;

use crate::shop::{Ran, Shop};

/// Files one penalty that names a (fictional) person, answered; answers its id.
fn filed(shop: &Shop) -> String {
    let sheet = "行政相对人名称,统一社会信用代码,行政处罚决定书文号,违法事实,处罚类别,处罚决定日期,罚款金额（万元）\n\
                 演示市石门虚构商贸有限公司,91130100000000019Q,演罚〔2026〕931号,员工甄无名未按规定操作,罚款,2026-05-06,100\n";
    let file = shop.write("named.csv", sheet);
    let counts = shop.import("penalty", &file, &["--organ", &shop.organ()]);
    assert_eq!(counts["filed"], 1, "{counts}");
    let listed: Value = serde_json::from_str(&shop.done(&["review", "list", "--json"])).unwrap();
    if let Some(line) = listed["items"].as_array().unwrap().first() {
        return line["record"].as_str().unwrap().to_owned();
    }
    let asked = shop.done(&["severity", "list"]);
    let question = asked.split('「').nth(1).unwrap().split('」').next().unwrap().to_owned();
    let answer =
        ["severity", "answer", "--organ", &shop.organ(), "--question", &question, "--severity", "general"];
    shop.done(&[&answer[..], &["--document", "示函〔2026〕1号"]].concat());
    let listed: Value = serde_json::from_str(&shop.done(&["review", "list", "--json"])).unwrap();
    listed["items"][0]["record"].as_str().unwrap().to_owned()
}

fn person(shop: &Shop, name: &str) -> String {
    let token = shop.done(&["admin", "token", "new", name]);
    shop.write(&format!("{name}.token"), token.trim())
}

fn refused(ran: &Ran, code: i32, says: &str) {
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains(says), "{}", ran.err);
}

#[test]
fn two_persons_release_a_text_and_one_does_not() {
    let shop = Shop::with(Engine::Sqlite, 20, 0);
    let record = filed(&shop);
    let (first, second) = (person(&shop, "first"), person(&shop, "second"));
    let shown = shop.done(&["review", "show", &record]);
    assert!(shown.contains("检出:自然人姓名 1 处") && shown.contains("员工甄某"), "{shown}");
    let propose = |more: &[&str]| {
        shop.run(&[&["review", "propose", &record, "--token-file", &first][..], more].concat())
    };
    refused(&propose(&["--text", "violation_facts=请拨13800000001"]), 4, "手机号码");
    refused(&propose(&["--text", "violation_facts"]), 2, "字段=公开的文字");
    refused(&propose(&["--withhold", "subject_name"]), 4, "「subject_name」");
    assert_eq!(propose(&[]).code, 0);
    let approve = |file: &str| shop.run(&["review", "approve", &record, "--token-file", file]);
    refused(&approve(&first), 4, "不得为同一人");
    assert_eq!(approve(&second).code, 0);
    refused(&approve(&second), 4, "没有待核准");
    let clean = shop.done(&["review", "approve", "--clean", "--token-file", &first]);
    assert!(clean.contains("已核准 0 条"), "{clean}");
    refused(
        &shop.run(&["review", "return", &record, "--reason", " ", "--token-file", &first]),
        4,
        "写明原因",
    );
    shop.done(&["review", "return", &record, "--reason", "仍可识别", "--token-file", &first]);
    refused(&shop.run(&["review", "show", "no-such"]), 4, "「no-such」");
    shop.done(&["ledger", "audit"]);
    shop.done(&["rebuild", "--check"]);
}

#[test]
fn a_record_is_taken_back_and_its_chain_is_confirmed() {
    let shop = Shop::with(Engine::Sqlite, 20, 0);
    let record = filed(&shop);
    let take = |more: &[&str]| shop.run(&[&["withdraw", &record][..], more].concat());
    let word = ["--document", "示复决〔2026〕3号", "--reason", "行政复议决定撤销"];
    refused(&take(&word), 2, "--on");
    refused(&take(&[&["--on", "2026-05-07", "--ground", "lost"], &word[..]].concat()), 2, "revoked");
    refused(&take(&[&["--on", "2026-05-05"], &word[..]].concat()), 4, "不能晚于今天");
    let done = take(&[&["--on", "2026-05-07", "--tell", "省平台", "--json"], &word[..]].concat());
    let told: Value =
        serde_json::from_str(done.out.trim()).unwrap_or_else(|e| panic!("{e}: {}{}", done.out, done.err));
    assert_eq!((&told["ground"], &told["owed"]), (&"revoked".into(), &1.into()), "{told}");
    refused(&take(&[&["--on", "2026-05-07"], &word[..]].concat()), 4, "已于此前撤回");
    let late = shop.run(&["withdraw", "list", "--overdue"]);
    assert!(late.code == 1 && late.out.contains("省平台"), "{} {}{}", late.code, late.out, late.err);
    let confirm =
        |name: &str| shop.run(&["withdraw", "confirm", &record, "--recipient", name, "--by", "省函1号"]);
    refused(&confirm("市平台"), 4, "「市平台」");
    assert_eq!(confirm("省平台").code, 0);
    assert_eq!(shop.done(&["withdraw", "list", "--overdue"]), "");
    assert!(shop.done(&["withdraw", "list"]).contains("确认"));
    shop.done(&["ledger", "audit"]);
    shop.done(&["rebuild", "--check"]);
}
