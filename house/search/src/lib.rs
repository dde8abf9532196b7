//! The Tantivy index of organisations: who is meant by a name or a code somebody typed.
//!
//! A follower of the ledger fills it ([`SearchIndex::apply`]) and notes in the same commit how far it has
//! read ([`SearchIndex::position`]), so that a lost or damaged index is only read again, never mourned.
//!
//! It is not a source of truth and knows no credit law: it answers with ids and the words it was given.
//! Only organisations are ever put in; no person can be searched for.

mod fault;
mod folder;
mod grams;
mod index;
mod query;
mod rank;
mod schema;
mod similar;
mod text;

#[cfg(test)]
mod tests;

pub use fault::{Fault, Res};
pub use index::{Change, Doc, Hit, Matched, Page, SearchIndex};
pub use rank::Cursor;
pub use text::fold;
