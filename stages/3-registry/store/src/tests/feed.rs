//! The feed and the lists of past days cost what they tell, not what there is.

use xh_db::{Db, Res, values};

use super::plan;
use crate::feed;

async fn plans(db: &Db) -> Res<()> {
    let days = values!["credit_china", "2026-11-20", "~", "2026-11-23", 101];
    let ended = plan(db, feed::ENDED_SINCE, &days).await?;
    assert!(ended.contains("INDEX registry_interval_until ("), "{ended}");
    let begun = plan(db, feed::BEGUN_SINCE, &days).await?;
    assert!(begun.contains("INDEX registry_interval_from ("), "{begun}");
    let list = values!["penalty", "credit_china", 9, "2026-11-20", "", 500];
    let listed = plan(db, feed::LISTED_THEN, &list).await?;
    assert!(listed.starts_with("SEARCH i USING INDEX ") && listed.contains("(record_id>?)"), "{listed}");
    for read in [ended, begun, listed] {
        assert!(!read.contains("TEMP B-TREE") && !read.contains("SCAN"), "{read}");
    }
    Ok(())
}

#[test]
fn the_feed_is_read_along_its_indexes() {
    xh_db::testing::on_sqlite(&xh_db::testing::embedded(), async |db| plans(db).await.unwrap());
}
