//! A snapshot is a whole database of one moment.

use super::*;
use crate::story::{MIGRATIONS, count, fill};

#[tokio::test]
async fn a_snapshot_is_whole_and_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open_with(&Target::Sqlite(folder.path().join("x.db")), MIGRATIONS).await.unwrap();
    fill(&db, 300).await;
    let mut writer = db.write().await.unwrap();
    writer.run("delete from shop", &[]).await.unwrap();
    let copy = folder.path().join("it's a copy.db");
    db.snapshot(&copy).await.unwrap();
    writer.commit().await.unwrap();
    let copied = Db::open_with(&Target::Sqlite(copy.clone()), MIGRATIONS).await.unwrap();
    assert_eq!((count(&copied).await, count(&db).await), (300, 0));
    assert!(matches!(db.snapshot(&copy).await, Err(Fault::File { .. })));
    assert_eq!(beside(Path::new("a/b.db"), "before-0002"), Path::new("a/b.db.before-0002"));
}
