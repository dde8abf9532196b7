//! Transactions, savepoints and values behave alike on both engines.

use super::*;
use crate::story::{self, ADD, MIGRATIONS, SELL, count, fill, shop};
use crate::{Db, both, values};

both! { with MIGRATIONS;
    async fn values_come_back_as_they_went(db: &Db) {
        let mut tx = db.write().await.unwrap();
        tx.run(ADD, &values!["a", "全角Ａ'\"\n", i64::MIN + i64::MAX + 1, None::<Vec<u8>>]).await.unwrap();
        tx.run(ADD, &values!["b", "", None::<i64>, Vec::<u8>::new()]).await.unwrap();
        tx.run(ADD, &values!["c", "c", i64::MAX, [0_u8, 255]]).await.unwrap();
        let rows = tx.all("select id, name, size, seal from shop order by id", &[]).await.unwrap();
        let read: Vec<(String, Option<i64>, Option<Vec<u8>>)> = rows.iter()
            .map(|r| (r.get("name").unwrap(), r.get("size").unwrap(), r.get("seal").unwrap())).collect();
        assert_eq!(read, [
            ("全角Ａ'\"\n".to_owned(), Some(0), None),
            (String::new(), None, Some(vec![])),
            ("c".to_owned(), Some(i64::MAX), Some(vec![0, 255])),
        ]);
        assert_eq!(rows[0].columns(), ["id", "name", "size", "seal"]);
    }

    async fn a_null_or_an_absent_column_is_a_fault_with_its_name(db: &Db) {
        let mut tx = db.write().await.unwrap();
        tx.run(ADD, &values!["b", "b", None::<i64>, None::<Vec<u8>>]).await.unwrap();
        let row = tx.one("select id, size, note from shop", &[]).await.unwrap().unwrap();
        for fault in [
            row.int("size").unwrap_err(), row.text("note").unwrap_err(), row.text("nothing").unwrap_err(),
            row.int("id").unwrap_err(), row.bytes("id").map(drop).err().unwrap_or(row.int("id").unwrap_err()),
        ] {
            assert!(matches!(fault, Fault::Column { .. }), "{fault}");
        }
        assert_eq!(row.text_opt("note").unwrap(), None);
        assert!(tx.one("select id from shop where id = $1", &values!["none"]).await.unwrap().is_none());
    }

    async fn counts_comparisons_and_small_numbers_read_as_int(db: &Db) {
        fill(db, 3).await;
        let mut tx = db.read().await.unwrap();
        let text = "select 1 as one, count(*) as n, max(size) as most, cast(sum(size) as bigint) as total,
                    count(*) > 2 as many, exists (select 1 from sale) as sold from shop";
        let row = tx.one(text, &[]).await.unwrap().unwrap();
        let read = ["one", "n", "most", "total", "many", "sold"].map(|c| row.int(c).unwrap());
        assert_eq!(read, [1, 3, 2, 3, 1, 0]);
        assert!(row.flag("many").unwrap() && !row.get::<bool>("sold").unwrap());
    }

    async fn a_wrong_number_of_values_is_refused(db: &Db) {
        let mut tx = db.write().await.unwrap();
        for given in [values![], values!["a", "a", 1], values!["a", "a", 1, None::<Vec<u8>>, 5]] {
            let fault = tx.run(ADD, &given).await.unwrap_err();
            assert!(matches!(fault, Fault::Placeholders { takes: 4, .. }), "{fault}");
        }
        tx.run(ADD, &shop(1)).await.unwrap();
    }

    async fn a_savepoint_takes_back_only_itself(db: &Db) {
        let mut tx = db.write().await.unwrap();
        tx.run(ADD, &shop(1)).await.unwrap();
        let mut inner = tx.savepoint().await.unwrap();
        inner.run(ADD, &shop(2)).await.unwrap();
        assert!(inner.run(ADD, &shop(1)).await.unwrap_err().is_unique_violation());
        inner.rollback().await.unwrap();
        let mut dropped = tx.savepoint().await.unwrap();
        dropped.run(ADD, &shop(3)).await.unwrap();
        drop(dropped);
        let mut kept = tx.savepoint().await.unwrap();
        kept.run(ADD, &shop(4)).await.unwrap();
        kept.commit().await.unwrap();
        tx.commit().await.unwrap();
        let ids = db.dump_table("shop", "id").await.unwrap();
        assert_eq!(ids.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["s00001", "s00004"]);
    }

    async fn what_is_not_committed_is_gone(db: &Db) {
        let mut tx = db.write().await.unwrap();
        tx.run(ADD, &shop(1)).await.unwrap();
        drop(tx);
        let mut tx = db.write().await.unwrap();
        tx.run(ADD, &shop(2)).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(count(db).await, 0);
    }

    async fn a_dropped_future_leaves_the_writer_usable(db: &Db) {
        for wait in 0..60 {
            let work = async {
                let mut tx = db.write().await.unwrap();
                for n in 0..200 {
                    tx.run(ADD, &shop(n)).await.unwrap();
                    let mut inner = tx.savepoint().await.unwrap();
                    inner.run(ADD, &shop(n + 1_000)).await.unwrap();
                    inner.commit().await.unwrap();
                }
                std::future::pending::<()>().await;
            };
            let limit = std::time::Duration::from_micros(wait * 400);
            assert!(tokio::time::timeout(limit, work).await.is_err());
        }
        assert_eq!(count(db).await, 0);
        fill(db, 2).await;
        assert_eq!(count(db).await, 2);
    }

    async fn a_reader_sees_one_state_and_cannot_write(db: &Db) {
        fill(db, 2).await;
        let mut reader = db.read().await.unwrap();
        let before = reader.one(story::COUNT, &[]).await.unwrap().unwrap().int("n").unwrap();
        let mut writer = db.write().await.unwrap();
        writer.run(ADD, &shop(9)).await.unwrap();
        writer.commit().await.unwrap();
        let after = reader.one(story::COUNT, &[]).await.unwrap().unwrap().int("n").unwrap();
        assert_eq!((before, after, count(db).await), (2, 2, 3));
        assert!(reader.run(ADD, &shop(10)).await.is_err());
    }

    async fn foreign_keys_hold(db: &Db) {
        let mut tx = db.write().await.unwrap();
        tx.run(SELL, &values![1, "nowhere"]).await.unwrap();
        let fault = tx.commit().await.unwrap_err();
        assert!(!fault.is_unique_violation() && !fault.is_retryable(), "{fault}");
        let mut tx = db.write().await.unwrap();
        tx.run(ADD, &shop(1)).await.unwrap();
        tx.run(SELL, &values![1, "s00001"]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(db.write().await.unwrap().run("delete from sale", &[]).await.is_err());
    }

    async fn returning_answers_in_one_trip(db: &Db) {
        fill(db, 1).await;
        let mut tx = db.write().await.unwrap();
        let text = "update shop set size = size + $1 where id = 's00000' returning size";
        let row = tx.one(text, &values![5]).await.unwrap().unwrap();
        assert_eq!(row.int("size").unwrap(), 5);
        tx.commit().await.unwrap();
    }

    async fn a_type_that_does_not_fit_is_refused(db: &Db) {
        let mut tx = db.write().await.unwrap();
        assert!(tx.run(ADD, &values!["a", "a", "many", None::<Vec<u8>>]).await.is_err());
    }

    async fn a_story_may_answer_a_result(db: &Db) -> crate::Res<()> {
        db.write().await?.run(ADD, &shop(1)).await?;
        Ok(())
    }

    async fn writers_wait_for_each_other(db: &Db) {
        let tasks: Vec<_> = (0..20).map(|n| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.write().await.unwrap();
                tx.run(ADD, &shop(n)).await.unwrap();
                tx.commit().await.unwrap();
            })
        }).collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(count(db).await, 20);
    }
}
