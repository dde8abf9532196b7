//! The clock is wrong by a day, by a year, between two runs. Behind the ledger it writes nothing and shows nothing
//! again that has ended; ahead of it nobody can know, and the way back is an operator's word.

use serde_json::Value;
use xh_db::Engine;

use crate::acknowledged::body;
use crate::faults::days_off;
use crate::full::{document, filed, token};
use crate::noted::reading;
use crate::served::Served;
use crate::shop::{Ran, Shop, ended};

/// Within it some penalties of the city leave the shelf.
const YEAR: i64 = 366;
const SERVE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

on_both! {
    fn a_clock_that_goes_back_writes_nothing_and_shows_nothing_again(engine) {
        let shop = Shop::with(engine, 60, 600);
        shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
        let token = token(&shop);
        let now = board(&Served::start(&shop));

        // A year later, by a clock that nobody knows to be wrong, something is filed.
        file_at(&shop, &token, YEAR, 1);
        let shown = board(&Served::of(days_off(shop.command(&SERVE), YEAR)));
        assert_ne!(now, shown, "nothing ended within the year: the next lines would say nothing");
        let head = head(&shop);

        for behind in [YEAR - 1, 0, -1, -YEAR] {
            let server = Served::of(days_off(shop.command(&SERVE), behind));
            assert_eq!(board(&server), shown, "shown again by a clock of day {behind}");
            let answer = server.post("/api/v1/records?kind=penalty", &token, &body(&document(9)));
            // By the clock of last year the record itself lies in the future.
            let (status, words) = if behind == -YEAR { (422, "date_future") } else { (503, "系统时间有误") };
            assert!(answer.status == status && answer.body.contains(words), "{behind}: {answer:?}");
            drop(server);
            let doctor = finding(&at(&shop, behind, &["doctor", "--json"]), "clock");
            assert!(doctor["ok"] == false && doctor["said"].as_str().unwrap().contains("落后"), "{doctor}");
            shop.generate("more", 60, 30, 8);
            let import = at(&shop, behind, &["import", "--kind", "penalty", &shop.file("more/penalty.csv")]);
            assert!(import.code == 5 && import.err.contains("时钟"), "{behind}: {} {}", import.code, import.err);
        }
        assert_eq!(reading(&shop, async |tx| xh_ledger_store::head(tx).await.unwrap()), head, "something was written");

        // The clock of that year was wrong: the operator says so, and today is today again.
        assert_eq!(shop.run(&["ledger", "clock"]).code, 1);
        shop.done(&["ledger", "clock", "--accept"]);
        shop.done(&["ledger", "clock"]);
        let server = Served::start(&shop);
        assert_eq!(board(&server), now);
        filed(&server, &token, 2);
        signed_soon(&shop, &server);
        drop(server);
        shop.done(&["ledger", "audit"]);
        shop.done(&["rebuild", "--check"]);
    }
}

#[test]
fn a_clock_that_is_a_little_behind_is_no_reason_to_stop() {
    let shop = Shop::with(Engine::Sqlite, 30, 1);
    let token = token(&shop);
    let mut command = days_off(shop.command(&SERVE), 0);
    command.env("XH_CLOCK", "-200");
    filed(&Served::of(command), &token, 1);
    let mut command = days_off(shop.command(&SERVE), 0);
    command.env("XH_CLOCK", "-2000");
    let answer = Served::of(command).post("/api/v1/records?kind=penalty", &token, &body(&document(2)));
    assert_eq!(answer.status, 503, "{answer:?}");
    // Idle for long, or ahead: nobody knows, so it is said.
    assert_eq!(finding(&at(&shop, 1, &["doctor", "--json"]), "clock")["ok"], true);
    assert_eq!(finding(&at(&shop, YEAR, &["doctor", "--json"]), "clock")["ok"], false);
}

fn at(shop: &Shop, days: i64, words: &[&str]) -> Ran {
    ended(days_off(shop.command(words), days).spawn().unwrap())
}

fn file_at(shop: &Shop, token: &str, days: i64, n: usize) {
    filed(&Served::of(days_off(shop.command(&SERVE), days)), token, n);
}

/// What stands on the board: the addresses of its records, all pages.
fn board(server: &Served) -> Vec<String> {
    let (mut page, mut records) = (server.get("/board").body, Vec::new());
    for _ in 0..100 {
        records.extend(links(&page, "/records/").map(str::to_owned));
        // The way back to the first page has no cursor.
        let Some(next) = links(&page, "/board?").find(|link| link.contains("cursor=")) else { break };
        page = server.get(&format!("/board?{}", next.replace("&amp;", "&"))).body;
    }
    records.sort();
    records.dedup();
    records
}

fn links<'a>(page: &'a str, to: &'a str) -> impl Iterator<Item = &'a str> {
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.filter_map(move |href| href.strip_prefix(to))
}

fn head(shop: &Shop) -> i64 {
    reading(shop, async |tx| xh_ledger_store::head(tx).await.unwrap())
}

fn finding(ran: &Ran, check: &str) -> Value {
    let told: Value =
        serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}{}", ran.out, ran.err));
    told["findings"].as_array().unwrap().iter().find(|one| one["check"] == check).unwrap().clone()
}

/// The lease that the wrong clock took ends a year from now, and holds nobody up.
fn signed_soon(shop: &Shop, server: &Served) {
    let entries = head(shop);
    let signed = || server.get("/checkpoint").body.lines().nth(1).and_then(|size| size.parse::<i64>().ok());
    let soon = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        signed() >= Some(entries)
    });
    assert!(soon, "{:?} of {entries} signed after ten seconds", signed());
}
