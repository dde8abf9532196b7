//! Subscribers and what they are sent: acts on a subscription, the messages, the follower that sends them.
//!
//! The feed is the truth: a message says only between which places of it something moved. So a subscriber that was away
//! is told as it would have been, nothing has to be kept for it, and content leaves by the feed alone.

mod acknowledge;
mod acts;
mod compose;
mod courier;
mod fault;
mod keys;

pub use acknowledge::{Stands, acknowledge};
pub(crate) use acts::known;
pub use acts::{NewSubscriber, act, register, resend};
pub use courier::Courier;
pub use fault::WebhookFault;
pub use keys::WebhookKeys;
