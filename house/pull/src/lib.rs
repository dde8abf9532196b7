//! Reads a table of somebody else's database (PostgreSQL, MySQL, MariaDB), page by page behind a cursor, and
//! changes nothing in it: a read-only snapshot, statements with a time limit, names quoted and checked, values as text.
//!
//! It knows no column's meaning, keeps nothing, and retries nothing: that is the connector's (4-intake). Not the door
//! to our own database (`house/db`), and not a place for other statements than these.

mod conn;
mod dialect;
mod digest;
mod fault;
mod source;
mod spec;
pub mod testing;

pub use digest::Digest;
pub use fault::PullFault;
pub use source::{Cursor, Page, Source, Window};
pub use spec::{ConnectorSpec, Engine, Secret, SpecFault, Taken};
