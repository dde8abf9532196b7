//! Why something about a subscriber was not done.

use xh_db::Fault;
use xh_kernel::{Citation, Refusal};
use xh_publication::{PlaceFault, SubscriberRefused, TooOld};
use xh_web::{Problem, ProblemError};
use xh_webhook::{Failure, PlaceRefused, WrongScheme};

/// Refused, or failed.
#[derive(Debug, thiserror::Error)]
pub enum WebhookFault {
    /// The state of the subscription says no.
    #[error(transparent)]
    Refused(#[from] SubscriberRefused),
    /// The address is none to send to.
    #[error(transparent)]
    Place(#[from] PlaceRefused),
    /// What the address leads to is none to send to.
    #[error(transparent)]
    Reach(#[from] Failure),
    /// The scheme of signatures is unknown.
    #[error(transparent)]
    Scheme(#[from] WrongScheme),
    /// The place of the feed cannot be read.
    #[error(transparent)]
    Feed(#[from] PlaceFault),
    /// The place of the feed leads nowhere.
    #[error(transparent)]
    TooOld(#[from] TooOld),
    /// There is no such message any more.
    #[error("没有编号为「{0}」的消息，或已超出保留的条数；可改用 position 从变更记录的某一位置起重发")]
    NoMessage(String),
    /// The machine failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl WebhookFault {
    /// The problem, as the API answers it.
    #[must_use]
    pub fn problem(self) -> Problem {
        let (field, code) = match &self {
            WebhookFault::Fault(_) => {
                return match self {
                    WebhookFault::Fault(fault) => Problem::from(fault),
                    other => Problem::fault(&other),
                };
            }
            WebhookFault::Refused(SubscriberRefused::NoSuch(_)) | WebhookFault::NoMessage(_) => {
                return Problem::not_found();
            }
            WebhookFault::Refused(SubscriberRefused::Twice(_) | SubscriberRefused::Removed) => {
                return Problem::conflict(self.to_string());
            }
            WebhookFault::Refused(refused) => {
                return Problem::refused(refused, &|_: &Citation| String::new());
            }
            WebhookFault::Place(_) | WebhookFault::Reach(_) => ("/url", "address"),
            WebhookFault::Scheme(_) => ("/scheme", "no_such_scheme"),
            WebhookFault::Feed(_) | WebhookFault::TooOld(_) => ("/position", "no_such_place"),
        };
        let error = ProblemError {
            pointer: field.to_owned(),
            code: code.to_owned(),
            message: self.to_string(),
            ..ProblemError::default()
        };
        Problem::unprocessable(self.to_string()).with_error(error)
    }

    /// Was it refused (and not: did the machine fail)?
    #[must_use]
    pub fn refused(&self) -> Option<&'static str> {
        match self {
            WebhookFault::Fault(_) => None,
            WebhookFault::Refused(refused) => Some(refused.code()),
            _ => Some("unprocessable"),
        }
    }
}
