//! One record: screened, checked and filed in one durable act.

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use xh_web::Problem;

use super::answers::not_filed;
use super::{IntakeApi, bearer, kind, once, organ, wrong};
use crate::{FileOne, Filed, FiledOnce};

/// `?kind=`
#[derive(Debug, Deserialize)]
pub(super) struct RecordQuery {
    kind: Option<String>,
}

/// 报送一条记录
#[utoipa::path(post, path = "/api/v1/records", tag = "records", security(("token" = [])),
    params(("kind" = String, Query, description = "信息类别，如 penalty"),
        ("Idempotency-Key" = Option<String>, Header, description = "重复提交时不变的键；同一请求再次提交得到原来的回答")),
    request_body(content = Object, description = "字段名与值，如 {\"subject_name\":\"…\",\"fine_wan\":\"0.5\"}"),
    responses((status = 201, description = "已入库：新记录，或同一文书的更正", body = Filed),
        (status = 200, description = "内容未变，此前已入库", body = Filed),
        (status = 400, description = "Idempotency-Key 无效"), (status = 401, description = "缺少有效的令牌"),
        (status = 403, description = "令牌不属于该单位"), (status = 409, description = "同一键的请求正在办理"),
        (status = 422, description = "不能入库：逐条列出字段、原因和更正办法；或同一键曾用于另一请求")))]
pub(super) async fn record(
    State(api): State<IntakeApi>,
    Query(query): Query<RecordQuery>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let bearer = bearer(&api, &headers).await?;
    let kind = kind(&api, query.kind).await?;
    let organ = organ(&api, &bearer, None).await?;
    let unreadable = |_| wrong("", "not_an_object", "请求体应为一个 JSON 对象：字段名与值".to_owned());
    let fields: serde_json::Map<String, Value> = serde_json::from_slice(&body).map_err(unreadable)?;
    let values = fields.into_iter().map(|(field, value)| (field, as_text(value))).collect();
    let once = once::begin(&api, &bearer, &headers, &uri, &body)?;
    let one = FileOne { kind, organ, actor: bearer.account.clone(), values };
    match api.filing.file_once(one, once.repeat.clone()).await? {
        FiledOnce::Before(kept) => Ok(once::reply(kept, None)),
        FiledOnce::Other => Err(once::other()),
        FiledOnce::Now(filed) => match not_filed(&filed) {
            Some(problem) => Err(problem),
            None => Ok(once::reply(filed.answer()?, None)),
        },
    }
}

fn as_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
