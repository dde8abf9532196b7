//! Webhooks going out, by the Standard Webhooks specification: how a message is signed, which places may be called,
//! when to try again, and the sender itself.
//!
//! Knows no credit law and no table: what is told, and to whom, is 9-publication's. Reading order: `address` (which
//! networks are public), `place` (which URLs name a place), `signature`, `schedule`, `sender`.

mod address;
mod network;
mod place;
mod resolve;
mod schedule;
mod sender;
mod signature;
mod tls;

pub use address::{Closed, closed};
pub use network::{Network, NetworkFault, Networks};
pub use place::{Place, PlaceRefused};
pub use resolve::{Resolve, Resolving, system};
pub use schedule::{KEPT_BESIDE, RETRIES, next_try};
pub use sender::{Failure, Limits, Said, Sender};
pub use signature::{Key, Message, Scheme, Unverified, Verifier, WrongScheme};
pub use tls::TlsFault;
