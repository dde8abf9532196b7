//! The catalogue from the command line: two tokens adopt it, one does not; what is owed, and a period without anything.

use serde_json::{Value, json};

use crate::shop::Shop;

const EDITION: &str = "city-shijiazhuang@2026";

on_both! {
    fn two_tokens_adopt_and_one_does_not(engine) {
        let shop = Shop::new(engine);
        assert!(shop.done(&["catalogue", "show"]).contains("没有施行中的目录"));
        let organ = shop.organ();
        let (one, other) = (token(&shop, "one", &[]), token(&shop, "other", &[]));
        let bureau = token(&shop, "bureau", &["--organ", &organ]);
        let nobody = shop.write("nobody", "xh_nothing");
        let cases = [
            (nobody.as_str(), EDITION, 2, "令牌无效"),
            (bureau.as_str(), EDITION, 4, "单位的令牌不能办理"),
            (one.as_str(), "city-shijiazhuang@1999", 4, EDITION),
        ];
        for (file, edition, code, says) in cases {
            let ran = shop.run(&["catalogue", "propose", edition, "--token-file", file]);
            assert_eq!(ran.code, code, "{edition}: {}{}", ran.out, ran.err);
            assert!(ran.err.contains(says), "{edition} says {}", ran.err);
        }
        let propose = ["catalogue", "propose", EDITION, "--effective", "2026-01-01", "--token-file", &one];
        let proposed = shop.done(&propose);
        let id = proposed.trim().rsplit(' ').next().unwrap_or_default().to_owned();
        assert!(shop.done(&propose).contains("已在等待采用"));
        let adopt = |file: &str| shop.run(&["catalogue", "adopt", &id, "--token-file", file]);
        for (file, code, says) in [(&one, 4, "不能自己采用"), (&bureau, 4, "单位的令牌"), (&other, 0, ""), (&other, 4, "已经采用")] {
            let ran = adopt(file);
            assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
            assert!(ran.err.contains(says), "{says}: {}", ran.err);
        }
        assert!(shop.done(&["catalogue", "show"]).contains("施行中:《石家庄市公共信用信息目录"));
        let told: Value = serde_json::from_str(&shop.done(&["catalogue", "show", "--json"])).unwrap();
        assert_eq!((&told["in_force"]["edition"], &told["in_force"]["from"]), (&json!(EDITION), &json!("2026-01-01")));
        owed(&shop, &organ);
        shop.done(&["ledger", "audit"]);
        shop.done(&["rebuild", "--check"]);
    }
}

/// What is owed ends with 1; a period without anything is said once, and not of what is not owed.
fn owed(shop: &Shop, organ: &str) {
    let due = || {
        let ran = shop.run(&["catalogue", "due", "--organ", organ, "--on", "2026-03-02", "--json"]);
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        serde_json::from_str::<Value>(&ran.out).unwrap()
    };
    let before = due();
    let first = before["items"].as_array().unwrap().iter().find(|it| it["item"] == "penalty").unwrap();
    let line = (&first["period"], &first["due"], &first["state"]);
    // Five working days after January 2026.
    assert_eq!(line, (&json!("2026-01"), &json!("2026-02-06"), &json!("overdue")));
    let say = |item: &str, period: &str| {
        shop.run(&["catalogue", "nothing", "--organ", organ, "--item", item, "--period", period])
    };
    let said = say("penalty", "2026-01");
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(say("penalty", "2026-01").out.contains("没有改动"));
    assert!(say("penalty", "2999-01").err.contains("没有「penalty」在「2999-01」"));
    assert_eq!(say("levy", "2026-Q1").code, 4);
    let unknown = shop.run(&["catalogue", "due", "--organ", "91130100000000019Q"]);
    assert_eq!(unknown.code, 3, "{}", unknown.err);
    assert_eq!(due()["total"], before["total"], "on that day it had not been said yet");
}

/// The file with a new person's token.
fn token(shop: &Shop, name: &str, more: &[&str]) -> String {
    let text = shop.done(&[&["admin", "token", "new", name][..], more].concat());
    shop.write(&format!("{name}.token"), text.trim())
}
