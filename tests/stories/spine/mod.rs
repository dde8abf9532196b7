//! The spine: real records in, a lawful and provable file out (issue A).
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story that cannot go on has failed"
)]

mod ledger_story;
mod office;
mod tampering;
