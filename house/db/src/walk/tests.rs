//! Both engines walk a table in the same order, and pages of any size give every row once.

use super::*;
use crate::db::Db;
use crate::{both, values};

both! {
    async fn every_row_comes_once_in_key_order(db: &Db) -> Res<()> {
        let mut tx = db.write().await?;
        let rows = [("b", "x"), ("a", "市"), ("a", "Z"), ("a", "a"), ("中", "")];
        let rows = rows.map(|(key, id)| values![key, id, "名", 7]).to_vec();
        let columns = &["name_key", "organ_id", "name", "position"];
        tx.insert_many("registry_organ_name", columns, rows).await?;
        tx.commit().await?;
        let catalogue = db.catalogue().await?;
        for limit in [1, 2, 100] {
            let mut walk = Walk::new(&catalogue, "registry_organ_name", "name_key, organ_id")?;
            let (mut seen, mut tx) = (Vec::new(), db.read().await?);
            loop {
                let page = walk.next(&mut tx, limit).await?;
                if page.is_empty() {
                    break;
                }
                seen.extend(page);
            }
            let keys: Vec<String> = seen.iter().map(|row| row.cells[..2].join("/")).collect();
            assert_eq!(keys, ["a/Z", "a/a", "a/市", "b/x", "中/"]);
            assert!(seen.is_sorted_by_key(|row| row.key.clone()));
        }
        Ok(())
    }

    async fn what_is_not_there_is_refused(db: &Db) -> Res<()> {
        let catalogue = db.catalogue().await?;
        assert!(Walk::new(&catalogue, "registry_organ", "nothing").is_err());
        assert!(Walk::new(&catalogue, "no_such_table", "id").is_err());
        assert!(Walk::new(&catalogue, "ledger_entry; drop", "id").is_err());
        Ok(())
    }
}
