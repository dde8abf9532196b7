//! One story of processes, two tests: `sqlite`, and `postgres` on a fresh database of the tests' server.
//! As with `both!`, the PostgreSQL half fails without `XINHENG_TEST_PG`: `make test` sets it, `make
//! test-fast` leaves it out.

/// `on_both! { fn a_story(engine) { … } }`
macro_rules! on_both {
    ($(fn $name:ident($engine:ident) $body:block)+) => { $(
        mod $name {
            use super::*;

            fn story($engine: xh_db::Engine) $body

            #[test]
            fn sqlite() {
                story(xh_db::Engine::Sqlite);
            }

            #[test]
            fn postgres() {
                story(xh_db::Engine::Postgres);
            }
        }
    )+ };
}
