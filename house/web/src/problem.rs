//! Problem answers (RFC 9457): one shape for every refusal and every fault, for machines and for browsers.
//!
//! A handler returns a `Problem`; it becomes `application/problem+json`, and the negotiating layer of
//! [`crate::headers`] turns it into a page when a browser asked. The visitor of a fault sees only its number:
//! causes go to the log. The fault types of databases and the refusals of the law are mapped here and
//! nowhere else. Whatever a problem quotes of the request, it quotes without identity numbers.

mod from;
mod kind;
mod view;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

pub use kind::ProblemKind;
pub use view::ErrorPage;
pub(crate) use view::error_page;

use crate::{Language, Said, privacy};

/// A refusal or a fault, as the asker sees it. Boxed, so that a `Result` with it stays small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Problem(Box<Body>);

/// The members of RFC 9457, and ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
struct Body {
    /// Resolvable address of the kind's explanation.
    #[serde(rename = "type")]
    type_uri: String,
    /// The kind; in Chinese, or in English for who asks so in `Accept-Language`.
    #[schema(value_type = String)]
    title: Said,
    /// HTTP status.
    status: u16,
    /// What happened in this case, and what to do about it.
    #[schema(value_type = String)]
    detail: Said,
    /// Path of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// Each single thing that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemError>,
    /// Number under which the log knows this fault (5xx only).
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
    /// First day on which the same request may be granted (our extension member).
    #[serde(skip_serializing_if = "Option::is_none")]
    earliest: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    kind: ProblemKind,
    /// Seconds after which the same request may be granted.
    #[serde(skip)]
    #[schema(ignore)]
    retry_after: u32,
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct ProblemError {
    /// JSON pointer or parameter name of the offending part; empty for the whole request.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// What, why, remedy, in Chinese.
    pub message: String,
    /// The articles that say so, as people cite them; empty when no law is concerned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub law: Vec<String>,
}

impl Problem {
    /// A problem of a kind with its own words.
    #[must_use]
    pub fn new(kind: ProblemKind, detail: impl Into<Said>) -> Problem {
        Problem(Box::new(Body {
            type_uri: format!("/help#problem-{}", kind.slug()),
            title: kind.title().into(),
            status: kind.status().as_u16(),
            detail: detail.into().discreet(),
            instance: None,
            errors: Vec::new(),
            incident: None,
            earliest: None,
            kind,
            retry_after: 5,
        }))
    }

    /// 400: the request cannot be read; the words say what and how to mend it.
    #[must_use]
    pub fn bad_request(detail: impl Into<Said>) -> Problem {
        Problem::new(ProblemKind::BadRequest, detail)
    }

    /// 404 without saying whether there ever was something.
    #[must_use]
    pub fn not_found() -> Problem {
        Problem::new(ProblemKind::NotFound, "没有找到您要的页面或记录")
    }

    /// 409: somebody else was faster, or the same request is under way.
    #[must_use]
    pub fn conflict(detail: impl Into<Said>) -> Problem {
        Problem::new(ProblemKind::Conflict, detail)
    }

    /// 422: readable, but the content or the law says no.
    #[must_use]
    pub fn unprocessable(detail: impl Into<Said>) -> Problem {
        Problem::new(ProblemKind::Unprocessable, detail)
    }

    /// 503: come back soon.
    #[must_use]
    pub fn unavailable(detail: impl Into<Said>) -> Problem {
        Problem::new(ProblemKind::Unavailable, detail)
    }

    /// 500: logs the cause once; the visitor sees only the incident's number.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Problem {
        tracing::error!(cause = %cause, "fault");
        Problem::new(ProblemKind::Internal, "系统出了差错，已经记录，您的操作没有生效")
    }

    /// Adds one thing that is wrong.
    #[must_use]
    pub fn with_error(mut self, mut error: ProblemError) -> Problem {
        error.pointer = privacy::words(error.pointer);
        error.message = privacy::words(error.message);
        self.0.errors.push(error);
        self
    }

    /// Replaces the kind's title by words of its own.
    #[must_use]
    pub fn with_title(mut self, title: impl Into<Said>) -> Problem {
        self.0.title = title.into().discreet();
        self
    }

    /// For 429 and 503: come back after so many seconds.
    #[must_use]
    pub fn after(mut self, seconds: u32) -> Problem {
        self.0.retry_after = seconds;
        self
    }

    /// HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// What happened, in Chinese.
    #[must_use]
    pub fn detail(&self) -> String {
        self.0.detail.to_string()
    }

    /// What happened, to be said in the asker's language.
    #[must_use]
    pub fn said(&self) -> &Said {
        &self.0.detail
    }

    /// The same problem for a reader of a language; its codes stay.
    fn said_in(mut self, language: Language) -> Problem {
        let said = |words: &Said| Said::from(words.within(language));
        let whole = (self.0.detail.to_string(), self.0.detail.within(language));
        (self.0.title, self.0.detail) = (said(&self.0.title), said(&self.0.detail));
        for error in &mut self.0.errors {
            let message = Said::from(error.message.as_str()).within(language);
            error.message = if error.message == whole.0 { whole.1.clone() } else { message };
        }
        self
    }

    /// Completes the problem with the request it answers.
    #[must_use]
    pub(crate) fn at(mut self, path: &str, request_id: &str) -> Problem {
        self.0.instance = Some(privacy::address(path).into_owned());
        if self.0.status >= 500 && !request_id.is_empty() {
            self.0.incident = Some(request_id.to_owned());
        }
        self
    }

    /// The `application/problem+json` answer in a language.
    pub(crate) fn as_json_in(&self, language: Language) -> Response {
        let mut response = self.clone().said_in(language).as_json();
        let tag = HeaderValue::from_static(language.tag());
        response.headers_mut().insert(header::CONTENT_LANGUAGE, tag);
        response
    }

    /// The `application/problem+json` answer.
    pub(crate) fn as_json(&self) -> Response {
        let body = serde_json::to_string(self).unwrap_or_else(|_| "{\"status\":500}".to_owned());
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
        (self.0.kind.status(), kind, body).into_response()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.as_json();
        if self.0.kind == ProblemKind::Unavailable || self.0.kind == ProblemKind::TooMany {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(self.0.retry_after));
        }
        if self.0.kind == ProblemKind::Unauthorised {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl utoipa::PartialSchema for Problem {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        Body::schema()
    }
}

impl ToSchema for Problem {
    fn name() -> std::borrow::Cow<'static, str> {
        "Problem".into()
    }

    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>) {
        schemas.push((ProblemError::name().into_owned(), <ProblemError as utoipa::PartialSchema>::schema()));
        Body::schemas(schemas);
    }
}

#[cfg(test)]
mod tests;
