//! What may be applied to what, and what is refused.

use super::*;
use crate::story::{self, MIGRATIONS, count};
use crate::{Db, Target, both};

fn applied(migrations: &[Migration]) -> Vec<(i64, Vec<u8>)> {
    migrations.iter().map(|m| (m.version, m.checksum())).collect()
}

#[test]
fn a_gap_is_what_the_program_knows_and_the_database_lacks() {
    let known = MIGRATIONS;
    assert_eq!(gap(&[], known).unwrap(), Gap { pending: vec![0, 1], used: false });
    assert_eq!(gap(&applied(&known[..1]), known).unwrap(), Gap { pending: vec![1], used: true });
    assert_eq!(gap(&applied(known), known).unwrap(), Gap { pending: vec![], used: true });
}

#[test]
fn a_newer_a_changed_and_an_unknown_step_are_refused() {
    let newer = gap(&applied(MIGRATIONS), &MIGRATIONS[..1]).unwrap_err();
    assert!(matches!(newer, Fault::NewerSchema { found: 2, known: 1 }));
    let changed = Migration::new(1, "shop", "create table shop (id TEXT);");
    let fault = gap(&applied(&MIGRATIONS[..1]), &[changed]).unwrap_err();
    assert!(matches!(fault, Fault::MigrationChanged { version: 1, .. }));
    let fault = gap(&applied(MIGRATIONS), &MIGRATIONS[1..]).unwrap_err();
    assert!(matches!(fault, Fault::MigrationMissing { version: 1 }));
}

#[test]
fn the_embedded_migrations_are_well_formed_and_numbered_without_gaps() {
    let all = embedded().unwrap();
    let versions: Vec<i64> = all.iter().map(|m| m.version).collect();
    assert_eq!(versions, (1..=i64::try_from(all.len()).unwrap()).collect::<Vec<_>>());
    for migration in &all {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            migration.text(engine).unwrap();
        }
    }
}

#[tokio::test]
async fn a_newer_database_is_refused_and_stays_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("x.db"));
    let db = Db::open_with(&target, MIGRATIONS).await.unwrap();
    story::fill(&db, 3).await;
    db.close().await;
    let refused = Db::open_with(&target, &MIGRATIONS[..1]).await.unwrap_err();
    assert!(matches!(refused, Fault::NewerSchema { found: 2, known: 1 }), "{refused}");
    let db = Db::open_with(&target, MIGRATIONS).await.unwrap();
    assert_eq!(count(&db).await, 3);
    assert_eq!(
        std::fs::read_dir(folder.path())
            .unwrap()
            .filter(|f| { f.as_ref().unwrap().file_name().to_string_lossy().contains("before") })
            .count(),
        0
    );
}

#[tokio::test]
async fn before_an_upgrade_the_file_is_copied() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.db");
    let target = Target::Sqlite(file.clone());
    let db = Db::open_with(&target, &MIGRATIONS[..1]).await.unwrap();
    story::fill(&db, 3).await;
    db.close().await;
    std::fs::write(folder.path().join("x.db.before-0002.part"), "half").unwrap();
    let db = Db::open_with(&target, MIGRATIONS).await.unwrap();
    db.write().await.unwrap().run("update shop set note = 'x'", &[]).await.unwrap();
    db.close().await;
    let kept = Target::Sqlite(folder.path().join("x.db.before-0002"));
    let old = Db::open_with(&kept, &MIGRATIONS[..1]).await.unwrap();
    assert_eq!(count(&old).await, 3);
    assert!(!old.catalogue().await.unwrap().iter().any(|(_, column, _)| column == "note"));
}

#[tokio::test]
async fn a_failing_upgrade_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("x.db"));
    Db::open_with(&target, &MIGRATIONS[..1]).await.unwrap().close().await;
    let broken =
        [MIGRATIONS[0].clone(), MIGRATIONS[1].clone(), Migration::new(3, "bad", "drop table nothing;")];
    let fault = Db::open_with(&target, &broken).await.unwrap_err();
    assert!(matches!(fault, Fault::Migration { version: 3, .. }), "{fault}");
    let db = Db::open_with(&target, &MIGRATIONS[..1]).await.unwrap();
    assert!(!db.catalogue().await.unwrap().iter().any(|(_, column, _)| column == "note"));
}

#[tokio::test]
async fn a_file_of_another_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut conn = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("create table theirs (x)").execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    let fault = Db::open_with(&Target::Sqlite(file.clone()), MIGRATIONS).await.unwrap_err();
    assert!(matches!(fault, Fault::Foreign { path } if path == file));
}

both! { with MIGRATIONS;
    async fn an_older_program_is_refused_on_both(db: &Db) {
        let fault = Db::open_with(db.target(), &MIGRATIONS[..1]).await.unwrap_err();
        assert!(matches!(fault, Fault::NewerSchema { found: 2, known: 1 }), "{fault}");
    }

    async fn what_is_up_to_date_opens_without_writing(db: &Db) {
        story::fill(db, 1).await;
        let _busy = db.write().await.unwrap();
        let second = Db::open_with(db.target(), MIGRATIONS).await.unwrap();
        assert_eq!(count(&second).await, 1);
        second.close().await;
    }
}

both! { with &MIGRATIONS[..1];
    async fn an_upgrade_keeps_what_was_there(db: &Db) {
        story::fill(db, 2).await;
        let newer = Db::open_with(db.target(), MIGRATIONS).await.unwrap();
        assert_eq!(count(&newer).await, 2);
        assert_eq!(newer.dump_table("shop", "id").await.unwrap()[1][4], "∅");
        newer.close().await;
    }
}

both! { with &[];
    async fn many_may_open_a_new_database_at_once(db: &Db) {
        let opening: Vec<_> = (0..8).map(|_| {
            let target = db.target().clone();
            tokio::spawn(async move { Db::open_with(&target, MIGRATIONS).await.unwrap().close().await })
        }).collect();
        for opened in opening {
            opened.await.unwrap();
        }
        story::fill(db, 1).await;
    }
}
