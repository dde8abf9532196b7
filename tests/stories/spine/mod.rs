//! The spine: real records in, a lawful and provable file out (issue A).
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story that cannot go on has failed"
)]

mod ahead;
mod api_story;
mod client;
mod counter;
mod erased;
mod feed_story;
mod kinds_story;
mod law_as_data;
mod ledger_story;
mod lists_story;
mod office;
mod periods;
mod sent_back;
mod tampering;
