//! Subscribers by the API: registered, looked at, stopped and resumed by a token's organ; their word that a change was
//! applied. A token of no organ is the credit office's and reaches all of them.

mod wire;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde::de::DeserializeOwned;
use utoipa::OpenApi;
use xh_access::Bearer;
use xh_publication::{SubscriberAct, SubscriberState};
use xh_publication_store::Subscriber;
use xh_web::describe::{Common, Served};
use xh_web::token::Token;
use xh_web::{Problem, ProblemKind};

use self::wire::{
    AppliedIn, ResendIn, StandsOut, WebhookIn, WebhookOut, WebhooksOut, message, out, stands_out,
};
use crate::webhooks::{Courier, NewSubscriber, WebhookFault, acknowledge, act, known, register, resend};

/// Messages told of one subscriber.
const TOLD: i64 = 20;
const BODY_MAX: usize = 64 << 10;

#[derive(OpenApi)]
#[openapi(
    paths(webhooks, webhook, add, remove, pause, resume, rotate, send_again, applied),
    modifiers(&Common)
)]
struct Document;

/// The description of this part of API v1.
#[must_use]
pub fn webhook_openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// `/api/v1/webhooks…`
pub fn webhook_routes(courier: Courier) -> Router {
    served().into_router().with_state(courier)
}

pub(crate) fn served() -> Served<Courier> {
    Served::default()
        .at::<__path_webhooks, _, _>(webhooks)
        .taking::<__path_add, _, _>(add, BODY_MAX)
        .at::<__path_webhook, _, _>(webhook)
        .at::<__path_remove, _, _>(remove)
        .at::<__path_pause, _, _>(pause)
        .at::<__path_resume, _, _>(resume)
        .at::<__path_rotate, _, _>(rotate)
        .taking::<__path_send_again, _, _>(send_again, BODY_MAX)
        .taking::<__path_applied, _, _>(applied, BODY_MAX)
}

/// 登记的接收方；单位的令牌只看到本单位的
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "webhooks", security(("token" = [])),
    responses((status = 200, body = WebhooksOut), (status = 401, description = "缺少有效的令牌")))]
pub(crate) async fn webhooks(
    State(courier): State<Courier>,
    headers: HeaderMap,
) -> Result<Json<WebhooksOut>, Problem> {
    let bearer = bearer(&courier, &headers).await?;
    let mut tx = courier.office.db.read().await?;
    let mut items = Vec::new();
    for one in xh_publication_store::subscribers(&mut tx, &bearer.organ).await? {
        if one.state != SubscriberState::Removed {
            let stands = xh_publication_store::progress(&mut tx, &one.id).await?;
            items.push(out(&courier, one, stands));
        }
    }
    Ok(Json(WebhooksOut { items }))
}

/// 一个接收方，连同最近的消息
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", tag = "webhooks", security(("token" = [])),
    params(("id" = String, Path, description = "接收方的编号")),
    responses((status = 200, body = WebhookOut), (status = 401, description = "缺少有效的令牌"),
        (status = 404, description = "没有这个接收方")))]
pub(crate) async fn webhook(
    State(courier): State<Courier>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<WebhookOut>, Problem> {
    let bearer = bearer(&courier, &headers).await?;
    let mut tx = courier.office.db.read().await?;
    let one = known(&mut tx, &id, &bearer.organ).await.map_err(WebhookFault::problem)?;
    let stands = xh_publication_store::progress(&mut tx, &one.id).await?;
    let messages = xh_publication_store::deliveries(&mut tx, &one.id, TOLD).await?;
    let messages = messages.into_iter().map(message).collect();
    Ok(Json(WebhookOut { messages, ..out(&courier, one, stands) }))
}

/// 登记接收方：此后每有变更即向它发送（Standard Webhooks 1.0.0）
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "webhooks", security(("token" = [])),
    request_body = WebhookIn,
    responses((status = 201, description = "已登记；共享密钥只在此处给出一次", body = WebhookOut),
        (status = 401, description = "缺少有效的令牌"), (status = 409, description = "本单位已登记这个地址"),
        (status = 422, description = "地址不能用于接收，或其他内容不能接受")))]
pub(crate) async fn add(
    State(courier): State<Courier>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let bearer = bearer(&courier, &headers).await?;
    let said: WebhookIn = read(&body)?;
    let new = NewSubscriber {
        organ: bearer.organ,
        name: said.name,
        url: said.url,
        kinds: said.kinds,
        scheme: said.scheme,
        position: said.position,
    };
    let made = register(&courier.office, &bearer.account, &courier.origin, &courier.sender, new).await;
    let made = with_key(&courier, made.map_err(WebhookFault::problem)?).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// 注销接收方，未送达的不再发送
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "webhooks", security(("token" = [])),
    params(("id" = String, Path, description = "接收方的编号")),
    responses((status = 200, body = WebhookOut), (status = 401, description = "缺少有效的令牌"),
        (status = 404, description = "没有这个接收方"), (status = 409, description = "已经注销")))]
pub(crate) async fn remove(
    State(courier): State<Courier>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<WebhookOut>, Problem> {
    change(&courier, &headers, &id, SubscriberAct::Remove).await.map(Json)
}

/// 暂停推送；恢复后从停下的位置继续
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/pause", tag = "webhooks", security(("token" = [])),
    params(("id" = String, Path, description = "接收方的编号")),
    responses((status = 200, body = WebhookOut), (status = 401, description = "缺少有效的令牌"),
        (status = 404, description = "没有这个接收方"), (status = 422, description = "现在不能暂停")))]
