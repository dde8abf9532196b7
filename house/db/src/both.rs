//! One story, two tests: `both!` runs the same body on SQLite and on PostgreSQL.

/// Makes `mod name { sqlite, postgres }` of one story:
///
/// ```text
/// both! { async fn an_objection_stays_open(db: &Db) { … } }
/// both! { with MIGRATIONS; async fn a_story(db: &Db) -> Res<()> { … } }
/// ```
///
/// Several stories may stand in one `both!`. The body may answer `()` or `Result<(), E>`. Without
/// `XINHENG_TEST_PG` the PostgreSQL half fails: `make test` sets it, `make test-fast` filters `::sqlite`.
#[macro_export]
macro_rules! both {
    (with $migrations:expr; $($(#[$meta:meta])* async fn $name:ident($db:ident: &$ty:ty)
        $(-> $out:ty)? $body:block)+) => { $(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn story($db: &$ty) $(-> $out)? $body

            #[test]
            fn sqlite() {
                $crate::testing::on_sqlite($migrations, async |db| {
                    $crate::testing::Told::told(story(db).await);
                });
            }

            #[test]
            fn postgres() {
                $crate::testing::on_postgres($migrations, async |db| {
                    $crate::testing::Told::told(story(db).await);
                });
            }
        }
    )+ };
    ($($rest:tt)+) => { $crate::both! { with &$crate::testing::embedded(); $($rest)+ } };
}

#[cfg(test)]
mod tests;
