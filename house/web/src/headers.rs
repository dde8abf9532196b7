//! What every answer carries: a request id, a log line, security headers, and problems in the asker's form.
//!
//! The content policy forbids script and inline style altogether; the pages are complete without them. Logs
//! hold the path without identity numbers, never the query (it may name an organisation someone is looking up) and
//! never an address.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

use crate::page::{Page, as_value};
use crate::problem::{ErrorPage, Problem, error_page};
use crate::{Frame, Language, Web, assets, language, mode, privacy};

/// Nothing may be loaded, framed, embedded or run but the site's own style and pictures.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                              base-uri 'none'; frame-ancestors 'none'";

const FIXED: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Numbers requests: short, unguessable, different after each start.
pub(crate) struct RequestIds {
    key: [u8; 32],
    started: i64,
    next: AtomicU64,
}

impl RequestIds {
    pub(crate) fn new(secret: &[u8; 32], started: i64) -> RequestIds {
        RequestIds { key: *secret, started, next: AtomicU64::new(0) }
    }

    fn draw(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return number.to_string() };
        mac.update(b"xinheng/request/v1\0");
        mac.update(&self.started.to_be_bytes());
        mac.update(&number.to_be_bytes());
        let hex = hex::encode(mac.finalize().into_bytes());
        crate::text::groups(&hex, 4).into_iter().take(3).collect::<Vec<_>>().join("-")
    }
}

impl std::fmt::Debug for RequestIds {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "RequestIds({})", self.next.load(Ordering::Relaxed))
    }
}

/// Finishes an application's router: adds the assets and the mode switch, and everything every answer
/// carries.
pub fn finish(router: Router, web: &Web) -> Router {
    let log = TraceLayer::new_for_http().make_span_with(span).on_response(log_answer).on_failure(());
    router
        .route("/assets/{hash}/{name}", get(assets::serve))
        .route("/mode", get(mode::choose))
        .layer(from_fn(secure))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(web.clone(), negotiate))
        .layer(log)
        .layer(from_fn_with_state(web.clone(), number))
}

/// The request's id, as put there by [`finish`].
#[derive(Debug, Clone)]
struct RequestId(String);

async fn number(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let id = web.ids().draw();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

fn span(request: &Request) -> tracing::Span {
    let id = request.extensions().get::<RequestId>().map_or("", |id| id.0.as_str());
    tracing::info_span!("request", id, method = %request.method(), path = %privacy::address(request.uri().path()))
}

fn log_answer(response: &Response, took: std::time::Duration, _span: &tracing::Span) {
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    tracing::info!(status = response.status().as_u16(), micros, "answered");
}

async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in FIXED {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    if is_page(&response) {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("cookie, accept-language"));
    }
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// Gives the handler its [`Frame`], and turns problems (and the framework's bare refusals) into the asker's
/// form.
async fn negotiate(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let id = parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let frame = Frame::of(&web, &parts, id);
    let browser = wants_page(&parts.headers, parts.uri.path());
    let path = parts.uri.path().to_owned();
    let chosen = language::chosen(parts.uri.query()).filter(|_| !path.starts_with("/api/"));
    if let Some(plain) = chosen.and_then(|_| language::without_choice(&parts.uri)) {
        parts.uri = plain;
    }
    parts.extensions.insert(frame.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    let response = match problem_of(&response) {
        Some(problem) => answer(&problem.at(&path, frame.request_id()), &frame, browser, &response),
        None => response,
    };
    spoken(response, frame.language(), chosen)
}

/// Says in which language a page is, and remembers a choice made in the address.
fn spoken(mut response: Response, language: Language, chosen: Option<Language>) -> Response {
    if is_page(&response) {
        let tag = HeaderValue::from_static(language.tag());
        response.headers_mut().entry(header::CONTENT_LANGUAGE).or_insert(tag);
    }
    if let Some(chosen) = chosen {
        response.headers_mut().append(header::SET_COOKIE, chosen.cookie());
    }
    response
}

fn answer(problem: &Problem, frame: &Frame, browser: bool, original: &Response) -> Response {
    let page = browser.then(|| frame.render(ErrorPage::TEMPLATE, as_value(&error_page(problem))));
    let mut response = match page {
        Some(Ok(html)) => (original.status(), axum::response::Html(html)).into_response(),
        _ => problem.as_json_in(frame.language()),
    };
    *response.status_mut() = original.status();
    for (name, value) in original.headers() {
        if !matches!(*name, header::CONTENT_TYPE | header::CONTENT_LENGTH | header::CONTENT_ENCODING) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept, accept-language, cookie, accept-encoding"));
    response
}

fn problem_of(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let status = response.status();
    let bare = match response.headers().get(header::CONTENT_TYPE) {
        None => status.is_client_error() || status.is_server_error(),
        Some(kind) => kind.as_bytes().starts_with(b"text/plain") && framework_refusal(status),
    };
    bare.then(|| Problem::from(status))
}

/// Statuses with which the framework's own extractors refuse, in English plain text.
fn framework_refusal(status: StatusCode) -> bool {
    matches!(status.as_u16(), 400 | 405 | 408 | 411 | 413 | 415 | 422)
}

fn wants_page(headers: &HeaderMap, path: &str) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("text/html") && !path.starts_with("/api/")
}

#[cfg(test)]
mod tests;
