//! Every statement of this crate is planned by both engines: a column that a migration lacks shows here. And what
//! everybody reads first is read along an index.

use xh_db::{Db, Res, Value, both, values};

use crate::{STATEMENTS, ended, quality as counts, shown};

mod catalogue;
mod feed;
mod quality;

both! {
    async fn every_statement_is_prepared(db: &Db) -> Res<()> {
        for statements in STATEMENTS {
            db.prepare_all(statements).await?;
        }
        Ok(())
    }
}

/// How SQLite reads a statement, on a database that nobody ever analysed.
async fn plan(db: &Db, statement: &str, bound: &[Value]) -> Res<String> {
    let explained: &'static str = format!("explain query plan {statement}").leak();
    let mut tx = db.read().await?;
    let steps = tx.all(explained, bound).await?;
    let steps: Res<Vec<String>> = steps.iter().map(|step| step.text("detail")).collect();
    Ok(steps?.join("\n"))
}

async fn plans(db: &Db) -> Res<()> {
    let mut bound = values!["credit_china", "2026-11-23", "9999-12-31", "~", 21];
    let all = plan(db, shown::SHOWN, &bound).await?;
    assert!(all.starts_with("SEARCH r USING INDEX registry_record_newest "), "{all}");
    bound.push("penalty".into());
    let kind = plan(db, shown::SHOWN_OF_KIND, &bound).await?;
    assert!(kind.starts_with("SEARCH r USING INDEX registry_record_newest_of_kind "), "{kind}");
    let ending = plan(db, ended::ENDING, &values!["2026-11-23", "", "", "", 1_000]).await?;
    assert!(ending.contains("INDEX registry_interval_until ("), "{ending}");
    let reported = plan(db, counts::REPORTED, &values!["2026-10-01", "2026-11-01"]).await?;
    let lookups = reported.matches("USING INDEX registry_record_newest (").count();
    assert!(lookups == 2 && !reported.contains("SCAN registry_record"), "{reported}");
    for read in [all, kind, ending] {
        assert!(!read.contains("TEMP B-TREE") && !read.contains("SCAN"), "{read}");
    }
    Ok(())
}

#[test]
fn the_shelf_is_read_along_its_index() {
    xh_db::testing::on_sqlite(&xh_db::testing::embedded(), async |db| plans(db).await.unwrap());
}
