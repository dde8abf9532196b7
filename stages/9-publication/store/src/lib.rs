//! SQL of the subscribers and of what was sent to them. Who is told is a projection of the ledger, written by
//! [`write_acts`] live and by [`project_subscribers`] in a replay; how far each was told is no fact and is written
//! freely.

mod delivery;
mod progress;
mod subscriber;

pub use delivery::{
    Delivery, KEPT, again, applied, attempt, deliveries, failed, put, received, unapplied, waiting,
};
pub use progress::{Owed, Progress, acknowledge, advance, forget, owed, place, progress, set_owed};
pub use subscriber::{Subscriber, project_subscribers, subscriber, subscribers, write_acts};

/// The tables this stage projects, with the order a comparison reads them in.
pub const PROJECTIONS: &[(&str, &str)] = &[("publication_subscriber", "id")];

/// Every statement of this crate by name, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[(&str, &str)]] = &[delivery::ALL, progress::ALL, subscriber::ALL];

#[cfg(test)]
mod tests;
