//! The host is gone, the backup is not: what was filed comes back elsewhere, and the log goes on as one log or not at
//! all. A restore that is a moment short is found before anything is signed.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use xh_db::Engine;

use crate::noted::reading;
use crate::number;
use crate::served::Served;
use crate::shop::{Ran, Shop, counts, ended};

const KEY: &str = "ledger.key";
const MEMORY: &str = "ledger.checkpoint";

on_both! {
    fn a_backup_beside_an_import_and_a_server_comes_back_elsewhere(engine) {
        let shop = Shop::with(engine, 300, 6_000);
        let server = Served::start(&shop);
        let (early, late, key) = (shop.file("early"), shop.file("late"), kept_key(&shop));
        let before = head(&shop);
        let file = shop.file("city/penalty.csv");
        let import = shop.command(&["import", "--kind", "penalty", "--json", &file]).spawn().unwrap();
        while head(&shop) < before + 1_000 {
            std::thread::sleep(Duration::from_millis(20));
        }
        shop.done(&["backup", &early]);
        let imported = counts(&ended(import));
        let (copied, end) = (entries_of(&early), number(&imported, "position"));
        assert!(before < copied && copied < end, "{before} {copied} {end}: not beside the import");

        let elsewhere = Shop::bare(engine);
        let known = published(&shop, &elsewhere);
        refused(&elsewhere.run(&["restore", &early, "--key", &key, "--known", &known]));
        assert!(!elsewhere.data().join(KEY).exists() && !elsewhere.data().join("xinheng.db").exists());

        drop(server);
        shop.done(&["backup", &late]);
        let note = shop.done(&["ledger", "checkpoint"]);
        if engine == Engine::Sqlite {
            std::fs::remove_dir_all(shop.data()).unwrap();
        }
        elsewhere.done(&["restore", &late, "--key", &key, "--known", &known]);
        elsewhere.done(&["ledger", "audit"]);
        assert_eq!(elsewhere.done(&["ledger", "checkpoint"]), note);
        let again = elsewhere.import("penalty", &file, &[]);
        assert_eq!(number(&again, "filed") + number(&again, "amended"), 0, "{again}");
        assert_eq!(Served::start(&elsewhere).get("/checkpoint").body, note);
    }

    fn a_restore_that_is_short_signs_nothing(engine) {
        let shop = Shop::new(engine);
        let (folder, key) = (shop.file("backup"), kept_key(&shop));
        shop.done(&["backup", &folder]);
        shop.import("penalty", &shop.file("city/penalty.csv"), &[]);
        let elsewhere = Shop::bare(engine);
        let known = published(&shop, &elsewhere);

        // Nothing is said of the log: the operator is asked.
        assert_eq!(elsewhere.run(&["restore", &folder, "--key", &key]).code, 2);
        // The operator is wrong; whoever has the published checkpoint finds it, and so does the node's own memory.
        elsewhere.done(&["restore", &folder, "--key", &key, "--nothing-newer"]);
        elsewhere.generate("other", 300, 1_500, 8);
        let short = elsewhere.run(&["ledger", "known", &known]);
        refused(&short);
        let signed = size(&elsewhere.done(&["ledger", "checkpoint"]));
        std::fs::copy(shop.data().join(MEMORY), elsewhere.data().join(MEMORY)).unwrap();
        let other = elsewhere.file("other/penalty.csv");
        let import = elsewhere.run(&["import", "--kind", "penalty", "--json", &other]);
        assert_eq!(import.code, 5, "{}{}", import.out, import.err);
        assert!(import.err.contains("分叉"), "{}", import.err);
        assert!(head(&elsewhere) > signed, "nothing was filed: the next lines would say nothing");
        assert_eq!(newest(&elsewhere), signed);

        // As long as what was published, and yet another log.
        for seed in 9..14 {
            if head(&elsewhere) >= size(&std::fs::read_to_string(&known).unwrap()) {
                break;
            }
            elsewhere.generate("more", 300, 1_500, seed);
            elsewhere.run(&["import", "--kind", "penalty", "--json", &elsewhere.file("more/penalty.csv")]);
        }
        let other = elsewhere.run(&["ledger", "known", &known]);
        refused(&other);
        assert!(other.err.contains("不同"), "{}", other.err);
        assert_eq!(newest(&elsewhere), signed);
        // On the host that was never restored the same checkpoint is no news.
        shop.done(&["ledger", "known", &known]);
    }
}

