//! Free text that waits for a person: the list, one record, and the three acts.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use xh_registry::Edit;
use xh_web::Problem;
use xh_web::paging::Limit;

use super::ReviewDesk;
use super::act::{Act, Came, bearer, perform, problem, read, within};
use super::answers::{LinesOut, ProposeIn, ReleaseIn, ReturnIn, ReviewOut, ReviewedOut};
use crate::{WorkList, review_file, work_list};

const USUAL: u32 = 50;
const MOST: u32 = 200;

/// `?state=&limit=&cursor=`
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// waiting（待审核，默认，含退回的）或 proposed（待核准）
    #[serde(default)]
    state: Option<String>,
    /// 每页条数，1 至 200，默认 50
    #[serde(default)]
    limit: Option<String>,
    /// 上一页给出的翻页标记
    #[serde(default)]
    cursor: Option<String>,
}

/// 待公开前审核的记录；单位的令牌只看到本单位的
#[utoipa::path(get, path = "/api/v1/reviews", tag = "reviews", security(("token" = [])), params(ListQuery),
    responses((status = 200, body = LinesOut), (status = 400, description = "参数无效"),
        (status = 401, description = "缺少有效的令牌")))]
pub(super) async fn reviews(
    State(desk): State<ReviewDesk>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let bearer = bearer(&desk, &headers).await?;
    let limit = Limit::parse(query.limit.as_deref(), USUAL, MOST)?.rows();
    let list = match query.state.as_deref() {
        None | Some("" | "waiting") => WorkList::Waiting,
        Some("proposed") => WorkList::Proposed,
        Some(_) => return Err(Problem::bad_request("参数 state 应为 waiting 或 proposed")),
    };
    let mut tx = desk.office.db.read().await?;
    let after = query.cursor.as_deref().unwrap_or_default();
    let wanted = usize::try_from(limit).unwrap_or(1);
    let page = work_list(&desk.office, &mut tx, list, &bearer.organ, after, wanted).await.map_err(problem)?;
    let items = page.lines.into_iter().map(Into::into).collect();
    Ok(Json(LinesOut { items, next: page.next }).into_response())
}

/// 一条记录的文字内容：原文、检出、建议、审核状态
#[utoipa::path(get, path = "/api/v1/reviews/{record}", tag = "reviews", security(("token" = [])),
    params(("record" = String, Path, description = "记录编号")),
    responses((status = 200, body = ReviewOut), (status = 401, description = "缺少有效的令牌"),
        (status = 403, description = "令牌不属于该单位"), (status = 404, description = "没有这条记录")))]
pub(super) async fn review(
    State(desk): State<ReviewDesk>,
    Path(record): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let bearer = bearer(&desk, &headers).await?;
    let mut tx = desk.office.db.read().await?;
    within(&mut tx, &bearer, &record).await?;
    let file = review_file(&desk.office, &mut tx, &record).await.map_err(problem)?;
    Ok(Json(ReviewOut::of(&file)).into_response())
}

/// 提出审核意见
#[utoipa::path(post, path = "/api/v1/reviews/{record}/proposal", tag = "reviews", security(("token" = [])),
    params(("record" = String, Path, description = "记录编号"),
        ("Idempotency-Key" = Option<String>, Header, description = "重复提交时不变的键；同一请求再次提交得到原来的回答")),
    request_body = ProposeIn,
    responses((status = 200, body = ReviewedOut), (status = 400, description = "请求体或 Idempotency-Key 无效"),
        (status = 401, description = "缺少有效的令牌"), (status = 403, description = "令牌不属于该单位"),
        (status = 404, description = "没有这条记录"), (status = 409, description = "同一键的请求正在办理"),
        (status = 422, description = "仍有不得公开的内容，或没有这样的字段；或同一键曾用于另一请求")))]
pub(super) async fn propose(
    State(desk): State<ReviewDesk>,
    Path(record): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let said: ProposeIn = read(&body)?;
    let edit = |text: Option<String>| text.map_or(Edit::Withhold, Edit::Text);
    let edits = said.texts.into_iter().map(|(field, text)| (field, edit(text))).collect();
    let came = Came { record: &record, uri: &uri, headers: &headers, body: &body };
    perform(&desk, came, Act::Propose(edits)).await
}

/// 核准公开：须由两人审核的，核准人不得是提出人
#[utoipa::path(post, path = "/api/v1/reviews/{record}/release", tag = "reviews", security(("token" = [])),
    params(("record" = String, Path, description = "记录编号"),
        ("Idempotency-Key" = Option<String>, Header, description = "重复提交时不变的键；同一请求再次提交得到原来的回答")),
    request_body = ReleaseIn,
    responses((status = 200, body = ReviewedOut), (status = 400, description = "请求体或 Idempotency-Key 无效"),
        (status = 401, description = "缺少有效的令牌"), (status = 403, description = "令牌不属于该单位"),
        (status = 404, description = "没有这条记录"), (status = 409, description = "同一键的请求正在办理"),
        (status = 422, description = "没有待核准的意见、已有变动、或为同一人；或同一键曾用于另一请求")))]
pub(super) async fn release(
    State(desk): State<ReviewDesk>,
    Path(record): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let said: ReleaseIn = read(&body)?;
    let came = Came { record: &record, uri: &uri, headers: &headers, body: &body };
    perform(&desk, came, Act::Release(said.digest)).await
}

/// 退回审核意见；已公开的文字立即停止公开
#[utoipa::path(post, path = "/api/v1/reviews/{record}/return", tag = "reviews", security(("token" = [])),
    params(("record" = String, Path, description = "记录编号"),
        ("Idempotency-Key" = Option<String>, Header, description = "重复提交时不变的键；同一请求再次提交得到原来的回答")),
    request_body = ReturnIn,
    responses((status = 200, body = ReviewedOut), (status = 400, description = "请求体或 Idempotency-Key 无效"),
        (status = 401, description = "缺少有效的令牌"), (status = 403, description = "令牌不属于该单位"),
        (status = 404, description = "没有这条记录"), (status = 409, description = "同一键的请求正在办理"),
        (status = 422, description = "没有可以退回的意见，或没有写明原因；或同一键曾用于另一请求")))]
pub(super) async fn give_back(
    State(desk): State<ReviewDesk>,
    Path(record): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let said: ReturnIn = read(&body)?;
    let came = Came { record: &record, uri: &uri, headers: &headers, body: &body };
    perform(&desk, came, Act::Return(said.reason)).await
}
