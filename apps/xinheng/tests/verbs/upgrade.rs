//! A library that an earlier program made (structure 9, as of commit 5dc1627; 115 entries of a fictional city, row by
//! row in `earlier/`) opens with this one: copied first, brought up, the same for readers, clean, rebuilt equal. A
//! library of a later program is refused.

use std::collections::BTreeMap;
use std::io::Read as _;

use serde_json::{Map, Value as Json};
use xh_db::{Db, Engine, Migration, Target, Value, testing};

use crate::number;
use crate::served::Served;
use crate::shop::Shop;

const ROWS: &[u8] = include_bytes!("earlier/schema-0009.ndjson.gz");
const EARLIER: i64 = 9;
/// One of the organisations in it.
const KNOWN: &str = "911301095328153311";
const ENTRIES: usize = 115;

/// What the earlier program left.
struct Earlier {
    files: Vec<(String, String)>,
    tables: BTreeMap<String, Vec<Map<String, Json>>>,
}

on_both! {
    fn a_library_of_the_earlier_structure_goes_on(engine) {
        let shop = Shop::made(engine, &up_to(EARLIER));
        let earlier = Earlier::read();
        earlier.put(&shop);
        let note = earlier.file("ledger.checkpoint");

        let server = Served::start(&shop);
        assert_eq!(server.get("/checkpoint").body, note, "the same log, not signed anew");
        let page = server.get(&format!("/subjects/{KNOWN}"));
        assert_eq!(page.status, 200);
        drop(server);
        kept_aside(&shop, engine);
        shop.done(&["ledger", "audit"]);
        shop.done(&["rebuild", "--check"]);
        let export = shop.file("whole.ndjson");
        shop.done(&["ledger", "export", "--complete", "--out", &export]);

        // It goes on: the present law, a backup, a new file.
        shop.done(&["policy", "release"]);
        shop.generate("next", 20, 40, 6);
        let filed = shop.import("registration", &shop.file("next/registration.csv"), &[]);
        assert_eq!(number(&filed, "filed"), 20, "{filed}");
        shop.done(&["backup", &shop.file("backup")]);
        shop.done(&["ledger", "audit"]);
        shop.done(&["rebuild", "--check"]);
    }

    fn a_library_of_a_later_program_is_refused(engine) {
        let mut later = testing::embedded();
        let newest = later.iter().map(|migration| migration.version).max().unwrap();
        later.push(Migration::new(newest + 1, "later", include_str!("earlier/later.sql")));
        let shop = Shop::made(engine, &later);
        let backup = shop.file("backup");
        let verbs = [&["serve", "--listen", "127.0.0.1:0"][..], &["ledger", "audit"], &["backup", &backup]];
        for words in verbs {
            let ran = shop.run(words);
            assert_eq!(ran.code, 5, "{words:?}: {}{}", ran.out, ran.err);
            let said = [(newest + 1).to_string(), "请改用新版程序".to_owned()];
            assert!(said.iter().all(|words| ran.err.contains(words)), "{}", ran.err);
        }
        assert!(!shop.data().join(format!("xinheng.db.before-{newest:04}")).exists(), "nothing was touched");
    }
}

fn up_to(version: i64) -> Vec<Migration> {
    testing::embedded().into_iter().filter(|migration| migration.version <= version).collect()
}

/// On SQLite the program itself keeps the file as it was; it opens with the earlier structure and has every entry.
fn kept_aside(shop: &Shop, engine: Engine) {
    if engine == Engine::Postgres {
        return;
    }
    let newest = testing::embedded().iter().map(|migration| migration.version).max().unwrap();
    let copy = shop.data().join(format!("xinheng.db.before-{newest:04}"));
    let entries = shop.wait(async {
        let db = Db::open_with(&Target::Sqlite(copy), &up_to(EARLIER)).await.unwrap();
        let head = xh_ledger_store::head(&mut db.read().await.unwrap()).await.unwrap();
        db.close().await;
        head
    });
    assert_eq!(usize::try_from(entries).unwrap(), ENTRIES, "the copy before the upgrade");
}

impl Earlier {
    fn read() -> Self {
        let mut text = String::new();
        flate2::read::GzDecoder::new(ROWS).read_to_string(&mut text).unwrap();
        let mut earlier = Self { files: Vec::new(), tables: BTreeMap::new() };
        for line in text.lines() {
            let line: Json = serde_json::from_str(line).unwrap();
            match line["table"].as_str() {
                Some(table) => {
                    let row = line["row"].as_object().unwrap().clone();
                    earlier.tables.entry(table.to_owned()).or_default().push(row);
                }
                None => earlier.files.push((text_of(&line["file"]), text_of(&line["text"]))),
            }
        }
        earlier
    }

    fn file(&self, name: &str) -> String {
        self.files.iter().find(|(file, _)| file == name).map(|(_, text)| text.clone()).unwrap()
    }

    /// Puts files and rows where the earlier program would have left them.
    fn put(&self, shop: &Shop) {
        for (name, text) in &self.files {
            std::fs::write(shop.data().join(name), text).unwrap();
        }
        let target = shop.target();
        shop.wait(async {
            let db = Db::open_with(&target, &up_to(EARLIER)).await.unwrap();
            let kinds: BTreeMap<(String, String), String> = db
                .catalogue()
                .await
                .unwrap()
                .into_iter()
                .map(|(table, col, kind)| ((table, col), kind))
                .collect();
            let mut tx = db.write().await.unwrap();
            for (table, rows) in &self.tables {
                if table == "ledger_head" {
                    let head = rows[0]["position"].as_i64().unwrap();
                    assert!(xh_ledger_store::lock_head(&mut tx).await.unwrap() == 0 && head > 0);
                    tx.run(include_str!("earlier/head.sql"), &[Value::Int(Some(head))]).await.unwrap();
                    continue;
                }
                // Names are literals everywhere else, and so they are asked for.
                let names = rows[0].keys().map(|column| -> &'static str { column.clone().leak() });
                let (columns, into): (Vec<_>, &'static str) = (names.collect(), table.clone().leak());
                let kind =
                    |column: &str| kinds[&(table.clone(), column.to_owned())].split(' ').next().unwrap();
                let row = |row: &Map<String, Json>| {
                    columns.iter().map(|col| value(kind(col), &row[*col])).collect()
                };
                tx.insert_many(into, columns.clone().leak(), rows.iter().map(row).collect()).await.unwrap();
            }
            tx.commit().await.unwrap();
            db.close().await;
        });
    }
}

fn text_of(json: &Json) -> String {
    json.as_str().unwrap().to_owned()
}

fn value(kind: &str, json: &Json) -> Value {
    match kind {
        "BIGINT" => Value::Int(json.as_i64()),
        "BYTEA" => Value::Bytes(json["hex"].as_str().map(|hex| hex::decode(hex).unwrap())),
        _ => Value::Text(json.as_str().map(str::to_owned)),
    }
}
