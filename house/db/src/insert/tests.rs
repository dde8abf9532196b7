//! Many rows arrive whole and in order, whatever their number.

use super::*;
use crate::story::{MIGRATIONS, count, fill, shop};
use crate::{Db, both, values};

#[test]
fn sizes_are_few() {
    for (left, width, wanted) in
        [(1, 4, 1), (63, 4, 63), (64, 4, 64), (249, 4, 64), (250, 4, 250), (900, 4, 250)]
    {
        assert_eq!(size(left, width), wanted, "{left}");
    }
    assert_eq!(size(1_000, 1_000), 32);
    assert_eq!(size(10, 40_000), 1);
}

#[test]
fn sqlite_has_marks_and_postgres_has_numbers() {
    let head = head("shop", &["id", "name"]).unwrap();
    let text = |engine| statement(engine, &head, 2, 2, "on conflict (id) do nothing").text(engine).to_owned();
    assert_eq!(
        text(Engine::Sqlite),
        "insert into shop (id, name) values (?, ?), (?, ?) on conflict (id) do nothing"
    );
    assert_eq!(
        text(Engine::Postgres),
        "insert into shop (id, name) values ($1, $2), ($3, $4) on conflict (id) do nothing"
    );
}

both! { with MIGRATIONS;
    async fn one_row_and_a_thousand_arrive_whole(db: &Db) {
        for n in [0, 1, 249, 250, 251, 1_000] {
            fill(db, n).await;
            assert_eq!(count(db).await, n);
            let rows = db.dump_table("shop", "id").await.unwrap();
            let wanted: Vec<_> = (0..n).map(|i| [
                format!("s{i:05}"), format!("店{i:05}"), i.to_string(), "0102ff".into(), "∅".into(),
            ].to_vec()).collect();
            assert_eq!(rows, wanted);
            let mut tx = db.write().await.unwrap();
            tx.run("delete from shop", &[]).await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    async fn one_bad_row_takes_all_back(db: &Db) {
        fill(db, 1).await;
        let mut tx = db.write().await.unwrap();
        let rows = (1..600).chain([0]).map(shop).collect();
        let fault = tx.insert_many("shop", &["id", "name", "size", "seal"], rows).await.unwrap_err();
        assert!(fault.is_unique_violation(), "{fault}");
        assert!(fault.to_string().len() < 300);
        drop(tx);
        assert_eq!(count(db).await, 1);
    }

    async fn a_closing_clause_is_kept(db: &Db) {
        fill(db, 3).await;
        let mut tx = db.write().await.unwrap();
        let columns = ["id", "name", "size", "seal"];
        let rows = (0..300).map(shop).collect();
        let written = tx.insert_many_or("shop", &columns, rows, "on conflict (id) do nothing").await.unwrap();
        assert_eq!(written, 297);
    }

    async fn a_row_of_another_width_is_refused(db: &Db) {
        let mut tx = db.write().await.unwrap();
        let rows = vec![values!["a", "b"], values!["a"]];
        let fault = tx.insert_many("shop", &["id", "name"], rows).await.unwrap_err();
        assert!(matches!(fault, Fault::Shape { wanted: 2, found: 1, .. }), "{fault}");
        let fault = tx.insert_many("shop; x", &["id"], vec![values!["a"]]).await.unwrap_err();
        assert!(matches!(fault, Fault::Identifier { .. }), "{fault}");
    }
}
