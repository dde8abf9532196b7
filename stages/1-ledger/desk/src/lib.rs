//! The log towards the outside: the signing follower, checkpoint and tiles over HTTP, proofs, audit of the log.
//! It knows no record: what a proof may show is the caller's to say.

mod audit;
mod known;
mod memory;
mod proof;
mod routes;
mod signer;
mod tiles;

pub use audit::{LogAudit, audit_log};
pub use known::{Standing, standing};
pub use memory::Memory;
pub use proof::prove;
pub use routes::routes;
pub use signer::{LogKey, SIGNER_LEASE};
