//! The verb `connector`: files with mistakes, addresses that are nowhere safe, a run and what it shows.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;
use xh_pull::Engine;
use xh_pull::testing::Front;

use crate::number;
use crate::shop::Shop;

const TABLE: &str = include_str!("front.sql");

fn connector(shop: &Shop, url_file: &str) -> String {
    format!(
        "[connector]\nid = \"front\"\ntitle = \"前置库\"\nkind = \"penalty\"\norgan = \"{}\"\nsource = \"postgres\"\n\
         url_file = \"{url_file}\"\ntable = \"penalty\"\ncursor = [\"at\", \"id\"]\n\n[columns]\nmc = \"CF_XDR_MC\"\n\
         dm = \"CF_XDR_SHXYM\"\nwsh = \"CF_WSH\"\nsy = \"CF_SY\"\nje = \"CF_NR_FK\"\nrq = \"CF_JDRQ\"\n",
        shop.organ()
    )
}

/// A shop with its connectors' folder, and a department's database with two rows.
fn shop(engine: xh_db::Engine) -> (Shop, Front) {
    let shop = Shop::with(engine, 40, 40);
    std::fs::create_dir(shop.data().join("connectors")).unwrap();
    let front = shop.wait(Front::new(Engine::Postgres));
    let sheet = std::fs::read_to_string(shop.file("city/registration.csv")).unwrap();
    let first: Vec<&str> = sheet.lines().nth(1).unwrap().split(',').collect();
    let code = first.iter().find(|cell| cell.len() == 18).unwrap();
    shop.wait(front.run(&TABLE.replace("{name}", first[0]).replace("{code}", code)));
    (shop, front)
}

fn put(path: &Path, text: &str, mode: u32) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

on_both! {
    fn a_connector_is_listed_run_and_shown(engine) {
        let (shop, front) = shop(engine);
        let folder = shop.data().join("connectors");
        put(&folder.join("front.toml"), &connector(&shop, "front.url"), 0o644);
        put(&folder.join("front.url"), &format!("{}\n", front.url), 0o600);
        assert!(shop.done(&["connector", "list"]).contains("从未运行"));
        let ran: Value = serde_json::from_str(&shop.done(&["connector", "run", "front", "--json"])).unwrap();
        assert_eq!((ran["outcome"].as_str(), number(&ran, "read_rows")), (Some("even"), 2), "{ran}");
        assert_eq!((number(&ran, "source_rows"), number(&ran, "filed")), (2, 2), "{ran}");
        assert!(shop.done(&["connector", "run", "front"]).contains("对平:来源 0 行"));
        let shown: Value = serde_json::from_str(&shop.done(&["connector", "show", "front", "--json"])).unwrap();
        assert_eq!(shown["runs"].as_array().unwrap().len(), 2, "{shown}");
        assert!(shown["cursor"].as_str().unwrap().contains("2026-05-06 08:00:02"), "{shown}");
        std::fs::remove_file(folder.join("front.url")).unwrap();
        assert!(!shop.holds(&front.url), "the address was in its file alone");
        shop.done(&["ledger", "audit"]);
        shop.wait(front.gone());
    }
}

#[test]
fn mistakes_and_open_addresses_are_refused() {
    let shop = Shop::with(xh_db::Engine::Sqlite, 20, 20);
    let folder = shop.data().join("connectors");
    std::fs::create_dir(&folder).unwrap();
    put(&folder.join("front.toml"), &connector(&shop, "front.url").replace("cursor", "curser"), 0o644);
    let list = shop.run(&["connector", "list"]);
    assert!(list.code == 2 && list.err.contains("front.toml:9:"), "{}", list.err);
    assert_eq!(shop.run(&["connector", "run", "front"]).code, 2);
    assert_eq!(shop.run(&["connector", "run", "other"]).code, 3);
    put(&folder.join("front.toml"), &connector(&shop, "front.url"), 0o644);
    assert!(shop.run(&["connector", "run", "front"]).err.contains("无法读取地址文件"));
    put(&folder.join("front.url"), "postgres://u:geheim@127.0.0.1:9/d", 0o644);
    let open = shop.run(&["connector", "run", "front"]);
    assert!(open.code == 2 && open.err.contains("chmod 600") && !open.err.contains("geheim"), "{}", open.err);
    put(
        &folder.join("front.toml"),
        &connector(&shop, "x").replace("url_file = \"x\"", "url_env = \"NOT_SET\""),
        0o644,
    );
    assert!(shop.run(&["connector", "run", "front"]).err.contains("NOT_SET"));
}
