//! Rows go out of one database and into another, bytes, nulls, tabs and line breaks included; SQLite says no.

use super::*;
use crate::sql::Engine;
use crate::story::{MIGRATIONS, fill};
use crate::{testing, values};

const ODD: &str = "一\t二\n三\\四";

#[test]
fn postgres() {
    testing::on_postgres(MIGRATIONS, async |from: &Db| {
        fill(from, 700).await;
        let mut tx = from.write().await.unwrap();
        let odd = vec![values!["odd", ODD, None::<i64>, None::<Vec<u8>>]];
        tx.insert_many("shop", &["id", "name", "size", "seal"], odd).await.unwrap();
        tx.commit().await.unwrap();
        let columns = ["id", "name", "size", "seal"].map(str::to_owned);
        let mut rows = Vec::new();
        from.read().await.unwrap().copy_out("shop", &columns, &mut rows).await.unwrap();
        let (into, called) = testing::postgres_with(MIGRATIONS).await;
        let mut tx = into.write().await.unwrap();
        assert_eq!(tx.copy_in("shop", &columns, &mut rows.as_slice()).await.unwrap(), 701);
        tx.commit().await.unwrap();
        assert_eq!(
            into.dump_table("shop", "id").await.unwrap(),
            from.dump_table("shop", "id").await.unwrap()
        );
        let mut tx = into.write().await.unwrap();
        assert!(tx.copy_in("sale", &columns, &mut rows.as_slice()).await.is_err());
        drop(tx);
        testing::drop_postgres(&into, &called).await;
    });
}

#[tokio::test]
async fn sqlite() {
    let db = testing::sqlite().await;
    assert_eq!(db.engine(), Engine::Sqlite);
    let columns = ["one".to_owned()];
    let gone = db.read().await.unwrap().copy_out("ledger_head", &columns, &mut Vec::new()).await;
    assert!(matches!(gone, Err(Fault::WrongEngine { .. })));
}

crate::both! {
    async fn only_a_database_nobody_worked_in_is_untouched(db: &Db) {
        assert!(db.is_untouched().await.unwrap());
        let mut tx = db.write().await.unwrap();
        let row = vec![values!["site", "{}"]];
        tx.insert_many("house_setting", &["name", "content"], row).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!db.is_untouched().await.unwrap());
    }
}
