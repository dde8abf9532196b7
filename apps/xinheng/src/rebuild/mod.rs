//! Everything but the ledger can be rebuilt from it: export, replay into an empty database, comparison, audit.
//!
//! The tables of the stages are written by the same projection live and here, so equality after a replay proves
//! that no row was changed beside the ledger (design: the ledger). Not a backup: queues, batches and accounts are
//! no facts and are not in an export.

mod audit;
mod check;
mod compare;
mod export;
mod fault;
mod line;
mod replay;

pub use audit::{Audited, Finding, audit, audit_in};
pub use check::{Checked, check};
pub use compare::{DIFFERENCES_MAX, Difference, compare};
pub use export::export;
pub use fault::RebuildFault;
pub use line::FORMAT;
pub use replay::replay;
