//! The review desk over HTTP: texts that wait for a person, and records taken back with their chain. Every route needs
//! a bearer token; a token of an organ sees and acts on that organ's records alone. Every POST may carry an
//! `Idempotency-Key`. What is served and what is described come from the same attributes.

mod act;
mod answers;
mod reviews;
mod withdrawals;

use axum::Router;
use utoipa::OpenApi;
use xh_access::Flights;
use xh_policy_store::Office;
use xh_web::describe::{Common, Served};

/// What the routes need; cheap to clone.
#[derive(Debug, Clone)]
pub struct ReviewDesk {
    /// Database, law and clock.
    pub office: Office,
    flights: Flights,
}

impl ReviewDesk {
    /// The routes' state.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office, flights: Flights::default() }
    }
}

#[derive(OpenApi)]
#[openapi(
    paths(
        reviews::reviews,
        reviews::review,
        reviews::propose,
        reviews::release,
        reviews::give_back,
        withdrawals::withdrawals,
        withdrawals::withdraw,
        withdrawals::notice
    ),
    modifiers(&Common)
)]
struct Document;

/// The description of these routes.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// `/api/v1/reviews…`, `/api/v1/withdrawals…`
pub fn api_routes(desk: ReviewDesk) -> Router {
    served().into_router().with_state(desk)
}

fn served() -> Served<ReviewDesk> {
    Served::default()
        .at::<reviews::__path_reviews, _, _>(reviews::reviews)
        .at::<reviews::__path_review, _, _>(reviews::review)
        .at::<reviews::__path_propose, _, _>(reviews::propose)
        .at::<reviews::__path_release, _, _>(reviews::release)
        .at::<reviews::__path_give_back, _, _>(reviews::give_back)
        .at::<withdrawals::__path_withdrawals, _, _>(withdrawals::withdrawals)
        .at::<withdrawals::__path_withdraw, _, _>(withdrawals::withdraw)
        .at::<withdrawals::__path_notice, _, _>(withdrawals::notice)
}

#[cfg(test)]
mod tests;
