//! Both engines hold the same columns, sort alike and show alike.

use super::*;
use crate::story::{self, MIGRATIONS, fill};
use crate::{Migration, both, values};

fn columns(all: &[(String, String, String)]) -> Vec<String> {
    all.iter().map(|(table, column, kind)| format!("{table}.{column} {kind}")).collect()
}

both! { with MIGRATIONS;
    async fn the_catalogue_speaks_the_words_of_the_migrations(db: &Db) {
        assert_eq!(columns(&db.catalogue().await.unwrap()), [
            "sale.one BIGINT not null", "sale.shop TEXT not null", "sale.primary_kind TEXT",
            "shop.id TEXT not null", "shop.name TEXT not null", "shop.size BIGINT", "shop.seal BYTEA",
            "shop.note TEXT",
        ]);
        assert_eq!(db.tables().await.unwrap(), ["sale", "shop"]);
    }

    async fn texts_sort_by_bytes(db: &Db) {
        let mut tx = db.write().await.unwrap();
        for (n, name) in ["b", "a", "B", "_", "ä", "张", "a b", "ab", "-", "1"].into_iter().enumerate() {
            tx.run(story::ADD, &values![format!("s{n}"), name, n as i64, None::<Vec<u8>>]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let names = |rows: Vec<Vec<String>>| rows.iter().map(|r| r[1].as_str()).collect::<Vec<_>>().join(" ");
        assert_eq!(names(db.dump_table("shop", "name").await.unwrap()), "- 1 B _ a a b ab b ä 张");
        assert_eq!(names(db.dump_table("shop", "name desc, id").await.unwrap()), "张 ä b ab a b a _ B 1 -");
    }

    async fn every_statement_is_prepared(db: &Db) {
        db.prepare_all(story::ALL).await.unwrap();
        db.prepare_fenced(FENCED).await.unwrap();
        assert_eq!(FENCED.len(), 1);
        assert!(db.prepare_all(&[("X", "select nothing from shop")]).await.is_err());
        fill(db, 1).await;
    }

    async fn a_name_with_sql_in_it_is_refused(db: &Db) {
        assert!(db.dump_table("shop; drop table shop", "").await.is_err());
        assert!(db.dump_table("shop", "id; drop table shop").await.is_err());
        assert!(db.dump_table("shop", "id asc").await.is_err());
        assert_eq!(db.dump_table("shop", "").await.unwrap().len(), 0);
    }

}

both! { with &[Migration::new(1, "loose", "\
-- only: sqlite
create table loose (a integer);
-- end
-- only: postgres
create table loose (a text);
-- end
")];
    async fn what_is_against_the_rules_shows(db: &Db) {
        let kind = db.catalogue().await.unwrap()[0].2.clone();
        assert!(kind == "BIGINT (not strict)" || kind == "TEXT (not collate C)", "{kind}");
    }
}

mod the_embedded_migrations_make_the_same_columns_on_both {
    use super::*;

    #[test]
    fn postgres() {
        let (mut seen, migrations) = (Vec::new(), crate::testing::embedded());
        let look = async |db: &Db| columns(&db.catalogue().await.unwrap());
        crate::testing::on_sqlite(&migrations, async |db| seen.push(look(db).await));
        crate::testing::on_postgres(&migrations, async |db| seen.push(look(db).await));
        assert!(!seen[0].is_empty() && !seen[0].iter().any(|c| c.contains('(')), "{seen:?}");
        assert_eq!(seen[0], seen[1]);
    }
}
