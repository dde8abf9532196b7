//! The writing API: batches, single records, held rows. Every route needs a bearer token; a POST may carry an
//! `Idempotency-Key`, and the same key with another body is refused.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use xh_access::{Bearer, KeptAnswer};
use xh_policy_store::Office;
use xh_web::token::Token;
use xh_web::{Problem, ProblemError, ProblemKind};

use crate::jobs::{Job, Jobs};
use crate::{Decoder, FileOne, Filed, Filing, HeldAnswer, Settled, settle_held};

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
    jobs: Jobs,
}

impl IntakeApi {
    /// The routes' state.
    #[must_use]
    pub fn new(office: Office, decoder: Decoder) -> Self {
        let filing = Arc::new(Filing::start(&office));
        Self { office, decoder, filing, jobs: Arc::new(Mutex::new(HashMap::new())) }
    }
}

/// `/api/v1/batches…`, `/api/v1/records`, `/api/v1/held…`
pub fn api_routes(api: IntakeApi) -> Router {
    Router::new()
        .route("/api/v1/batches", post(receive).layer(DefaultBodyLimit::max(BODY_MAX)))
        .route("/api/v1/batches/{id}", get(batch))
        .route("/api/v1/batches/{id}/rows", get(rows))
        .route("/api/v1/records", post(record))
        .route("/api/v1/held", get(held))
        .route("/api/v1/held/{batch}/{row}", post(settle))
        .with_state(api)
}

async fn bearer(api: &IntakeApi, headers: &HeaderMap) -> Result<Bearer, Problem> {
    let problem =
        || Problem::new(ProblemKind::Unauthorised, "缺少有效的令牌；请在 Authorization 头中提供 Bearer 令牌");
    let token = Token::bearer(headers).ok_or_else(problem)?;
    xh_access::bearer(&api.office.db, &token.digest()).await?.ok_or_else(problem)
}

#[derive(Debug, Deserialize)]
struct BatchQuery {
    kind: Option<String>,
    name: Option<String>,
    organ: Option<String>,
}