#[test]
fn a_backup_is_private_whole_and_without_the_key() {
    let shop = Shop::bare(Engine::Sqlite);
    assert_eq!(shop.run(&["backup", &shop.file("none")]).code, 3, "there is nothing to back up yet");
    shop.done(&["ledger", "checkpoint"]);
    let (folder, with_key) = (shop.file("backup"), shop.file("with-key"));
    shop.done(&["backup", &folder]);
    assert!(!shop.run(&["backup", &folder]).err.is_empty(), "a backup was written over");
    shop.done(&["backup", &with_key, "--with-key"]);
    private(Path::new(&with_key));
    assert!(!Path::new(&folder).join(KEY).exists() && Path::new(&with_key).join(KEY).exists());

    let elsewhere = Shop::bare(Engine::Sqlite);
    let restore = |folder: &str| elsewhere.run(&["restore", folder, "--nothing-newer"]);
    assert!(restore(&folder).err.contains("--key"));
    let database = Path::new(&with_key).join("xinheng.db");
    let mut bytes = std::fs::read(&database).unwrap();
    flip(&mut bytes);
    std::fs::write(&database, &bytes).unwrap();
    assert!(restore(&with_key).err.contains("SHA-256"));
    flip(&mut bytes);
    std::fs::write(&database, &bytes).unwrap();
    assert_eq!(restore(&with_key).code, 0);
    private(&elsewhere.data());
    assert!(restore(&with_key).err.contains("已经存在"));
    // The log of another database would be played into this one; what a restore left that was cut short is swept away.
    std::fs::remove_file(elsewhere.data().join("xinheng.db")).unwrap();
    elsewhere.write("data/xinheng.db-wal", "another log");
    assert!(restore(&with_key).err.contains("xinheng.db-wal"));
    std::fs::remove_file(elsewhere.data().join("xinheng.db-wal")).unwrap();
    elsewhere.write("data/xinheng.restoring-wal", "another log");
    assert_eq!(restore(&with_key).code, 0);
    assert!(!elsewhere.data().join("xinheng.restoring-wal").exists());
    elsewhere.done(&["ledger", "audit"]);
}

#[test]
fn a_ledger_that_was_signed_gets_no_second_key() {
    let shop = Shop::bare(Engine::Sqlite);
    shop.done(&["ledger", "checkpoint"]);
    let key = kept_key(&shop);
    std::fs::remove_file(shop.data().join(KEY)).unwrap();
    let without = shop.run(&["ledger", "checkpoint"]);
    assert_eq!(without.code, 5, "{}{}", without.out, without.err);
    assert!(without.err.contains(KEY) && !shop.data().join(KEY).exists(), "{}", without.err);
    std::fs::copy(key, shop.data().join(KEY)).unwrap();
    shop.done(&["ledger", "checkpoint"]);
}

fn flip(bytes: &mut [u8]) {
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
}

/// No file of a folder is read by others.
fn private(folder: &Path) {
    for item in std::fs::read_dir(folder).unwrap() {
        let item = item.unwrap();
        let (name, mode) = (item.file_name(), item.metadata().unwrap().permissions().mode());
        assert!(item.path().is_dir() || name == MEMORY || mode & 0o077 == 0, "{name:?}: {mode:o}");
    }
}

/// The signing key, kept apart as an operator does.
fn kept_key(shop: &Shop) -> String {
    let kept = shop.file("kept.key");
    std::fs::copy(shop.data().join(KEY), &kept).unwrap();
    kept
}

/// The checkpoint the public has of `shop`, as a file beside `elsewhere`.
fn published(shop: &Shop, elsewhere: &Shop) -> String {
    elsewhere.write("published", &shop.done(&["ledger", "checkpoint"]))
}

fn refused(ran: &Ran) {
    assert_eq!(ran.code, 4, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("分叉"), "{}", ran.err);
}

fn entries_of(folder: &str) -> i64 {
    let text = std::fs::read_to_string(Path::new(folder).join("backup.json")).unwrap();
    number(&serde_json::from_str(&text).unwrap(), "entries")
}

/// The size in a checkpoint's second line.
fn size(note: &str) -> i64 {
    note.lines().nth(1).unwrap().parse().unwrap()
}

fn head(shop: &Shop) -> i64 {
    reading(shop, async |tx| xh_ledger_store::head(tx).await.unwrap())
}

fn newest(shop: &Shop) -> i64 {
    reading(shop, async |tx| xh_ledger_store::newest_checkpoint(tx).await.unwrap().unwrap().size)
}
