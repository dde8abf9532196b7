//! Two nodes on one library: started at once, one brings the database up and the other waits; one signs at a time; when
//! it is killed the other takes over. Two with different keys are not one log: the second does not start.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use xh_db::Engine;

use crate::full::{filed, token};
use crate::noted::{kinds, reading};
use crate::served::Served;
use crate::shop::{Shop, ended};

const SERVE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];
/// The lease (ten seconds), a tick of the follower, and a slow machine.
const TAKEN_OVER: Duration = Duration::from_secs(20);

#[test]
fn two_nodes_of_one_server_sign_one_log_and_take_over_from_each_other() {
    let shop = Shop::made(Engine::Postgres, &[]);
    let (other, keys) = (folder(&shop), Shop::bare(Engine::Sqlite));
    keys.done(&["admin", "organ", "list"]);
    for data in [shop.data(), other.clone()] {
        std::fs::copy(keys.data().join("ledger.key"), data.join("ledger.key")).unwrap();
    }

    let (first, second) =
        (Served::begun(shop.command(&SERVE)), Served::begun(shop.command_at(&other, &SERVE)));
    first.ready();
    second.ready();
    let links = [&first, &second].map(|node| node.says("/start?key=").is_some());
    assert_eq!(links.iter().filter(|one| **one).count(), 1, "one link: {links:?}");
    assert_eq!(kinds(&shop).get("policy.release"), Some(&1), "the law was adopted once");

    shop.done(&["admin", "organ", "add", &shop.organ(), "演示市市场监督管理局"]);
    let token = token(&shop);
    for n in 0..30 {
        filed(if n % 2 == 0 { &first } else { &second }, &token, n);
    }
    await_signed(&shop, &first);
    assert_eq!(first.get("/checkpoint").body, second.get("/checkpoint").body);

    // Whoever holds the lease is killed; the other signs what it files.
    let signed = first.get("/checkpoint").body;
    let signs = |data: PathBuf| {
        std::fs::read_to_string(data.join("ledger.checkpoint")).is_ok_and(|note| note == signed)
    };
    let (one, two) = (signs(shop.data()), signs(other));
    assert!(one != two, "{one} {two}: one signs, and remembers what");
    let (holder, left) = if one { (first, second) } else { (second, first) };
    holder.kill();
    let killed = Instant::now();
    filed(&left, &token, 100);
    await_signed(&shop, &left);
    println!("taken over after {:.1} s", killed.elapsed().as_secs_f64());
    drop(left);
    shop.done(&["ledger", "audit"]);
    shop.done(&["rebuild", "--check"]);
}

#[test]
fn a_node_with_a_key_of_its_own_does_not_start() {
    let shop = Shop::bare(Engine::Postgres);
    let other = folder(&shop);
    let folders = [shop.data(), other];
    let open = |data: &PathBuf| shop.command_at(data, &["ledger", "checkpoint"]).spawn().unwrap();
    let ran = folders.each_ref().map(open).map(ended);
    let mut codes = ran.each_ref().map(|ran| ran.code);
    codes.sort_unstable();
    assert_eq!(codes, [0, 5], "{} {}", ran[0].err, ran[1].err);
    let (own, foreign) = if ran[0].code == 0 { (0, 1) } else { (1, 0) };
    assert!(ran[foreign].err.contains("密钥"), "{}", ran[foreign].err);
    let audit = ended(shop.command_at(&folders[own], &["ledger", "audit"]).spawn().unwrap());
    assert_eq!(audit.code, 0, "{}{}", audit.out, audit.err);
}

/// The other node's data folder.
fn folder(shop: &Shop) -> PathBuf {
    let other = PathBuf::from(shop.file("other"));
    std::fs::create_dir(&other).unwrap();
    other
}

fn await_signed(shop: &Shop, node: &Served) {
    let entries = reading(shop, async |tx| xh_ledger_store::head(tx).await.unwrap());
    let began = Instant::now();
    let signed = || node.get("/checkpoint").body.lines().nth(1).and_then(|size| size.parse::<i64>().ok());
    while signed() < Some(entries) {
        assert!(began.elapsed() < TAKEN_OVER, "{:?} of {entries} signed after {TAKEN_OVER:?}", signed());
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_folder_is_served_by_one_process_and_by_the_next_when_that_is_killed() {
    let shop = Shop::bare(Engine::Sqlite);
    let first = Served::start(&shop);
    let second = shop.run(&SERVE);
    assert!(second.code == 5 && second.err.contains("另一个进程"), "{}{}", second.out, second.err);
    shop.done(&["admin", "organ", "add", &shop.organ(), "演示市市场监督管理局"]);
    let token = token(&shop);
    filed(&first, &token, 1);
    first.kill();
    let killed = Instant::now();
    let next = Served::start(&shop);
    filed(&next, &token, 2);
    await_signed(&shop, &next);
    println!("taken over after {:.1} s", killed.elapsed().as_secs_f64());
    drop(next);
    shop.done(&["ledger", "audit"]);
}
