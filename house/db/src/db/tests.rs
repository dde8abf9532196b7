//! Opening: the settings that durability rests on are really set.

use super::*;
use crate::story::{MIGRATIONS, count, fill};

async fn pragma(tx: &mut Tx<'_>, text: &'static str) -> String {
    let row = tx.one(text, &[]).await.unwrap().unwrap();
    let column = row.columns()[0].to_owned();
    row.text(&column).unwrap_or_else(|_| row.int(&column).unwrap().to_string())
}

#[tokio::test]
async fn sqlite_is_durable_by_its_settings() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open_with(&Target::Sqlite(folder.path().join("x.db")), MIGRATIONS).await.unwrap();
    let mut tx = db.write().await.unwrap();
    for (text, wanted) in [
        ("pragma journal_mode", "wal"),
        ("pragma synchronous", "2"),
        ("pragma foreign_keys", "1"),
        ("pragma busy_timeout", "30000"),
    ] {
        assert_eq!(pragma(&mut tx, text).await, wanted, "{text}");
    }
}

#[tokio::test]
async fn a_throwaway_database_leaves_nothing_behind() {
    let db = Db::open_with(&Target::SqliteMemory, MIGRATIONS).await.unwrap();
    let file = db.file().unwrap().to_owned();
    fill(&db, 3).await;
    assert_eq!(count(&db.clone()).await, 3);
    assert!(file.exists());
    drop(db);
    assert!(!file.exists() && !file.parent().unwrap().exists());
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_a_clear_fault() {
    let fault = Db::open_with(&Target::Sqlite("/nowhere/x.db".into()), MIGRATIONS).await.unwrap_err();
    assert!(fault.to_string().contains("/nowhere/x.db"), "{fault}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_fault_without_the_password() {
    let target = Target::Postgres("postgres://u:secret@127.0.0.1:1/x".into());
    let fault = Db::open_with(&target, MIGRATIONS).await.unwrap_err();
    assert!(fault.is_unavailable() && !crate::testing::chain(&fault).contains("secret"), "{fault}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_handles_write_one_file_in_turn() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("x.db"));
    let one = Db::open_with(&target, MIGRATIONS).await.unwrap();
    let two = Db::open_with(&target, MIGRATIONS).await.unwrap();
    let write = async |db: &Db, from: i64| {
        for n in from..from + 50 {
            let mut tx = db.write().await.unwrap();
            tx.run(crate::story::ADD, &crate::story::shop(n)).await.unwrap();
            tx.commit().await.unwrap();
        }
    };
    tokio::join!(write(&one, 0), write(&two, 100));
    assert_eq!((count(&one).await, count(&two).await), (100, 100));
}
