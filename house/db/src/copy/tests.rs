//! The stream byte for byte, and that what COPY wrote is what an insert would have written.

use super::*;
use crate::story::MIGRATIONS;
use crate::tx::{Open, Tx};
use crate::{Db, Engine, both, values};

#[test]
fn a_row_is_lengths_and_bytes() {
    let rows = vec![values!["店", -2, None::<String>, vec![0_u8, 255]]];
    let mut wanted = HEAD.to_vec();
    wanted.extend([0, 4, 0, 0, 0, 3, 0xe5, 0xba, 0x97]);
    wanted.extend([0, 0, 0, 8, 255, 255, 255, 255, 255, 255, 255, 254]);
    wanted.extend([255, 255, 255, 255, 0, 0, 0, 2, 0, 255]);
    wanted.extend([255, 255]);
    assert_eq!(encode(rows).unwrap(), wanted);
    assert_eq!(HEAD.len(), 19);
}

#[test]
fn names_are_checked() {
    assert_eq!(
        statement("shop", &["id", "name"]).unwrap(),
        "copy shop (id, name) from stdin (format binary)"
    );
    assert!(statement("shop; drop table shop", &["id"]).is_err());
}

/// Texts that would have to be escaped in another format, numbers at both ends, absent cells.
fn odd(at: usize) -> Vec<Value> {
    let texts = ["", "a\tb\nc\\N", "店\"'", "\\.", "∅∅", "🦀\u{2028}"];
    let sizes = [0, 1, 255, i64::from(u32::MAX), i64::MAX];
    let text = format!("{}{at}", texts[at % texts.len()]);
    let seal = (!at.is_multiple_of(3)).then(|| vec![0_u8, 0x5c, u8::try_from(at % 256).unwrap()]);
    values![format!("s{at:05}"), text, sizes[at % sizes.len()], seal]
}

/// By COPY on PostgreSQL, whatever the way to it; SQLite says what is right.
async fn many(tx: &mut Tx<'_>, rows: Vec<Vec<Value>>) -> Res<u64> {
    let columns = ["id", "name", "size", "seal"];
    match &mut tx.0 {
        Open::Postgres(open, _) => copy_in(open, "shop", &columns, rows).await,
        Open::Sqlite(_) => tx.insert_many_or("shop", &columns, rows, "").await,
    }
}

both! { with MIGRATIONS;
    async fn many_at_once_are_what_they_are_one_by_one(db: &Db) {
        let mut seen = Vec::new();
        for size in [1, 300] {
            let mut tx = db.write().await.unwrap();
            let rows: Vec<_> = (0..300).map(odd).collect();
            for some in rows.chunks(size) {
                many(&mut tx, some.to_vec()).await.unwrap();
            }
            tx.commit().await.unwrap();
            seen.push(db.dump_table("shop", "id").await.unwrap());
            let mut tx = db.write().await.unwrap();
            tx.run("delete from shop", &[]).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(seen[0].len(), 300);
        assert_eq!(seen[0], seen[1]);
    }

    async fn a_refused_row_leaves_a_transaction_that_can_be_taken_back(db: &Db) {
        let mut tx = db.write().await.unwrap();
        many(&mut tx, vec![odd(7)]).await.unwrap();
        let mut inner = tx.savepoint().await.unwrap();
        let fault = many(&mut inner, (0..100).map(odd).collect()).await.unwrap_err();
        assert!(fault.is_unique_violation(), "{fault}");
        inner.rollback().await.unwrap();
        many(&mut tx, (100..200).map(odd).collect()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.dump_table("shop", "id").await.unwrap().len(), 101);
    }

    async fn a_text_with_a_zero_byte_is_refused_where_the_engine_cannot_keep_it(db: &Db) {
        let mut tx = db.write().await.unwrap();
        let rows = (0..100).map(|at| values![format!("s{at}"), format!("a\0b{at}"), 1, None::<Vec<u8>>]).collect();
        let sent = many(&mut tx, rows).await;
        assert_eq!(sent.is_err(), db.engine() == Engine::Postgres);
    }
}
