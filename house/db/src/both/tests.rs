//! The macro itself: both halves run, each on its engine, each on a fresh database.

use crate::story::{MIGRATIONS, count, fill};
use crate::testing::{Told, on_postgres, on_sqlite};
use crate::{Db, Res};

async fn told(db: &Db, name: &str) {
    assert_eq!(count(db).await, 0, "a story begins on an empty database");
    fill(db, 1).await;
    // The test thread bears the name of the test; with one thread for all it is `main`.
    let thread = std::thread::current().name().unwrap_or("main").to_owned();
    let wanted = format!("both::tests::{name}::{}", db.engine().name());
    assert!(thread == wanted || thread == "main", "{thread} is not {wanted}");
}

both! { with MIGRATIONS;
    async fn a_first_story(db: &Db) { told(db, "a_first_story").await; }

    /// A second one, which answers a result.
    async fn a_second_story(db: &Db) -> Res<()> {
        told(db, "a_second_story").await;
        Ok(())
    }

    #[cfg(any())]
    async fn a_story_that_is_not_there(db: &Db) { compile_error!("attributes are kept"); }
}

both! {
    async fn a_story_on_the_real_tables(db: &Db) {
        assert!(!db.tables().await.unwrap().is_empty());
    }
}

mod a_story_that_ends_with_an_error_fails {
    use super::*;

    #[test]
    #[should_panic(expected = "refused")]
    fn sqlite() {
        on_sqlite(MIGRATIONS, async |_| Told::told(Err::<(), _>("refused")));
    }

    #[test]
    #[should_panic(expected = "refused")]
    fn postgres() {
        on_postgres(MIGRATIONS, async |_| Told::told(Err::<(), _>("refused")));
    }
}

mod without_a_server_the_postgres_half_says_why {
    #[test]
    fn sqlite() {
        if std::env::var_os(crate::testing::SERVER).is_none() {
            let panic = std::panic::catch_unwind(crate::testing::server).unwrap_err();
            assert!(panic.downcast_ref::<String>().unwrap().contains("make test"));
        }
    }
}
