//! The spine: real records in, a lawful and provable file out (issue A).
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story that cannot go on has failed"
)]

mod ahead;
mod api_story;
mod catalogue_story;
mod client;
mod connector_story;
mod counter;
mod erased;
mod exchange_story;
mod feed_story;
mod kinds_story;
mod law_as_data;
mod ledger_story;
mod lists_story;
mod office;
mod periods;
mod receiver;
mod review_api_story;
mod review_story;
mod sent_back;
mod tampering;
mod watch_story;
mod webhook_story;
