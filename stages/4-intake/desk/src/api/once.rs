//! `Idempotency-Key`: the same request again gets the stored answer, byte for byte, and nothing happens twice.
//!
//! * The answer is stored **in the transaction of the act**, under the ledger's lock: it is there exactly when the
//!   act is. A retry after a lost connection or a kill therefore either finds the answer or does the act.
//! * The same key with another address or body is refused with 422; while the first request is under way in this
//!   process, a second gets 409. Between processes the lock decides: the second waits and gets the stored answer.
//! * A request that changed nothing (refused, held, about a person) stores nothing: the sender mends it and may send
//!   it under the same key.
//! * A batch is many transactions. Its first one makes the batch and stores the answer (202 with the batch's id):
//!   from then on the key stands for that batch. A retry carries the bytes again, so when the work was cut off, the
//!   retry also takes it up where its last commit stood. How far it is, the batch itself says.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use xh_access::{Bearer, Before, Flight, KeptAnswer, Repeat};
use xh_web::{Problem, ProblemError};

use super::IntakeApi;

const HEADER: &str = "idempotency-key";
/// Longest key, characters.
const LONGEST: usize = 255;

/// A request on its way; under its key, when it has one, no other is.
pub(super) struct Once {
    /// The request, when it has a key.
    pub repeat: Option<Repeat>,
    _flight: Option<Flight>,
}

/// Reads the key and notes the request as under way.
pub(super) fn begin(
    api: &IntakeApi,
    bearer: &Bearer,
    headers: &HeaderMap,
    uri: &Uri,
    body: &[u8],
) -> Result<Once, Problem> {
    let Some(key) = key(headers)? else { return Ok(Once { repeat: None, _flight: None }) };
    let address = uri.path_and_query().map_or("", |address| address.as_str());
    let repeat = Repeat::new(&bearer.account, key, &[b"POST", address.as_bytes(), body]);
    let Some(flight) = api.flights.start(&repeat) else {
        return Err(Problem::conflict("使用同一 Idempotency-Key 的请求正在办理；请稍候用同一请求再试"));
    };
    Ok(Once { repeat: Some(repeat), _flight: Some(flight) })
}

fn key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    let plain = |key: &&str| !key.trim().is_empty() && key.len() <= LONGEST;
    let wrong = || {
        let words = format!("Idempotency-Key 应为 1 至 {LONGEST} 个可见的 ASCII 字符；请换用例如 UUID");
        let error = ProblemError {
            pointer: HEADER.to_owned(),
            code: "bad_key".to_owned(),
            message: words.clone(),
            ..ProblemError::default()
        };
        Problem::bad_request(words).with_error(error)
    };
    value.to_str().ok().filter(plain).map(Some).ok_or_else(wrong)
}

/// What the act's transaction found under the key, as an answer; `None` when the act is new.
pub(crate) fn found(before: Before) -> Result<Option<KeptAnswer>, Problem> {
    match before {
        Before::New => Ok(None),
        Before::Answered(kept) => Ok(Some(kept)),
        Before::Other => Err(other()),
    }
}

/// 422: the key was used for something else.
pub(crate) fn other() -> Problem {
    let words = "同一 Idempotency-Key 曾用于另一请求；请换用新的键";
    let error = ProblemError {
        pointer: HEADER.to_owned(),
        code: "key_reused".to_owned(),
        message: words.to_owned(),
        ..ProblemError::default()
    };
    Problem::unprocessable(words).with_error(error)
}

/// The answer over HTTP: first time and every time after alike.
pub(super) fn reply(answer: KeptAnswer, location: Option<&str>) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    let mut response = (status, kind, answer.body).into_response();
    if let Some(location) = location.and_then(|address| HeaderValue::from_str(address).ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