async fn receive(
    State(api): State<IntakeApi>,
    Query(query): Query<BatchQuery>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let bearer = bearer(&api, &headers).await?;
    let kind = query.kind.clone().ok_or_else(|| missing("kind", "信息类别"))?;
    if api.office.law().await?.kind(&kind).is_none() {
        return Err(wrong("kind", format!("没有「{kind}」这一信息类别")));
    }
    if body.is_empty() {
        return Err(Problem::bad_request("请求没有内容；请以文件内容作为请求体").with_error(ProblemError {
            code: "empty".into(),
            message: "请求体为空".into(),
            ..ProblemError::default()
        }));
    }
    let work = async {
        let organ = query.organ.clone().or_else(|| Some(bearer.organ.clone()).filter(|o| !o.is_empty()));
        let name = query.name.clone().unwrap_or_else(|| "upload".into());
        let id = crate::jobs::start(&api, &api.jobs, kind, name, organ, bearer.account.clone(), &body)?;
        Ok((StatusCode::ACCEPTED, json!({ "id": id, "state": "received" })))
    };
    let (status, answer) = once(&api, &bearer, &headers, &body, work).await?;
    let location = answer.get("id").and_then(Value::as_str).map(|id| format!("/api/v1/batches/{id}"));
    let mut response = (status, Json(answer)).into_response();
    if let Some(location) = location.and_then(|l| HeaderValue::from_str(&l).ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Does `work` unless this key was answered before; the answer is kept for the key.
async fn once(
    api: &IntakeApi,
    bearer: &Bearer,
    headers: &HeaderMap,
    body: &[u8],
    work: impl Future<Output = Result<(StatusCode, Value), Problem>>,
) -> Result<(StatusCode, Value), Problem> {
    let Some(key) = headers.get("idempotency-key").and_then(|k| k.to_str().ok()) else { return work.await };
    let request_digest = hex::encode(Sha256::digest(body));
    if let Some(kept) = xh_access::kept_answer(&api.office.db, &bearer.account, key).await? {
        if kept.request_digest != request_digest {
            return Err(Problem::unprocessable("同一 Idempotency-Key 曾用于另一内容；请换用新的键"));
        }
        let status = u16::try_from(kept.status).ok().and_then(|s| StatusCode::from_u16(s).ok());
        let body = serde_json::from_str(&kept.body).map_err(Problem::internal)?;
        return Ok((status.unwrap_or(StatusCode::OK), body));
    }
    let (status, answer) = work.await?;
    let kept = KeptAnswer { request_digest, status: i64::from(status.as_u16()), body: answer.to_string() };
    xh_access::keep_answer(&api.office.db, &api.office.moment(), &bearer.account, key, &kept).await?;
    Ok((status, answer))
}

async fn batch(
    State(api): State<IntakeApi>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    bearer(&api, &headers).await?;
    let job = api.jobs.lock().ok().and_then(|jobs| jobs.get(&id).cloned());
    match job {
        Some(Job::Running) => return Ok(Json(json!({ "id": id, "state": "received" }))),
        Some(Job::Failed(reason)) => {
            return Ok(Json(json!({ "id": id, "state": "failed", "reason": reason })));
        }
        Some(Job::Done(answer)) => return Ok(Json(answer)),
        None => {}
    }
    let mut tx = api.office.db.read().await?;
    let batch = xh_intake_store::batch(&mut tx, &id).await?.ok_or_else(Problem::not_found)?;
    let state = match (&batch.done_at, &batch.failure) {
        (None, _) => "received",
        (Some(_), None) => "done",
        (Some(_), Some(_)) => "failed",
    };
    Ok(Json(json!({
        "id": batch.id, "state": state, "kind": batch.kind, "name": batch.name, "sha256": batch.sha256,
        "counts": batch.tally, "begun_at": batch.begun_at, "done_at": batch.done_at,
    })))
}

#[derive(Debug, Deserialize)]
struct RowsQuery {
    state: Option<String>,
    cursor: Option<i64>,
    limit: Option<i64>,
}

async fn rows(
    State(api): State<IntakeApi>,
    Path(id): Path<String>,
    Query(query): Query<RowsQuery>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    bearer(&api, &headers).await?;
    let mut tx = api.office.db.read().await?;
    let job = api.jobs.lock().ok().and_then(|jobs| jobs.get(&id).cloned());
    let id = match job {
        Some(Job::Done(answer)) => answer.get("batch").and_then(Value::as_str).map_or(id, str::to_owned),
        _ => id,
    };
    let limit = query.limit.unwrap_or(100).clamp(1, 1_000);
    let state = query.state.unwrap_or_default();
    let page = xh_intake_store::rows_of(&mut tx, &id, query.cursor.unwrap_or(-1), &state, limit).await?;
    let next = (page.len() as i64 == limit).then(|| page.last().map(|r| r.sheet_row)).flatten();
    Ok(Json(json!({ "rows": page.iter().map(row_json).collect::<Vec<_>>(), "next_cursor": next })))
}

fn row_json(row: &xh_intake_store::WaitingRow) -> Value {
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
    json!({
        "batch": row.batch, "row": row.sheet_row, "state": row.state, "cells": parsed(&row.cells),
        "faults": parsed(&row.faults), "settled_at": row.settled_at, "answer": row.answer,
    })
}

#[derive(Debug, Deserialize)]
struct RecordQuery {
    kind: Option<String>,
}

async fn record(
    State(api): State<IntakeApi>,
    Query(query): Query<RecordQuery>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let bearer = bearer(&api, &headers).await?;
    let kind = query.kind.ok_or_else(|| missing("kind", "信息类别"))?;
    if api.office.law().await?.kind(&kind).is_none() {
        return Err(wrong("kind", format!("没有「{kind}」这一信息类别")));
    }
    let fields: serde_json::Map<String, Value> =
        serde_json::from_slice(&body).map_err(|e| wrong("", format!("请求体应为一个 JSON 对象：{e}")))?;
    let work = async {
        let organ = crate::single::organ_of(&api.office, &bearer.organ).await?;
        let values = fields.into_iter().map(|(field, value)| (field, as_text(value))).collect();
        let one = FileOne { kind, organ, actor: bearer.account.clone(), values };
        let filed = api.filing.file(one).await?;
        let status = match filed {
            Filed::Filed { .. } | Filed::Amended { .. } => StatusCode::CREATED,
            Filed::Duplicate { .. } => StatusCode::OK,
            Filed::Rejected { .. } | Filed::Held { .. } | Filed::RefusedPerson => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
        };
        Ok((status, serde_json::to_value(filed).map_err(Problem::internal)?))
    };
    let (status, answer) = once(&api, &bearer, &headers, &body, work).await?;
    Ok((status, Json(answer)).into_response())
}

fn as_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

async fn held(
    State(api): State<IntakeApi>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    bearer(&api, &headers).await?;
    let after = query.get("cursor").and_then(|c| c.split_once('.'));
    let (batch, row) = after.map_or((String::new(), -1), |(b, r)| (b.to_owned(), r.parse().unwrap_or(-1)));
    let mut tx = api.office.db.read().await?;
    let page = xh_intake_store::waiting(&mut tx, &batch, row, 100).await?;
    let next = page.last().filter(|_| page.len() == 100).map(|r| format!("{}.{}", r.batch, r.sheet_row));
    Ok(Json(json!({ "rows": page.iter().map(row_json).collect::<Vec<_>>(), "next_cursor": next })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettleBody {
    subject: Option<String>,
    #[serde(default)]
    drop: bool,
}

async fn settle(
    State(api): State<IntakeApi>,
    Path((batch, row)): Path<(String, i64)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let bearer = bearer(&api, &headers).await?;
    let said: SettleBody = serde_json::from_slice(&body)
        .map_err(|e| wrong("", format!("请求体应为 {{\"subject\":代码}} 或 {{\"drop\":true}}：{e}")))?;
    let answer = match (said.subject, said.drop) {
        (Some(code), false) => HeldAnswer::Subject(code),
        (None, true) => HeldAnswer::Drop,
        _ => return Err(wrong("/subject", "请指定主体代码，或写明退回，二者取一".to_owned())),
    };
    match settle_held(&api.office, &bearer.account, &batch, row, answer).await.map_err(Problem::internal)? {
        Settled::NotWaiting => Err(Problem::not_found()),
        Settled::NoSuchSubject(code) => Err(wrong("/subject", format!("基础库中没有「{code}」"))),
        Settled::Dropped => Ok(Json(json!({ "state": "dropped" }))),
        Settled::Done(outcome) => {
            Ok(Json(serde_json::to_value(Filed::from(outcome)).map_err(Problem::internal)?))
        }
    }
}

fn missing(pointer: &str, title: &str) -> Problem {
    wrong(pointer, format!("缺少参数「{title}」；请在地址中写明 ?{pointer}="))
}

fn wrong(pointer: &str, message: String) -> Problem {
    let error = ProblemError {
        pointer: pointer.to_owned(),
        code: "invalid".into(),
        message: message.clone(),
        ..ProblemError::default()
    };
    Problem::unprocessable(message).with_error(error)
}
