//! The tables that this crate's own tests are told on, and the list of migrations that makes them.

use crate::{Db, Migration, Value, statements, values};

/// Two steps, so that an upgrade from the first can be told.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration::new(1, "shop", SHOP),
    Migration::new(
        2,
        "note",
        "alter table shop add column note TEXT;\ncreate index shop_note on shop (note);\n",
    ),
];

const SHOP: &str = "\
create table shop (
    id TEXT not null primary key,
    \"name\" TEXT not null, -- TEXT; BIGINT
    size BIGINT,
    seal BYTEA,
    check (size is null or size >= 0)
); /* one table, one semicolon; */
create unique index shop_name on shop (name);
create table sale (
    one BIGINT not null primary key,
    shop TEXT not null references shop (id) deferrable initially deferred,
    primary_kind TEXT
);
-- only: sqlite
create trigger sale_no_delete before delete on sale begin select raise(abort, 'no'); end;
-- end
-- only: postgres
create function sale_no() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
create trigger sale_no_delete before delete on sale for each row execute function sale_no();
-- end
";

statements! {
    /// Adds one shop.
    ADD = "insert into shop (id, name, size, seal) values ($1, $2, $3, $4)";
    /// Adds one sale.
    SELL = "insert into sale (one, shop) values ($1, $2)";
    /// How many shops there are.
    COUNT = "select count(*) as n from shop";
    /// The shops of some ids, not smaller than a size.
    OF = "select id, name, size from shop where size >= $1 and id in ($keys) order by id";
}

/// The values of `ADD`: a shop with a name of its own.
pub(crate) fn shop(n: i64) -> Vec<Value> {
    values![format!("s{n:05}"), format!("店{n:05}"), n, vec![1_u8, 2, 255]]
}

/// Adds shops 0, 1, 2 … in one transaction.
pub(crate) async fn fill(db: &Db, n: i64) {
    let mut tx = db.write().await.unwrap();
    tx.insert_many("shop", &["id", "name", "size", "seal"], (0..n).map(shop).collect()).await.unwrap();
    tx.commit().await.unwrap();
}

/// How many shops a new reader sees.
pub(crate) async fn count(db: &Db) -> i64 {
    let mut tx = db.read().await.unwrap();
    tx.one(COUNT, &[]).await.unwrap().unwrap().int("n").unwrap()
}
