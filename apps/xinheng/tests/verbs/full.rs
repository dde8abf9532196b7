//! The disk is full while clients write: they are told, readers are served, nothing acknowledged is lost, and it goes
//! on by itself when there is room again. (PostgreSQL's own disk: docs/operating.md, by hand.)

use serde_json::Value;
use xh_db::Engine;

use crate::acknowledged::body;
use crate::faults::{Switch, Wrong};
use crate::served::{Answer, Served};
use crate::shop::Shop;

const PATH: &str = "/api/v1/records?kind=penalty";

#[test]
fn a_full_disk_refuses_loses_nothing_and_ends() {
    let shop = Shop::with(Engine::Sqlite, 50, 400);
    let token = token(&shop);
    let switch = Switch::new(&shop, "disk");
    let server = Served::of(switch.over(shop.command(&["serve", "--listen", "127.0.0.1:0"])));
    let mut told: Vec<(String, String)> = Vec::new();
    for n in 0..5 {
        told.push(filed(&server, &token, n));
    }

    switch.wrong(Wrong::DiskFull);
    let refused: Vec<Answer> = (5..10).map(|n| server.post(PATH, &token, &body(&document(n)))).collect();
    for answer in &refused {
        assert!(answer.status == 503 && answer.body.contains("存储空间已满"), "{answer:?}");
    }
    for page in ["/", "/board", "/search?q=%E6%BC%94%E7%A4%BA", "/checkpoint", "/healthz", "/readyz"] {
        assert_eq!(server.get(page).status, 200, "{page} while the disk is full");
    }
    let file = shop.file("city/penalty.csv");
    let import =
        switch.over(shop.command(&["import", "--kind", "penalty", "--json", &file])).output().unwrap();
    assert_eq!(import.status.code(), Some(5), "{}", String::from_utf8_lossy(&import.stderr));

    switch.right();
    for n in 5..10 {
        told.push(filed(&server, &token, n));
    }
    for (document, id) in &told {
        let answer = server.post(PATH, &token, &body(document));
        let known: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(
            (answer.status, known["id"].as_str()),
            (200, Some(id.as_str())),
            "{document} was acknowledged"
        );
    }
    // The index, which could not be written either, follows again.
    shop.generate("later", 20, 1, 9);
    let later = shop.file("later/registration.csv");
    shop.import("registration", &later, &[]);
    let name = std::fs::read_to_string(&later)
        .unwrap()
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .to_owned();
    let asked = || server.get(&format!("/api/v1/subjects?q={}", percent(&name))).body;
    let found = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        asked().contains(&name)
    });
    assert!(found, "「{name}」: {}", asked());
    drop(server);
    shop.import("penalty", &file, &[]);
    shop.done(&["ledger", "audit"]);
    shop.done(&["rebuild", "--check"]);
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

pub fn token(shop: &Shop) -> String {
    shop.done(&["admin", "token", "new", "clients", "--organ", &shop.organ()]).trim().to_owned()
}

pub fn document(n: usize) -> String {
    format!("演障罚〔2026〕{n}号")
}

/// Files a record; answers its document and id.
pub fn filed(server: &Served, token: &str, n: usize) -> (String, String) {
    let answer = server.post(PATH, token, &body(&document(n)));
    assert!([200, 201].contains(&answer.status), "{answer:?}");
    let filed: Value = serde_json::from_str(&answer.body).unwrap();
    (document(n), filed["id"].as_str().unwrap().to_owned())
}
