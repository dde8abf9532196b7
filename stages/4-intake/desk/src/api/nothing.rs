//! 零报告 over HTTP: an organ's token says that a period brought nothing.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use xh_kernel::Refusal as _;
use xh_web::Problem;

use super::{IntakeApi, bearer, once, organ, wrong};
use crate::nothing::{NothingAsked, NothingFault, NothingOnce, NothingReported, answer, report_nothing_once};

/// Which item, which period, in whose name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NothingIn {
    /// 目录事项，如 penalty；县级的如 penalty@130102
    item: String,
    /// 期次，如 2026-10、2026-Q4、2026；按工作日的写首日
    period: String,
    /// 单位的统一社会信用代码；单位的令牌可以不写
    #[serde(default)]
    organ: Option<String>,
}

/// 零报告：声明一个已结束的期次没有可报送的信息
#[utoipa::path(post, path = "/api/v1/obligations/nothing", tag = "catalogue", security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "重复提交时不变的键；同一请求再次提交得到原来的回答")),
    request_body = NothingIn,
    responses((status = 201, description = "已记入账本", body = NothingReported),
        (status = 200, description = "此前已零报告，没有变化", body = NothingReported),
        (status = 400, description = "Idempotency-Key 无效"), (status = 401, description = "缺少有效的令牌"),
        (status = 403, description = "令牌不属于该单位"), (status = 409, description = "同一键的请求正在办理"),
        (status = 422, description = "不能零报告：没有这项任务、期次未结束、或已有报送；或同一键曾用于另一请求")))]
pub(super) async fn nothing(
    State(api): State<IntakeApi>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let bearer = bearer(&api, &headers).await?;
    let words = "请求体应为 {\"item\":事项,\"period\":期次}，可另写 organ";
    let unreadable = |_| wrong("", "invalid", words.to_owned());
    let said: NothingIn = serde_json::from_slice(&body).map_err(unreadable)?;
    let missing = || wrong("/organ", "missing", "没有写明单位；请填写 organ，或改用单位的令牌".to_owned());
    let organ = organ(&api, &bearer, said.organ.as_deref()).await?.ok_or_else(missing)?;
    let once = once::begin(&api, &bearer, &headers, &uri, &body)?;
    let asked = NothingAsked {
        actor: &bearer.account,
        organ: &organ,
        item: &xh_kernel::without_identity_numbers(&said.item),
        period: &xh_kernel::without_identity_numbers(&said.period),
    };
    let reported = match report_nothing_once(&api.office, asked, once.repeat.as_ref()).await {
        Ok(reported) => reported,
        Err(NothingFault::Refused(refused)) => {
            return Err(wrong("/period", refused.code(), refused.sentence()));
        }
        Err(NothingFault::Fault(fault)) => return Err(fault.into()),
    };
    match reported {
        NothingOnce::Before(kept) => Ok(once::reply(kept, None)),
        NothingOnce::Other => Err(once::other()),
        NothingOnce::Now(reported) => Ok(once::reply(answer(&reported)?, None)),
    }
}
