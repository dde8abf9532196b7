//! A program at the API: one server in this process, requests with a token, answers as they came.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use serde_json::Value;
use tower::ServiceExt as _;
use xh_kernel::Instant;
use xh_web::token::Token;

use super::office::World;

/// A client of one server; cheap to clone.
#[derive(Clone)]
pub struct Client {
    app: Router,
    token: String,
    key: Option<String>,
}

/// An answer as it came.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Client {
    /// A client of the bureau over a new server.
    pub async fn new(world: &World) -> Client {
        let token = token(world, "bureau", world.bureau.id.as_str(), None).await;
        Client { app: world.counter(), token, key: None }
    }

    /// The same server, another token's text.
    pub fn bearing(&self, token: &str) -> Client {
        Client { token: token.to_owned(), ..self.clone() }
    }

    /// The same, each POST under this `Idempotency-Key`.
    pub fn under(&self, key: &str) -> Client {
        Client { key: Some(key.to_owned()), ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[]).await
    }

    pub async fn post(&self, path: &str, body: &[u8]) -> Answer {
        self.send("POST", path, body).await
    }

    pub async fn send(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if let Some(key) = &self.key {
            request = request.header("idempotency-key", key);
        }
        let request = request.body(Body::from(body.to_vec())).unwrap();
        let (parts, body) = self.app.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, 1 << 22).await.unwrap().to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, bytes }
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The answer is a problem as RFC 9457 wants it, with this status; answers its wire form.
    pub fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem = self.json();
        for member in ["type", "title", "detail", "instance"] {
            assert!(problem[member].is_string(), "{member}: {problem}");
        }
        assert_eq!(problem["status"], status);
        problem
    }
}

/// The text of a new token for an organ's id; a token of no organ is the credit office's.
pub async fn token(world: &World, name: &str, organ: &str, until: Option<&Instant>) -> String {
    let mut moment = world.office.moment();
    let mut random = [0; 32];
    random[..16].copy_from_slice(&moment.salt());
    let (token, db) = (Token::from_random(&random), &world.office.db);
    xh_access::keep_token_until(db, &mut moment, name, organ, &token.digest(), until).await.unwrap();
    token.text().to_owned()
}
