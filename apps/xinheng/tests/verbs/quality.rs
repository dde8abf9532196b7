//! An organ counts what it produced in a month; the board divides by the newest count, and by nothing else.

use serde_json::{Value, json};

use crate::number;
use crate::served::Served;
use crate::shop::Shop;

const NULL: Value = Value::Null;

on_both! {
    fn the_board_divides_by_the_organs_own_count(engine) {
        let shop = Shop::new(engine);
        let organ = shop.organ();
        let file = shop.write("may.csv", &sheet(&["2026-05-06", "2026-05-31", "2026-06-01"]));
        assert_eq!(number(&shop.import("penalty", &file, &["--organ", &organ]), "filed"), 3);
        let server = Served::start(&shop);
        let line = || line(&server, &organ);
        let told = line();
        assert_eq!((&told["reported"], &told["produced"], &told["reporting_bp"]), (&json!(2), &NULL, &NULL));
        let late = (&told["timely"], &told["timed"], &told["timeliness_bp"]);
        assert_eq!(late, (&json!(0), &json!(2), &json!(0)), "the term ended long ago");
        assert!(count(&shop, &organ, "3").contains("3 件已申报"));
        assert_eq!((&line()["unreported"], &line()["reporting_bp"]), (&json!(1), &json!(6_666)));
        assert!(count(&shop, &organ, "3").contains("没有改动"));
        assert!(count(&shop, &organ, "4").contains("代替此前申报的 3 件"));
        assert_eq!((&line()["produced"], &line()["reporting_bp"]), (&json!(4), &json!(5_000)));
        let page = server.get(&format!("/quality?month=2026-05&organ={organ}")).body;
        assert!(page.contains("50.00%") && page.contains("2 / 4") && page.contains("未报 2"), "{page}");
        drop(server);
        shop.done(&["ledger", "audit"]);
        shop.done(&["rebuild", "--check"]);
    }

    fn a_count_of_what_cannot_be_counted_is_refused(engine) {
        let shop = Shop::new(engine);
        let organ = shop.organ();
        let cases = [
            (organ.as_str(), "penalty", "2026-13", 2, "「2026-13」"),
            ("91130100000000019Q", "penalty", "2026-05", 3, "未登记"),
            (organ.as_str(), "nonsense", "2026-05", 4, "「nonsense」"),
            (organ.as_str(), "registration", "2026-05", 4, "「registration」"),
            (organ.as_str(), "penalty", "2999-01", 4, "2999年2月1日"),
        ];
        for (organ, kind, month, code, says) in cases {
            let words = ["quality", "count", "--organ", organ, "--kind", kind, "--month", month];
            let ran = shop.run(&[&words[..], &["--produced", "3"]].concat());
            assert_eq!(ran.code, code, "{kind} {month}: {}{}", ran.out, ran.err);
            assert!(ran.err.contains(says), "{kind} {month} says {}", ran.err);
        }
    }
}

/// Penalties of one organisation, one on each of these days.
fn sheet(days: &[&str]) -> String {
    let head = "行政相对人名称,统一社会信用代码,行政处罚决定书文号,违法事实,处罚类别,处罚决定日期\n";
    let row = |(at, day): (usize, &&str)| {
        format!(
            "演示市石门虚构商贸有限公司,91130100000000019Q,演罚〔2026〕95{at}号,未按规定公示,警告,{day}\n"
        )
    };
    head.to_owned() + &days.iter().enumerate().map(row).collect::<String>()
}

fn count(shop: &Shop, organ: &str, produced: &str) -> String {
    let words = ["quality", "count", "--organ", organ, "--kind", "penalty", "--month", "2026-05"];
    shop.done(&[&words[..], &["--produced", produced]].concat())
}

/// The organ's only line of May.
fn line(server: &Served, organ: &str) -> Value {
    let answer = server.get(&format!("/api/v1/quality?month=2026-05&kind=penalty&organ={organ}"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    let mut told: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((&told["month"], &told["total"]), (&json!("2026-05"), &json!(1)), "{told}");
    told["items"][0].take()
}
