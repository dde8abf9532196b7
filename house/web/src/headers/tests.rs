//! Every answer is guarded, numbered, and in the asker's form.

use axum::body::Body;
use axum::extract::Query;
use tower::ServiceExt;

use super::*;
use crate::SiteConfig;

#[derive(serde::Deserialize)]
struct Wanted {
    day: u32,
}

fn app() -> Router {
    let web = Web::new(SiteConfig::default(), &[1; 32], 1);
    let router = Router::new()
        .route("/fine", get(|| async { "ok" }))
        .route("/fault", get(|| async { Problem::internal("disk on fire").into_response() }))
        .route("/typed", get(|Query(wanted): Query<Wanted>| async move { wanted.day.to_string() }))
        .route("/api/v1/x", get(|| async { Problem::conflict("冲突") }));
    finish(router, &web)
}

async fn ask(path: &str, accept: &str) -> (u16, HeaderMap, String) {
    let request = Request::get(path).header("accept", accept).body(Body::empty()).unwrap();
    let response = app().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    (parts.status.as_u16(), parts.headers, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    for path in ["/fine", "/missing", "/fault", "/mode?to=elder-20&back=/fine"] {
        let (_, headers, _) = ask(path, "text/html").await;
        assert_eq!(headers["content-security-policy"], CONTENT_POLICY, "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["x-request-id"].len(), 14, "{path}");
    }
}

#[tokio::test]
async fn a_browser_gets_a_page_and_a_program_a_problem() {
    let (status, headers, body) = ask("/missing", "text/html,application/xhtml+xml").await;
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (404, "text/html; charset=utf-8"));
    assert!(body.contains("<h1") && body.contains("没有找到"), "{body}");

    let (status, headers, body) = ask("/missing", "*/*").await;
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (404, "application/problem+json"));
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["instance"], "/missing");
    assert_eq!(body["type"], "/help#problem-not-found");

    let (_, headers, _) = ask("/api/v1/x", "text/html").await;
    assert_eq!(headers["content-type"], "application/problem+json");
}

#[tokio::test]
async fn a_fault_shows_its_number_and_not_its_cause() {
    let (status, headers, body) = ask("/fault", "text/html").await;
    assert_eq!(status, 500);
    assert!(body.contains(headers["x-request-id"].to_str().unwrap()));
    assert!(!body.contains("disk"));
}

#[tokio::test]
async fn the_frameworks_own_refusals_speak_chinese() {
    let (status, _, body) = ask("/typed?day=x", "*/*").await;
    assert_eq!(status, 400);
    assert!(body.contains("请求看不懂") && !body.contains("Failed"), "{body}");
}

#[tokio::test]
async fn a_compressed_problem_becomes_a_plain_page() {
    let request = Request::get("/fault").header("accept", "text/html").header("accept-encoding", "gzip");
    let response = app().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.headers().get("content-encoding"), None);
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    assert!(body.starts_with(b"<!doctype html>"));
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_digest() {
    let (status, headers, body) = ask(&assets::address("xinheng.css"), "*/*").await;
    assert_eq!(status, 200);
    assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(headers["content-type"], "text/css; charset=utf-8");
    assert!(!body.contains("http://") && !body.contains("@import"));
    let (_, headers, _) = ask("/assets/000000000000/xinheng.css", "*/*").await;
    assert_eq!(headers["cache-control"], "no-cache");
    assert_eq!(ask("/assets/0/none.css", "*/*").await.0, 404);
    assert!(body.starts_with("/* Xinheng portal") && body.ends_with("}\n") && body.contains("@media print"));
    let names = assets::all().into_iter().map(|(address, _)| address.rsplit('/').next().unwrap().to_owned());
    assert_eq!(names.collect::<Vec<_>>(), ["mark.svg", "xinheng.css"]);
}
