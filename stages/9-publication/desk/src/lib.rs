//! The portal and the public API: routes, loading, pages. What may be shown is decided in `xh_publication`.
//!
//! Reading order: [`Portal`] (what both need), `load` (a file or a record as everyone may see it, shared by page and
//! API, so that neither can show more than the other), `show` (handlers of pages), `api` (handlers of API v1).

mod api;
mod bulk;
mod load;
mod open;
pub mod pages;
mod portal;
mod show;
mod webhooks;

pub use api::{api_routes, openapi, webhook_openapi, webhook_routes};
pub use open::OpenData;
pub use portal::{Portal, ProveFn, Proving, portal_routes};
pub use webhooks::{
    Courier, NewSubscriber, Stands, WebhookFault, WebhookKeys, acknowledge, act, register, resend,
};

#[cfg(test)]
mod tests;
