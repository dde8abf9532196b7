//! Records taken back: the list with what is owed, the act, and word from those who had them.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xh_kernel::Date;
use xh_registry::{WithdrawalGround, WithdrawalSaid};
use xh_web::paging::Limit;
use xh_web::{Problem, ProblemKind};

use super::ReviewDesk;
use super::act::{Act, Came, bearer, perform, problem, read};
use super::answers::{NoticeIn, WithdrawIn, WithdrawnOut};
use crate::{Noting, Withdrawn, withdrawn_list};

const USUAL: u32 = 50;
const MOST: u32 = 200;

/// `?overdue=&limit=&cursor=`
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// true 则只列有接收方逾期未确认的
    #[serde(default)]
    overdue: Option<String>,
    /// 每页条数，1 至 200，默认 50
    #[serde(default)]
    limit: Option<String>,
    /// 上一页给出的翻页标记
    #[serde(default)]
    cursor: Option<String>,
}

/// A page of withdrawals.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WithdrawalsOut {
    #[schema(value_type = Vec<WithdrawnOut>)]
    items: Vec<Withdrawn>,
    /// 下一页的翻页标记
    next: Option<String>,
}

/// 已撤回的记录与通知链，后撤回的在前；由信用主管部门查看
#[utoipa::path(get, path = "/api/v1/withdrawals", tag = "withdrawals", security(("token" = [])), params(ListQuery),
    responses((status = 200, body = WithdrawalsOut), (status = 400, description = "参数无效"),
        (status = 401, description = "缺少有效的令牌"), (status = 403, description = "不是信用主管部门的令牌")))]
pub(super) async fn withdrawals(
    State(desk): State<ReviewDesk>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let bearer = bearer(&desk, &headers).await?;
    if !bearer.organ.is_empty() {
        return Err(Problem::new(ProblemKind::Forbidden, "撤回与通知由信用主管部门办理"));
    }
    let limit = i64::from(Limit::parse(query.limit.as_deref(), USUAL, MOST)?.rows());
    let wrong = |_| Problem::bad_request("翻页标记无效；请从第一页重新开始");
    let below = query.cursor.as_deref().map(str::parse::<i64>).transpose().map_err(wrong)?;
    let overdue = query.overdue.as_deref() == Some("true");
    let mut tx = desk.office.db.read().await?;
    let found = withdrawn_list(&desk.office, &mut tx, overdue, below, limit).await.map_err(problem)?;
    let (items, next) = found;
    Ok(Json(WithdrawalsOut { items, next: next.map(|at| at.to_string()) }).into_response())
}

/// 撤回一条记录：立即停止公示，记下通知链
#[utoipa::path(post, path = "/api/v1/withdrawals/{record}", tag = "withdrawals", security(("token" = [])),
    params(("record" = String, Path, description = "记录编号"),
        ("Idempotency-Key" = Option<String>, Header, description = "重复提交时不变的键；同一请求再次提交得到原来的回答")),
    request_body = WithdrawIn,
    responses((status = 200, body = WithdrawnOut), (status = 400, description = "请求体或 Idempotency-Key 无效"),
        (status = 401, description = "缺少有效的令牌"), (status = 403, description = "令牌不属于该单位"),
        (status = 404, description = "没有这条记录"), (status = 409, description = "同一键的请求正在办理"),
        (status = 422, description = "已经撤回，或日期、文书号、理由不全；或同一键曾用于另一请求")))]
pub(super) async fn withdraw(
    State(desk): State<ReviewDesk>,
    Path(record): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let said: WithdrawIn = read(&body)?;
    let today = desk.office.moment().today();
    let grounds = "ground 应为 revoked、changed、unlawful 或 void";
    let said = WithdrawalSaid {
        ground: WithdrawalGround::parse(&said.ground).ok_or_else(|| Problem::bad_request(grounds))?,
        happened_on: day(&said.happened_on)?,
        known_on: said.known_on.as_deref().map_or(Ok(today), day)?,
        document: said.document,
        reason: said.reason,
        recipients: said.recipients,
    };
    let came = Came { record: &record, uri: &uri, headers: &headers, body: &body };
    perform(&desk, came, Act::Withdraw(Box::new(said))).await
}

fn day(text: &str) -> Result<Date, Problem> {
    Date::parse(text).map_err(|_| Problem::bad_request("日期应写作 2026-09-30"))
}

/// 记下通知或确认
#[utoipa::path(post, path = "/api/v1/withdrawals/{record}/notices", tag = "withdrawals", security(("token" = [])),
    params(("record" = String, Path, description = "记录编号"),
        ("Idempotency-Key" = Option<String>, Header, description = "重复提交时不变的键；同一请求再次提交得到原来的回答")),
    request_body = NoticeIn,
    responses((status = 200, body = WithdrawnOut), (status = 400, description = "请求体或 Idempotency-Key 无效"),
        (status = 401, description = "缺少有效的令牌"), (status = 403, description = "令牌不属于该单位"),
        (status = 404, description = "没有这条记录"), (status = 409, description = "同一键的请求正在办理"),
        (status = 422, description = "没有撤回，或没有待确认的这一接收方；或同一键曾用于另一请求")))]
pub(super) async fn notice(
    State(desk): State<ReviewDesk>,
    Path(record): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let said: NoticeIn = read(&body)?;
    let noting = match said.what.as_str() {
        "sent" => Noting::Sent,
        "confirmed" => Noting::Confirmed,
        _ => return Err(Problem::bad_request("what 应为 sent 或 confirmed")),
    };
    let came = Came { record: &record, uri: &uri, headers: &headers, body: &body };
    perform(&desk, came, Act::Note(noting, said.recipient, said.by)).await
}
