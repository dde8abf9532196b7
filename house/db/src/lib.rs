//! The one door to SQLite and PostgreSQL.
//!
//! One text of SQL with `$n`, three column types, one list of migrations, both engines tested alike
//! (style.md §2). Knows no credit law and no table of any stage; whoever needs SQL is a `store` and
//! comes through here. Reading order: `value`, `sql`, `row`, `tx`, `db`, then the rest.

mod both;
mod catalogue;
mod copy;
mod db;
mod fault;
mod group;
mod honest;
mod in_list;
mod insert;
mod migrate;
mod rewrite;
mod row;
mod snapshot;
mod sql;
mod statements;
#[cfg(test)]
mod story;
mod tables;
mod target;
pub mod testing;
mod tx;
mod value;
mod walk;
mod wire;

pub use catalogue::{COLUMNS, FENCED};
pub use db::Db;
pub use fault::{Fault, Res};
pub use group::{GROUP_MAX, GroupWriter, Grouped};
pub use in_list::KEYS;
pub use migrate::{Migration, embedded};
pub use row::{Cell, Row};
pub use sql::{Engine, Made, Split, Sql, placeholders};
pub use target::Target;
pub use tx::Tx;
pub use value::Value;
pub use walk::{Walk, Walked};
