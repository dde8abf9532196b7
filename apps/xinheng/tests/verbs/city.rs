//! Another city is a file: its name, office, telephone, numbers and districts are on the pages, and no Rust changes. A
//! wrong file is refused with its line before anything is opened.

use serde_json::Value;
use xh_db::Engine;

use crate::served::Served;
use crate::shop::Shop;

const PLAIN: &str = "\
city = \"平原演示市\"
office = \"平原演示市信用处（虚构）\"
name = \"信用平原演示\"
origin = \"https://credit.example.org\"
hotline = \"000-0000-1111\"
hotline_hours = \"每天\"
[footer]
undertaker = \"平原演示市数据站（虚构）\"
icp = \"演ICP备00000000号\"
[home]
title = \"平原演示市的信用记录\"
notice = \"演示通知：本周六闭馆。\"
[[division]]
code = \"009971\"
name = \"高新区\"
aliases = [\"平原高新技术产业开发区\"]
";

#[test]
fn a_second_city_is_a_file_and_no_rust() {
    let shop = Shop::bare(Engine::Sqlite);
    shop.done(&["admin", "organ", "list"]);
    std::fs::write(shop.data().join("city.toml"), PLAIN).unwrap();
    let rows = "统一社会信用代码,企业名称,登记状态,行政区划代码\n\
                91130100MA00000A1R,平原演示机械有限公司,存续,009971\n";
    let mut table = rows.to_owned();
    let code = xinheng::generate::organs()[0].uscc.as_str().to_owned();
    table = table.replace("91130100MA00000A1R", &code);
    let counts = shop.import("registration", &shop.write("one.csv", &table), &[]);
    assert_eq!(counts["filed"], 1, "{counts}");
    let server = Served::start(&shop);
    let home = server.get("/").body;
    for words in [
        "信用平原演示",
        "000-0000-1111",
        "演ICP备00000000号",
        "平原演示市的信用记录",
        "本周六闭馆",
        "平原演示市信用处",
    ] {
        assert!(home.contains(words), "「{words}」 is not on the front page");
    }
    assert!(home.contains("演示数据，纯属虚构") && !home.contains("信衡演示市"), "nothing of the demo city");
    let found = server.get("/search?q=%E5%B9%B3%E5%8E%9F%E6%BC%94%E7%A4%BA").body;
    assert!(found.contains("<span>高新区</span>") && !found.contains("009971"), "{found}");

    let check = shop.done(&["config", "check"]);
    assert!(
        check.contains("平原演示市") && check.contains("网站标识码") && !check.contains("ICP 备案号"),
        "{check}"
    );
    let doctor: Value = serde_json::from_str(&shop.run(&["doctor", "--json"]).out).unwrap();
    let footer = doctor["findings"].as_array().unwrap().iter().find(|one| one["check"] == "footer").unwrap();
    assert!(footer["said"].as_str().unwrap().contains("公安备案号"), "{footer}");
}

#[test]
fn a_wrong_profile_is_refused_with_its_line() {
    let shop = Shop::bare(Engine::Sqlite);
    let file = shop.write("city.toml", &PLAIN.replace("演ICP备00000000号", "12345"));
    for words in [
        &["config", "check", "--profile", &file][..],
        &["serve", "--profile", &file],
        &["doctor", "--profile", &file],
    ] {
        let ran = shop.run(words);
        assert_eq!(ran.code, 2, "{words:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(&format!("{file}:9 ")) && ran.err.contains("ICP"), "{}", ran.err);
    }
    assert!(!shop.data().join("xinheng.db").exists(), "nothing was opened");
    assert_eq!(shop.run(&["config", "check", "--profile", "nowhere.toml"]).code, 2);
}
