//! A writing request at the counter of any desk: whose token it bears, and whether it came before under its
//! `Idempotency-Key`. What it asks, and whether it may, is for the desk.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use xh_db::{Db, Tx};
use xh_kernel::{Instant, Moment};
use xh_web::token::Token;
use xh_web::{Problem, ProblemError, ProblemKind};

use crate::{Bearer, Before, Flight, Flights, KeptAnswer, Repeat, bearer, before, keep};

const HEADER: &str = "idempotency-key";
/// Longest key, characters.
const LONGEST: usize = 255;

/// Who bears the token of a request.
///
/// # Errors
/// 401 without a valid token; as `xh_db::Fault` otherwise.
pub async fn bearer_of(db: &Db, now: &Instant, headers: &HeaderMap) -> Result<Bearer, Problem> {
    let problem = || {
        let words = "没有提供令牌，或令牌无效、已过期、已作废；请在 Authorization 头中提供有效的 Bearer 令牌";
        Problem::new(ProblemKind::Unauthorised, words)
    };
    let token = Token::bearer(headers).ok_or_else(problem)?;
    bearer(db, &token.digest(), now).await?.ok_or_else(problem)
}

/// A request on its way; under its key, when it has one, no other is.
#[derive(Debug)]
pub struct Asking {
    repeat: Option<Repeat>,
    _flight: Option<Flight>,
}

impl Asking {
    /// Reads the key and notes the request as under way.
    ///
    /// # Errors
    /// 400 for a key that is none, 409 while the same request is under way.
    pub fn begin(
        flights: &Flights,
        bearer: &Bearer,
        headers: &HeaderMap,
        uri: &Uri,
        body: &[u8],
    ) -> Result<Asking, Problem> {
        let Some(key) = key(headers)? else { return Ok(Asking { repeat: None, _flight: None }) };
        let address = uri.path_and_query().map_or("", |address| address.as_str());
        let repeat = Repeat::new(&bearer.account, key, &[b"POST", address.as_bytes(), body]);
        let Some(flight) = flights.start(&repeat) else {
            return Err(Problem::conflict("使用同一 Idempotency-Key 的请求正在办理；请稍候用同一请求再试"));
        };
        Ok(Asking { repeat: Some(repeat), _flight: Some(flight) })
    }

    /// The answer given before, asked under the lock of the act's transaction; none when the act is new.
    ///
    /// # Errors
    /// 422 when the key stood for something else.
    pub async fn before(&self, tx: &mut Tx<'_>) -> Result<Option<Response>, Problem> {
        let Some(repeat) = &self.repeat else { return Ok(None) };
        match before(tx, repeat).await? {
            Before::New => Ok(None),
            Before::Answered(kept) => Ok(Some(reply(kept))),
            Before::Other => Err(other()),
        }
    }

    /// Keeps the answer in the act's transaction, and gives it.
    ///
    /// # Errors
    /// As `xh_db::Fault`.
    pub async fn after(
        &self,
        tx: &mut Tx<'_>,
        moment: &Moment,
        answer: KeptAnswer,
    ) -> Result<Response, Problem> {
        if let Some(repeat) = &self.repeat {
            keep(tx, moment.at(), repeat, &answer).await?;
        }
        Ok(reply(answer))
    }
}

fn key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    let plain = |key: &&str| !key.trim().is_empty() && key.len() <= LONGEST;
    let words = "Idempotency-Key 应为 1 至 255 个可见的 ASCII 字符；请换用例如 UUID";
    let wrong = || Problem::bad_request(words).with_error(error("bad_key", words));
    value.to_str().ok().filter(plain).map(Some).ok_or_else(wrong)
}

fn other() -> Problem {
    let words = "同一 Idempotency-Key 曾用于另一请求；请换用新的键";
    Problem::unprocessable(words).with_error(error("key_reused", words))
}

fn error(code: &str, words: &str) -> ProblemError {
    ProblemError {
        pointer: HEADER.to_owned(),
        code: code.to_owned(),
        message: words.to_owned(),
        ..ProblemError::default()
    }
}

fn reply(answer: KeptAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (status, kind, answer.body).into_response()
}
