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

async fn spoken(path: &str, headers: &[(&str, &str)]) -> (HeaderMap, String) {
    let asked = headers.iter().fold(Request::get(path), |asked, (name, value)| asked.header(*name, *value));
    let response = app().oneshot(asked.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    (parts.headers, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_page_speaks_the_askers_language_and_remembers_a_choice() {
    let page = ("accept", "text/html");
    let (headers, body) = spoken("/missing?a=1&lang=en", &[page]).await;
    assert_eq!(headers["content-language"], "en");
    assert_eq!(headers["set-cookie"], "xh_lang=en; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    assert!(headers["vary"].to_str().unwrap().contains("accept-language"));
    assert!(body.contains("<html lang=\"en\"") && body.contains("Not found"), "{body}");
    assert!(body.contains("missing?a=1&amp;lang=zh"), "{body}");

    let (headers, body) =
        spoken("/missing", &[page, ("cookie", "xh_lang=en"), ("accept-language", "zh")]).await;
    assert!(body.contains("Not found") && !headers.contains_key("set-cookie"));
    let (headers, body) = spoken("/missing", &[page]).await;
    assert_eq!(headers["content-language"], "zh-CN");
    assert!(body.contains("没有找到"));
    let (_, body) = spoken("/typed?lang=en&day=3", &[page]).await;
    assert_eq!(body, "3", "no handler sees the choice");
}

#[tokio::test]
async fn a_problem_for_a_program_is_in_english_when_asked() {
    let (headers, body) = spoken("/api/v1/y", &[("accept-language", "en")]).await;
    assert_eq!(headers["content-language"], "en");
    assert!(body.contains("\"title\":\"Not found\"") && body.contains("#problem-not-found"), "{body}");
    let (_, body) = spoken("/api/v1/y?lang=en", &[("cookie", "xh_lang=en")]).await;
    assert!(body.contains("没有找到"), "Chinese unless the header says otherwise: {body}");
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
