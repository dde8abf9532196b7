//! Lists of keys of any length answer each key once.

use super::*;
use crate::story::{MIGRATIONS, OF, fill};
use crate::{Db, both, values};

both! { with MIGRATIONS;
    async fn each_key_answers_once(db: &Db) {
        fill(db, 700).await;
        let mut tx = db.read().await.unwrap();
        for (keys, from, wanted) in [
            (0..0, 0, 0), (0..1, 0, 1), (3..14, 0, 11), (0..61, 0, 61), (0..251, 0, 251), (0..1_000, 0, 700),
            (0..700, 690, 10),
        ] {
            let twice = keys.clone().chain(keys.clone());
            let list = twice.map(|n| Value::from(format!("s{n:05}"))).collect();
            let rows = tx.all_in(OF, &values![from], list).await.unwrap();
            assert_eq!(rows.len(), wanted, "{keys:?}");
        }
    }

    async fn the_list_may_stand_twice_and_hold_numbers(db: &Db) {
        fill(db, 5).await;
        let text = "select id from shop where size in ($keys) and size + 0 in ($keys) order by id";
        let rows = db.read().await.unwrap().all_in(text, &[], values![4, 2, 9, 2]).await.unwrap();
        assert_eq!(rows.iter().map(|r| r.text("id").unwrap()).collect::<Vec<_>>(), ["s00002", "s00004"]);
    }

    async fn a_missing_mark_or_value_is_refused(db: &Db) {
        let mut tx = db.read().await.unwrap();
        assert!(tx.all_in(OF, &[], values!["a"]).await.is_err());
        assert!(tx.all_in("select 1 as one", &[], values!["a"]).await.is_err());
    }
}
