//! The writing API: batches, single records, held rows, periods without anything. Every route needs a bearer
//! token; a token of an organ acts for that organ alone, a token of none is the credit office's. Every POST may
//! carry an `Idempotency-Key` (`once`).
//!
//! What is served and what is described come from the same attributes; a test compares the two lists.

mod answers;
mod batches;
mod held;
mod nothing;
mod once;
mod received;
mod records;

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use utoipa::OpenApi;
use xh_access::{Bearer, Flights};
use xh_policy_store::Office;
use xh_registry::Organ;
use xh_web::describe::{Common, Served};
use xh_web::token::Token;
use xh_web::{Problem, ProblemError, ProblemKind};

use crate::jobs::Jobs;
use crate::{Decoder, Filing};

const BODY_MAX: usize = 200 << 20;

/// What the writing routes need.
#[derive(Clone)]
pub struct IntakeApi {
    /// Database, law and clock.
    pub office: Office,
    /// How files are decoded.
    pub decoder: Decoder,
    /// The writer of single records.
    pub filing: Arc<Filing>,
    pub(crate) jobs: Jobs,
    flights: Flights,
}

impl IntakeApi {
    /// The routes' state.
    #[must_use]
    pub fn new(office: Office, decoder: Decoder) -> Self {
        let filing = Arc::new(Filing::start(&office));
        Self { office, decoder, filing, jobs: Jobs::default(), flights: Flights::default() }
    }
}

#[derive(OpenApi)]
#[openapi(
    paths(
        batches::receive,
        batches::batch,
        batches::rows,
        batches::marked,
        records::record,
        held::held,
        held::settle,
        nothing::nothing
    ),
    modifiers(&Common)
)]
struct Document;

/// The description of the writing part of API v1.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// `/api/v1/batches…`, `/api/v1/records`, `/api/v1/held…`
pub fn api_routes(api: IntakeApi) -> Router {
    served().into_router().with_state(api)
}

fn served() -> Served<IntakeApi> {
    Served::default()
        .taking::<batches::__path_receive, _, _>(batches::receive, BODY_MAX)
        .at::<batches::__path_batch, _, _>(batches::batch)
        .at::<batches::__path_rows, _, _>(batches::rows)
        .at::<batches::__path_marked, _, _>(batches::marked)
        .at::<records::__path_record, _, _>(records::record)
        .at::<held::__path_held, _, _>(held::held)
        .at::<held::__path_settle, _, _>(held::settle)
        .at::<nothing::__path_nothing, _, _>(nothing::nothing)
}

async fn bearer(api: &IntakeApi, headers: &HeaderMap) -> Result<Bearer, Problem> {
    let problem = || {
        let words = "没有提供令牌，或令牌无效、已过期、已作废；请在 Authorization 头中提供有效的 Bearer 令牌";
        Problem::new(ProblemKind::Unauthorised, words)
    };
    let token = Token::bearer(headers).ok_or_else(problem)?;
    let now = api.office.moment().at().clone();
    xh_access::bearer(&api.office.db, &token.digest(), &now).await?.ok_or_else(problem)
}

/// A token of an organ acts for that organ alone.
fn within(bearer: &Bearer, organ: &str) -> Result<(), Problem> {
    if bearer.organ.is_empty() || bearer.organ == organ {
        return Ok(());
    }
    let words = "这个令牌只能办理本单位报送的信息；请改用该单位的令牌，或由信用主管部门办理";
    Err(Problem::new(ProblemKind::Forbidden, words))
}

/// The organ in whose name a request acts: the one it names, else the token's own.
async fn organ(api: &IntakeApi, bearer: &Bearer, named: Option<&str>) -> Result<Option<Organ>, Problem> {
    let wanted = named.filter(|code| !code.is_empty()).unwrap_or(&bearer.organ);
    if wanted.is_empty() {
        return Ok(None);
    }
    let mut tx = api.office.db.read().await?;
    let organs = xh_registry_store::organs(&mut tx).await?;
    let found = organs.into_iter().find(|one| one.uscc.as_str() == wanted || one.id.as_str() == wanted);
    let unknown = || format!("报送单位「{wanted}」未登记；请改用已登记单位的统一社会信用代码");
    let found = found.ok_or_else(|| wrong("organ", "no_such_organ", unknown()))?;
    within(bearer, found.id.as_str())?;
    Ok(Some(found))
}

/// The kind a request names, if the law in force knows it.
async fn kind(api: &IntakeApi, named: Option<String>) -> Result<String, Problem> {
    let missing = || wrong("kind", "missing", "缺少参数「信息类别」；请在地址中写明 ?kind=".to_owned());
    let kind = named.ok_or_else(missing)?;
    let law = api.office.law().await?;
    if law.kind(&kind).is_none() {
        let known = law.kinds().iter().map(|one| one.id.clone()).collect::<Vec<_>>().join("、");
        let words = format!("没有「{kind}」这一信息类别；可用的类别：{known}");
        return Err(wrong("kind", "no_such_kind", words));
    }
    Ok(kind)
}

/// 422 about one part of the request.
fn wrong(pointer: &str, code: &str, message: String) -> Problem {
    let error = ProblemError {
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        message: message.clone(),
        ..ProblemError::default()
    };
    Problem::unprocessable(message).with_error(error)
}

#[cfg(test)]
mod tests;
