//! `import` beside a running `serve` on one database: both work, and the server shows the new records.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::number;
use crate::served::{Served, client, read};
use crate::shop::Shop;

on_both! {
    fn an_import_beside_a_server_is_seen_and_disturbs_nobody(engine) {
        let shop = Shop::with(engine, 300, 4_000);
        let server = Served::start(&shop);
        let first = first_subject(&shop);
        let file_page = format!("/subjects/{first}");
        assert_eq!(server.get(&file_page).status, 200);
        let done = Arc::new(AtomicBool::new(false));
        let api = "/api/v1/subjects?q=演示";
        let paths = ["/", "/search?q=演示", "/ledger", "/board", &file_page, api, "/readyz"];
        let urls = paths.map(|path| server.at(path));
        let visitor = std::thread::spawn({
            let done = Arc::clone(&done);
            move || visit(&urls, &done)
        });
        let counts = shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
        done.store(true, Ordering::Relaxed);
        let visits = visitor.join().unwrap();
        assert!(visits >= 20, "only {visits} visits while the import ran");
        assert!(number(&counts, "filed") > 3_000, "{counts}");
        shows_what_is_new(&shop, &server);
        drop(server);
        shop.done(&["ledger", "audit"]);
    }
}

/// One page after the other until told otherwise; each answer is 200.
fn visit(urls: &[String], done: &AtomicBool) -> usize {
    let agent = client();
    let mut visits = 0;
    for url in urls.iter().cycle() {
        if done.load(Ordering::Relaxed) {
            break;
        }
        let answer = read(agent.get(url).call());
        assert_eq!(answer.as_ref().map(|a| a.status), Some(200), "{url}: {answer:?}");
        visits += 1;
    }
    visits
}

/// The newest record on publication has its page, its organisation's file, its answer and, once signed, its proof.
fn shows_what_is_new(shop: &Shop, server: &Served) {
    let (uscc, id) = shown_record(shop);
    for path in [format!("/records/{id}"), format!("/api/v1/records/{id}")] {
        assert_eq!(server.get(&path).status, 200, "{path}");
    }
    let file = server.get(&format!("/subjects/{uscc}"));
    assert!(file.body.contains(&id), "the file of {uscc} does not lead to {id}");
    let proof = format!("/records/{id}/proof.json");
    let signed = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        server.get(&proof).status == 200
    });
    assert!(signed, "no proof ten seconds after the import");
}

/// A record that `show` says is on publication, and its organisation.
fn shown_record(shop: &Shop) -> (String, String) {
    let codes = codes(shop);
    let shown = |uscc: &String| {
        let file: serde_json::Value = serde_json::from_str(&shop.done(&["show", uscc, "--json"])).unwrap();
        let sections = file["sections"].as_array().unwrap().clone();
        let mut ids =
            sections.iter().filter(|s| s["id"] != "registration").flat_map(|s| s["shown"].as_array());
        let id = ids.find_map(|ids| ids.first())?.as_str()?.to_owned();
        Some((uscc.clone(), id))
    };
    codes.iter().find_map(shown).expect("no record is on publication")
}

fn first_subject(shop: &Shop) -> String {
    codes(shop).swap_remove(0)
}

/// The organisations of the generated city.
fn codes(shop: &Shop) -> Vec<String> {
    let sheet = std::fs::read_to_string(shop.file("city/registration.csv")).unwrap();
    sheet.lines().skip(1).filter_map(|line| line.split(',').nth(1)).map(str::to_owned).collect()
}
