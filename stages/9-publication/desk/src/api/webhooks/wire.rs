//! The wire forms of subscribers and their messages.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xh_publication_store::{Delivery, Progress, Subscriber};

use crate::webhooks::Courier;

/// A subscriber.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookOut {
    /// 编号
    pub id: String,
    pub name: String,
    /// 接收地址
    pub url: String,
    /// 需要的信息类别；空为全部
    pub kinds: Vec<String>,
    /// v1a（Ed25519 公钥）或 v1（共享密钥）
    pub scheme: String,
    /// active（推送中）、paused（已暂停）、disabled（已停发）或 removed（已注销）
    pub state: String,
    /// 暂停或停发的缘由
    pub ground: Option<String>,
    /// 现在的状态自何时起
    pub since: String,
    /// 验证签名用的公钥（whpk_…），只在 v1a 时给出
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    /// 共享密钥（whsec_…），只在登记和换钥的回答中给出一次，只在 v1 时给出
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    #[serde(flatten)]
    pub stands: StandsOut,
    /// 最近的消息，新的在前；只在查看一个接收方时给出
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<MessageOut>,
}

/// How far a subscriber is.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct StandsOut {
    /// 已推送到的位置
    pub position: Option<String>,
    /// 接收方声明已应用到的位置
    pub acknowledged: Option<String>,
    pub acknowledged_at: Option<String>,
    /// 自何时起收到了删除而未声明已应用；没有拖欠时为空
    pub owed_since: Option<String>,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessageOut {
    /// webhook-id
    pub id: String,
    /// 其后的位置
    pub position: String,
    /// 变更条数
    pub items: i64,
    /// 其中停止公开的条数
    pub deletes: i64,
    pub made_at: String,
    pub attempts: i64,
    /// 没有送达时，下一次发送的时间
    pub next_at: Option<String>,
    /// 最后一次的答复
    pub status: Option<i64>,
    /// 最后一次没有送达的原因
    pub fault: Option<String>,
    pub received_at: Option<String>,
    pub applied_at: Option<String>,
}

/// The subscribers of a token's organ.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhooksOut {
    pub items: Vec<WebhookOut>,
}

/// A subscriber to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookIn {
    /// 名称，不写个人姓名
    pub name: String,
    /// 接收地址，https
    pub url: String,
    /// 需要的信息类别；不填为全部。停止公开的通知总会发送
    #[serde(default)]
    pub kinds: Vec<String>,
    /// v1a（默认）或 v1
    #[serde(default)]
    pub scheme: String,
    /// 副本现在的位置（变更记录回答中的 next）；不填则自登记时起
    #[serde(default)]
    pub position: Option<String>,
}

/// What to send again: one message, or everything behind a place.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResendIn {
    /// 消息编号（webhook-id）
    #[serde(default)]
    pub message: Option<String>,
    /// 变更记录的位置
    #[serde(default)]
    pub position: Option<String>,
}

/// A subscriber's word.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppliedIn {
    /// 已应用到的位置：消息中的 position，或变更记录回答中的 next
    pub position: String,
}

pub(super) fn out(courier: &Courier, of: Subscriber, stands: Option<Progress>) -> WebhookOut {
    WebhookOut {
        public_key: (of.scheme == "v1a").then(|| courier.keys.current(&of).shown()),
        secret: None,
        id: of.id,
        name: of.name,
        url: of.url,
        kinds: of.kinds,
        scheme: of.scheme,
        state: of.state.as_str().to_owned(),
        ground: (!of.ground.is_empty()).then_some(of.ground),
        since: of.since,
        stands: stands_out(stands),
        messages: Vec::new(),
    }
}

pub(super) fn stands_out(stands: Option<Progress>) -> StandsOut {
    stands.map_or_else(StandsOut::default, |stands| StandsOut {
        position: Some(stands.place),
        acknowledged: stands.acknowledged,
        acknowledged_at: stands.acknowledged_at,
        owed_since: stands.owed_since,
    })
}

pub(super) fn message(of: Delivery) -> MessageOut {
    MessageOut {
        id: of.message,
        position: of.upto,
        items: of.items,
        deletes: of.deletes,
        made_at: of.made_at,
        attempts: of.attempts,
        next_at: of.received_at.is_none().then_some(of.next_at),
        status: of.status,
        fault: of.fault,
        received_at: of.received_at,
        applied_at: of.applied_at,
    }
}
