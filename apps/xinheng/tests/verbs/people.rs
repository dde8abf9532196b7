//! Planted people. Of the first (an identity number in the code column), the second (a name without any
//! code, a row that would wait for a person) and the one beside an organisation's row in columns that are
//! never collected, no byte is kept. The third, named in free text, is kept for those who handle the
//! record, and shown to nobody.

use std::process::Command;

use serde_json::Value;

use crate::number;
use crate::served::Served;
use crate::shop::Shop;

const ORGANISATION: &str = "91130100000000019Q";
const IN_TEXT: &str = "王小五";
const NEVER: [&str; 7] = [
    "110101199003078515",
    "张三丰",
    "李四光",
    "赵六丰",
    "11010119900307889X",
    "110101199003071233",
    "13900000000",
];

on_both! {
    fn planted_people_leave_no_byte_and_no_free_text_is_shown(engine) {
        let shop = Shop::new(engine);
        let organ = xinheng::generate::organs()[1].uscc;
        let counts = shop.import("penalty", &plant(&shop), &["--organ", organ.as_str()]);
        assert_eq!((number(&counts, "rows"), number(&counts, "refused_person")), (4, 2), "{counts}");
        assert_eq!((number(&counts, "filed"), number(&counts, "held")), (1, 1), "{counts}");
        let server = Served::start(&shop);
        // While the server has the database open, its log is there to be searched too.
        nothing_kept(&shop);
        let (id, position) = record(&shop);
        let shown = visit(&shop, &server, &id, &position);
        assert!(shown.iter().any(|(_, text)| text.contains("903号")), "the record is shown");
        for (place, text) in &shown {
            assert!(!text.contains(IN_TEXT), "{place} shows 「{IN_TEXT}」");
            assert!(NEVER.iter().all(|person| !text.contains(person)), "{place} shows a person");
        }
        drop(server);
        nothing_kept(&shop);
    }
}

/// Four rows: two people, an organisation with a person in its free text, an organisation that waits for an answer.
fn plant(shop: &Shop) -> String {
    let sheet = format!(
        "行政相对人名称,统一社会信用代码,法定代表人,法定代表人证件号码,联系电话,行政处罚决定书文号,违法事实,处罚类别,\
         处罚决定日期\n\
         张三丰,110101199003078515,,,,演罚〔2026〕901号,无证经营,罚款,2026-05-06\n\
         李四光,,,,,演罚〔2026〕902号,无证经营,罚款,2026-05-06\n\
         演示市石门虚构商贸有限公司,{ORGANISATION},赵六丰,11010119900307889X,13900000000,演罚〔2026〕903号,\
         该公司员工{IN_TEXT}（身份证号110101199003071233）在场,吊销许可证件,2026-05-06\n\
         演示市无此一家虚构有限公司,,赵六丰,11010119900307889X,13900000000,演罚〔2026〕904号,{IN_TEXT}在场,警告,\
         2026-05-06\n"
    );
    shop.write("people.csv", &sheet)
}

fn nothing_kept(shop: &Shop) {
    let dump = dump(shop);
    if let Some(dump) = &dump {
        assert!(dump.contains(IN_TEXT), "the dump is of this database");
    }
    for person in NEVER {
        assert!(!shop.holds(person), "「{person}」 is in the data folder");
        assert!(dump.as_ref().is_none_or(|dump| !dump.contains(person)), "「{person}」 is in the database");
    }
}

/// All data of a PostgreSQL database as plain text; nothing for SQLite, which lies in the data folder.
fn dump(shop: &Shop) -> Option<String> {
    let dumped = Command::new("pg_dump").args(["--data-only", "--inserts", "--dbname", shop.url()?]).output();
    let dumped = dumped.expect("pg_dump comes with the server");
    assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));
    Some(String::from_utf8(dumped.stdout).unwrap())
}

/// The organisation's one record and its place in the ledger.
fn record(shop: &Shop) -> (String, String) {
    let file: Value = serde_json::from_str(&shop.done(&["show", ORGANISATION, "--json"])).unwrap();
    let record = &file["records"][0];
    (record["id"].as_str().unwrap().to_owned(), record["position"].as_i64().unwrap().to_string())
}

/// Everything that anybody may read, by its place.
fn visit(shop: &Shop, server: &Served, id: &str, position: &str) -> Vec<(String, String)> {
    let head = shop.done(&["ledger", "checkpoint"]).lines().nth(1).unwrap().parse::<u64>().unwrap();
    let (whole, part) = (head / 256, head % 256);
    let mut paths: Vec<String> =
        ["/", "/board", "/ledger", "/policy", "/help", "/checkpoint"].map(str::to_owned).into();
    paths.extend((0..whole).map(|n| format!("/tile/entries/{n:03}")));
    paths.extend((part > 0).then(|| format!("/tile/entries/{whole:03}.p/{part}")));
    for base in [format!("/subjects/{ORGANISATION}"), format!("/records/{id}")] {
        paths.push(base.clone());
        paths.push(format!("/api/v1{base}"));
    }
    paths.extend(["proof", "proof.json", "proof.tlog"].map(|what| format!("/records/{id}/{what}")));
    paths.push(format!("/api/v1/subjects/{ORGANISATION}/records"));
    paths.extend(["/search", "/api/v1/subjects"].map(|path| format!("{path}?q=石门虚构")));
    let mut shown: Vec<(String, String)> = paths.into_iter().map(|path| asked(server, path)).collect();
    shown.push(("show".to_owned(), shop.done(&["show", ORGANISATION, "--json"])));
    shown.push(("ledger prove".to_owned(), shop.done(&["ledger", "prove", position])));
    let out = shop.file("export.ndjson");
    shop.done(&["ledger", "export", "--out", &out]);
    shown.push(("ledger export".to_owned(), std::fs::read_to_string(out).unwrap()));
    shown
}

fn asked(server: &Served, path: String) -> (String, String) {
    let answer = server.get(&path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    (path, answer.body)
}
