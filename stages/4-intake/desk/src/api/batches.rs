//! Batches: a file is received, worked on behind the answer, and read back: counts, rows, the marked sheet.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;
use xh_intake_store::Batch;
use xh_web::paging::Limit;
use xh_web::text::query_escape;
use xh_web::{Problem, ProblemError};

use super::answers::{BatchOut, RowsOut, rows as page_of, wrong_cursor};
use super::received::{Upload, receive as take_in};
use super::{IntakeApi, bearer, kind, once, organ, within};
use crate::write_marked_sheet;

const USUAL: u32 = 100;
const MOST: u32 = 1_000;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `?kind=&name=&organ=`
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct BatchQuery {
    /// 信息类别，如 penalty（必填）
    kind: Option<String>,
    /// 文件名，供日后辨认
    name: Option<String>,
    /// 报送单位的统一社会信用代码；不填则为令牌所属单位
    organ: Option<String>,
}

/// 报送一批：请求体即文件（CSV、xlsx、xls、JSON 或 NDJSON）
#[utoipa::path(post, path = "/api/v1/batches", tag = "batches", security(("token" = [])),
    params(BatchQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "重复提交时不变的键；同一请求再次提交得到同一批次，中断的从断处继续")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "文件内容，至多 200 MiB"),
    responses((status = 202, description = "已收下，正在办理", body = crate::jobs::ReceivedOut,
            headers(("Location" = String, description = "批次的地址"))),
        (status = 400, description = "请求体为空，或 Idempotency-Key 无效"),
        (status = 401, description = "缺少有效的令牌"), (status = 403, description = "令牌不属于该单位"),
        (status = 409, description = "同一键的请求正在办理"), (status = 413, description = "文件过大"),
        (status = 422, description = "信息类别或报送单位不对；或同一键曾用于另一请求")))]
pub(super) async fn receive(
    State(api): State<IntakeApi>,
    Query(query): Query<BatchQuery>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let bearer = bearer(&api, &headers).await?;
    let kind = kind(&api, query.kind).await?;
    let organ = organ(&api, &bearer, query.organ.as_deref()).await?;
    if body.is_empty() {
        return Err(empty());
    }
    let once = once::begin(&api, &bearer, &headers, &uri, &body)?;
    let upload = Upload {
        kind,
        name: query.name.unwrap_or_else(|| "upload".to_owned()),
        organ: organ.map(|organ| organ.id.as_str().to_owned()).unwrap_or_default(),
        actor: bearer.account.clone(),
        body,
    };
    let answer = take_in(&api, once.repeat.as_ref(), upload).await?;
    let id = serde_json::from_str::<Value>(&answer.body).ok();
    let id = id.as_ref().and_then(|answer| answer.get("id")).and_then(Value::as_str).unwrap_or_default();
    let location = format!("/api/v1/batches/{id}");
    Ok(once::reply(answer, Some(&location)))
}

fn empty() -> Problem {
    let words = "请求没有内容；请以文件内容作为请求体";
    let error =
        ProblemError { code: "empty".to_owned(), message: words.to_owned(), ..ProblemError::default() };
    Problem::bad_request(words).with_error(error)
}

/// The batch a token may read.
async fn own(api: &IntakeApi, headers: &HeaderMap, id: &str) -> Result<Batch, Problem> {
    let bearer = bearer(api, headers).await?;
    let mut tx = api.office.db.read().await?;
    let batch = xh_intake_store::batch(&mut tx, id).await?.ok_or_else(Problem::not_found)?;
    within(&bearer, &batch.organ)?;
    Ok(batch)
}

/// 一批办理到哪里了
#[utoipa::path(get, path = "/api/v1/batches/{id}", tag = "batches", security(("token" = [])),
    params(("id" = String, Path, description = "批次编号")),
    responses((status = 200, body = BatchOut), (status = 401, description = "缺少有效的令牌"),
        (status = 403, description = "令牌不属于该单位"), (status = 404, description = "没有这一批次")))]
pub(super) async fn batch(
    State(api): State<IntakeApi>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<BatchOut>, Problem> {
    Ok(Json(BatchOut::of(own(&api, &headers, &id).await?)))
}

/// `?state=&limit=&cursor=`
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RowsQuery {
    /// rejected、held 或 refused_person；不填则全部
    state: Option<String>,
    /// 每页条数，1 至 1000，默认 100
    limit: Option<String>,
    /// 上一页给出的翻页标记
    cursor: Option<String>,
}

/// 一批中没有入库的行，按表中次序
#[utoipa::path(get, path = "/api/v1/batches/{id}/rows", tag = "batches", security(("token" = [])),
    params(("id" = String, Path, description = "批次编号"), RowsQuery),
    responses((status = 200, body = RowsOut,
            headers(("Link" = String, description = "下一页的地址，rel=\"next\"；没有下一页时不出现"))),
        (status = 400, description = "翻页标记或条数无效"), (status = 401, description = "缺少有效的令牌"),
        (status = 403, description = "令牌不属于该单位"), (status = 404, description = "没有这一批次")))]
pub(super) async fn rows(
    State(api): State<IntakeApi>,
    Path(id): Path<String>,
    Query(query): Query<RowsQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let batch = own(&api, &headers, &id).await?;
    let limit = Limit::parse(query.limit.as_deref(), USUAL, MOST)?.rows();
    let after = match query.cursor.as_deref().filter(|text| !text.is_empty()) {
        Some(text) => text.parse().map_err(|_| wrong_cursor())?,
        None => -1,
    };
    let state = query.state.unwrap_or_default();
    let wanted = i64::from(limit) + 1;
    let mut tx = api.office.db.read().await?;
    let mut page = xh_intake_store::rows_of(&mut tx, &batch.id, after, &state, wanted).await?;
    let more = page.len() as i64 == wanted;
    page.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = page.last().filter(|_| more).map(|last| last.sheet_row.to_string());
    let state = query_escape(&state);
    Ok(page_of(&page, next, &format!("/api/v1/batches/{id}/rows?state={state}&limit={limit}&cursor=")))
}

/// 标注表：同一张表（已过滤），有问题的单元格填色并批注；改好后可再次报送
#[utoipa::path(get, path = "/api/v1/batches/{id}/marked", tag = "batches", security(("token" = [])),
    params(("id" = String, Path, description = "批次编号")),
    responses((status = 200, description = "xlsx 工作簿", body = Vec<u8>,
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 401, description = "缺少有效的令牌"), (status = 403, description = "令牌不属于该单位"),
        (status = 404, description = "没有这一批次，或没有留存的行"),
        (status = 409, description = "还在办理")))]
pub(super) async fn marked(
    State(api): State<IntakeApi>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let batch = own(&api, &headers, &id).await?;
    if batch.done_at.is_none() {
        return Err(Problem::conflict("这一批还在办理；请待办理完毕后再取标注表"));
    }
    let mut sheet = Vec::new();
    let any = write_marked_sheet(&api.office, &batch.id, &mut sheet).await.map_err(Problem::internal)?;
    if !any {
        return Err(Problem::not_found());
    }
    let name = format!("attachment; filename=\"{}.marked.xlsx\"", batch.id);
    let headers = [(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, sheet).into_response())
}
