//! Held rows: the queue, and a person's answer to one of them.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use xh_web::Problem;
use xh_web::paging::Limit;

use super::answers::{RowsOut, not_filed, rows, wrong_cursor};
use super::{IntakeApi, bearer, once, within, wrong};
use crate::held::{SettledOnce, settle_held_once};
use crate::{Filed, HeldAnswer, ImportFault, Settled};

const USUAL: u32 = 100;
const MOST: u32 = 1_000;

/// `?limit=&cursor=`
#[derive(Debug, Deserialize)]
pub(super) struct HeldQuery {
    limit: Option<String>,
    cursor: Option<String>,
}

/// 待人核对的行，先报送的在前；单位的令牌只看到本单位报送的
#[utoipa::path(get, path = "/api/v1/held", tag = "held", security(("token" = [])),
    params(("limit" = Option<u32>, Query, description = "每页条数，1 至 1000，默认 100"),
        ("cursor" = Option<String>, Query, description = "上一页给出的翻页标记")),
    responses((status = 200, body = RowsOut,
            headers(("Link" = String, description = "下一页的地址，rel=\"next\"；没有下一页时不出现"))),
        (status = 400, description = "翻页标记或条数无效"), (status = 401, description = "缺少有效的令牌"),
        (status = 403, description = "令牌不属于该单位")))]
pub(super) async fn held(
    State(api): State<IntakeApi>,
    Query(query): Query<HeldQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let bearer = bearer(&api, &headers).await?;
    let limit = Limit::parse(query.limit.as_deref(), USUAL, MOST)?.rows();
    let (batch, row) = place(query.cursor.as_deref())?;
    let mut tx = api.office.db.read().await?;
    let wanted = i64::from(limit) + 1;
    let mut page = xh_intake_store::waiting_for(&mut tx, &bearer.organ, &batch, row, wanted).await?;
    let more = page.len() as i64 == wanted;
    page.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = page.last().filter(|_| more).map(|last| format!("{}.{}", last.batch, last.sheet_row));
    Ok(rows(&page, next, &format!("/api/v1/held?limit={limit}&cursor=")))
}

fn place(cursor: Option<&str>) -> Result<(String, i64), Problem> {
    let Some(text) = cursor.filter(|text| !text.is_empty()) else { return Ok((String::new(), -1)) };
    let (batch, row) = text.split_once('.').ok_or_else(wrong_cursor)?;
    let batch = xh_kernel::Id::parse(batch).map_err(|_| wrong_cursor())?;
    Ok((batch.as_str().to_owned(), row.parse().map_err(|_| wrong_cursor())?))
}

/// What a person says: the subject's code, or that the row goes back; one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SettleBody {
    /// 主体的统一社会信用代码
    subject: Option<String>,
    /// 退回报送单位
    #[serde(default)]
    drop: bool,
}

impl SettleBody {
    fn read(body: &[u8]) -> Result<HeldAnswer, Problem> {
        let unreadable =
            |_| wrong("", "invalid", "请求体应为 {\"subject\":代码} 或 {\"drop\":true}".to_owned());
        let said: SettleBody = serde_json::from_slice(body).map_err(unreadable)?;
        match (said.subject, said.drop) {
            (Some(code), false) => Ok(HeldAnswer::Subject(code)),
            (None, true) => Ok(HeldAnswer::Drop),
            _ => {
                let words = "请指定主体代码，或写明退回，二者取一".to_owned();
                Err(wrong("/subject", "invalid", words))
            }
        }
    }
}

/// 核对一行：指定主体，或退回
#[utoipa::path(post, path = "/api/v1/held/{batch}/{row}", tag = "held", security(("token" = [])),
    params(("batch" = String, Path, description = "批次编号"), ("row" = i64, Path, description = "表中的行号"),
        ("Idempotency-Key" = Option<String>, Header, description = "重复提交时不变的键；同一请求再次提交得到原来的回答")),
    request_body = SettleBody,
    responses((status = 200, description = "已入库，或已退回（state 为 dropped）", body = Filed),
        (status = 400, description = "地址或 Idempotency-Key 无效"), (status = 401, description = "缺少有效的令牌"),
        (status = 403, description = "令牌不属于该单位"), (status = 404, description = "没有这一待核行，或已经核对"),
        (status = 409, description = "同一键的请求正在办理"),
        (status = 422, description = "不能按此办理；或同一键曾用于另一请求")))]
pub(super) async fn settle(
    State(api): State<IntakeApi>,
    Path((batch, row)): Path<(String, i64)>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let bearer = bearer(&api, &headers).await?;
    let answer = SettleBody::read(&body)?;
    let mut tx = api.office.db.read().await?;
    let stored = xh_intake_store::batch(&mut tx, &batch).await?.ok_or_else(Problem::not_found)?;
    drop(tx);
    within(&bearer, &stored.organ)?;
    let once = once::begin(&api, &bearer, &headers, &uri, &body)?;
    let said =
        settle_held_once(&api.office, &bearer.account, &batch, row, answer, once.repeat.as_ref()).await;
    match said.map_err(fault)? {
        SettledOnce::Before(kept) => Ok(once::reply(kept, None)),
        SettledOnce::Other => Err(once::other()),
        SettledOnce::Now(settled) => answered(settled),
    }
}

fn answered(settled: Settled) -> Result<Response, Problem> {
    match settled {
        Settled::NotWaiting => Err(Problem::not_found()),
        Settled::NoSuchSubject(code) => {
            let words = format!("基础库中没有「{code}」；请核对代码，或先报送其登记信息");
            Err(wrong("/subject", "no_such_subject", words))
        }
        Settled::Dropped => Ok(once::reply(crate::held::dropped(), None)),
        Settled::Done(outcome) => {
            let filed = Filed::from(outcome);
            match not_filed(&filed) {
                Some(problem) => Err(problem),
                None => Ok(once::reply(filed.answer_of(200)?, None)),
            }
        }
    }
}

fn fault(fault: ImportFault) -> Problem {
    match fault {
        ImportFault::Fault(fault) => Problem::from(fault),
        other => Problem::internal(other),
    }
}
