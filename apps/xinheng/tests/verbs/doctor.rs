//! `doctor` finds what is wrong and says what to do; where nothing is, it says so and ends with 0.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;
use xh_db::Engine;

use crate::shop::{Ran, Shop};

/// Not of this library's making: the year of the test, what the tests' server is set to, how full this disk is.
const OUTSIDE: [&str; 3] = ["calendar", "database-sync", "disk-space"];

on_both! {
    fn a_sound_library_is_called_sound(engine) {
        let shop = Shop::with(engine, 30, 1);
        shop.done(&["backup", &shop.file("backup")]);
        let ran = shop.run(&["doctor", "--json"]);
        let told = told(&ran);
        for one in &told {
            let check = one["check"].as_str().unwrap();
            assert!(one["ok"] == true || OUTSIDE.contains(&check), "{one}");
            assert_eq!(one["ok"] == true, one["remedy"] == "", "{one}");
        }
        assert_eq!(ran.code, i32::from(told.iter().any(|one| one["ok"] == false)));
        assert_eq!(told.len(), 11, "{told:?}");
        let words = shop.run(&["doctor"]).out;
        assert!(words.contains("正常 key-file") && words.contains("正常 footer"), "{words}");
    }
}

#[test]
fn what_is_wrong_is_named_with_a_remedy() {
    let shop = Shop::with(Engine::Sqlite, 30, 1);
    let key = shop.data().join("ledger.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let city = "city = \"甲\"\noffice = \"乙\"\nname = \"丙\"\norigin = \"https://credit.example.org\"\n\
                hotline = \"1\"\nhotline_hours = \"2\"\ndemo = false\n";
    std::fs::write(shop.data().join("city.toml"), city).unwrap();
    std::fs::write(shop.data().join("backup.last"), "2020-01-01T00:00:00.000000Z\n").unwrap();
    let ran = shop.run(&["doctor", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let told = told(&ran);
    let wrong: Vec<&str> =
        told.iter().filter(|one| one["ok"] == false).filter_map(|one| one["check"].as_str()).collect();
    for check in ["key-file", "footer", "backup"] {
        let one = told.iter().find(|one| one["check"] == check).unwrap();
        assert!(wrong.contains(&check) && one["remedy"].as_str().unwrap().contains('请'), "{one}");
    }
    let key = told.iter().find(|one| one["check"] == "key-file").unwrap();
    assert!(key["said"].as_str().unwrap().contains("644"), "{key}");
}

fn told(ran: &Ran) -> Vec<Value> {
    let told: Value =
        serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}{}", ran.out, ran.err));
    told["findings"].as_array().unwrap().clone()
}