pub(crate) async fn pause(
    State(courier): State<Courier>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<WebhookOut>, Problem> {
    change(&courier, &headers, &id, SubscriberAct::Pause).await.map(Json)
}

/// 恢复推送
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/resume", tag = "webhooks", security(("token" = [])),
    params(("id" = String, Path, description = "接收方的编号")),
    responses((status = 200, body = WebhookOut), (status = 401, description = "缺少有效的令牌"),
        (status = 404, description = "没有这个接收方"), (status = 422, description = "正在推送中")))]
pub(crate) async fn resume(
    State(courier): State<Courier>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<WebhookOut>, Problem> {
    change(&courier, &headers, &id, SubscriberAct::Resume).await.map(Json)
}

/// 换钥：此后一天内新旧两把钥匙都签名
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/rotate", tag = "webhooks", security(("token" = [])),
    params(("id" = String, Path, description = "接收方的编号")),
    responses((status = 200, description = "共享密钥只在此处给出一次", body = WebhookOut),
        (status = 401, description = "缺少有效的令牌"), (status = 404, description = "没有这个接收方")))]
pub(crate) async fn rotate(
    State(courier): State<Courier>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<WebhookOut>, Problem> {
    let bearer = bearer(&courier, &headers).await?;
    let act = act(&courier.office, &bearer.account, &bearer.organ, &id, SubscriberAct::Rotate, "").await;
    with_key(&courier, act.map_err(WebhookFault::problem)?).await.map(Json)
}

/// 重发：一条消息，或某一位置之后的全部；都不填则立即重试等待中的消息
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/resend", tag = "webhooks", security(("token" = [])),
    params(("id" = String, Path, description = "接收方的编号")), request_body = ResendIn,
    responses((status = 200, body = WebhookOut), (status = 401, description = "缺少有效的令牌"),
        (status = 404, description = "没有这个接收方或这条消息"), (status = 422, description = "位置不是本站给出的")))]
pub(crate) async fn send_again(
    State(courier): State<Courier>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<WebhookOut>, Problem> {
    let bearer = bearer(&courier, &headers).await?;
    let said: ResendIn = if body.is_empty() { ResendIn::default() } else { read(&body)? };
    let (message, position) = (said.message.as_deref(), said.position.as_deref());
    let of = resend(&courier.office, &courier.origin, &bearer.organ, &id, message, position).await;
    let of = of.map_err(WebhookFault::problem)?;
    let stands = xh_publication_store::progress(&mut courier.office.db.read().await?, &of.id).await?;
    Ok(Json(out(&courier, of, stands)))
}

/// 声明已应用到某一位置：停止公开的内容已从副本删除
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/acknowledgements", tag = "webhooks",
    security(("token" = [])), params(("id" = String, Path, description = "接收方的编号")),
    request_body = AppliedIn,
    responses((status = 200, description = "已记下；较早的位置不改变已声明的", body = StandsOut),
        (status = 401, description = "缺少有效的令牌"), (status = 404, description = "没有这个接收方"),
        (status = 422, description = "位置不是本站给出的，或在账本之后")))]
pub(crate) async fn applied(
    State(courier): State<Courier>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<StandsOut>, Problem> {
    let bearer = bearer(&courier, &headers).await?;
    let said: AppliedIn = read(&body)?;
    let told = acknowledge(&courier.office, &courier.origin, &bearer.organ, &id, &said.position).await;
    told.map_err(WebhookFault::problem)?;
    let stands = xh_publication_store::progress(&mut courier.office.db.read().await?, &id).await?;
    Ok(Json(stands_out(stands)))
}

async fn change(
    courier: &Courier,
    headers: &HeaderMap,
    id: &str,
    what: SubscriberAct,
) -> Result<WebhookOut, Problem> {
    let bearer = bearer(courier, headers).await?;
    let ground = "接口申请";
    let after = act(&courier.office, &bearer.account, &bearer.organ, id, what, ground).await;
    let after = after.map_err(WebhookFault::problem)?;
    let stands = xh_publication_store::progress(&mut courier.office.db.read().await?, id).await?;
    Ok(out(courier, after, stands))
}

/// With the key, when it has to be told: this answer is the only one that has a shared secret in it.
async fn with_key(courier: &Courier, of: Subscriber) -> Result<WebhookOut, Problem> {
    let stands = xh_publication_store::progress(&mut courier.office.db.read().await?, &of.id).await?;
    let secret = (of.scheme == "v1").then(|| courier.keys.current(&of).shown());
    Ok(WebhookOut { secret, ..out(courier, of, stands) })
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let words = |fault: serde_json::Error| {
        let place = format!("第 {} 行第 {} 列", fault.line(), fault.column());
        Problem::bad_request(format!("请求体看不懂（{place}），请对照接口说明检查字段的名称和类型"))
    };
    serde_json::from_slice(body).map_err(words)
}

async fn bearer(courier: &Courier, headers: &HeaderMap) -> Result<Bearer, Problem> {
    let problem = || {
        let words = "没有提供令牌，或令牌无效、已过期、已作废；请在 Authorization 头中提供有效的 Bearer 令牌";
        Problem::new(ProblemKind::Unauthorised, words)
    };
    let token = Token::bearer(headers).ok_or_else(problem)?;
    let now = courier.office.moment().at().clone();
    xh_access::bearer(&courier.office.db, &token.digest(), &now).await?.ok_or_else(problem)
}
