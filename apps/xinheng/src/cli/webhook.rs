//! `webhook`: who is told of changes, and which addresses may be called.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use xh_webhook::Network;

use super::At;

/// Where messages may go beyond the public internet.
#[derive(Debug, Clone, Default, Args)]
pub struct Outgoing {
    /// 放行的内网网段,如政务外网 10.20.0.0/16;可多次。只有其中的接收方可用 http
    #[arg(long)]
    pub webhook_allow: Vec<Network>,
    /// 另行信任的证书机构(PEM),如政务网自己的
    #[arg(long)]
    pub webhook_ca: Option<PathBuf>,
}

/// One subscriber.
#[derive(Debug, Clone, Args)]
pub struct One {
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 编号(webhook list 所列)
    pub id: String,
}

/// webhook
#[derive(Debug, Subcommand)]
pub enum WebhookVerb {
    /// 登记接收方;公钥或共享密钥显示一次
    Add {
        /// Where.
        #[command(flatten)]
        at: At,
        /// Addresses.
        #[command(flatten)]
        outgoing: Outgoing,
        /// 名称,不写个人姓名
        name: String,
        /// 接收地址(https)
        url: String,
        /// 所属单位的统一社会信用代码;不填为信用主管部门
        #[arg(long)]
        organ: Option<String>,
        /// 需要的信息类别,可多次;不填为全部
        #[arg(long)]
        kind: Vec<String>,
        /// 签名方式:v1a(公钥)或 v1(共享密钥)
        #[arg(long, default_value = "v1a")]
        scheme: String,
        /// 副本现在的位置(变更记录回答中的 next);不填则自现在起
        #[arg(long)]
        position: Option<String>,
    },
    /// 列出;有接收方逾期未声明删除已应用时,以 1 退出
    List {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 收到删除后多少小时仍未声明为逾期
        #[arg(long, default_value_t = 24)]
        hours: u32,
    },
    /// 查看一个接收方和最近的消息
    Show(One),
    /// 暂停
    Pause(One),
    /// 恢复:从停下的位置继续
    Resume(One),
    /// 注销
    Remove(One),
    /// 换钥;此后一天内新旧两把钥匙都签名
    Rotate(One),
    /// 重发:一条消息,或某一位置之后的全部;都不填则立即重试
    Resend {
        /// Which.
        #[command(flatten)]
        one: One,
        /// 消息编号(webhook-id)
        #[arg(long, conflicts_with = "position")]
        message: Option<String>,
        /// 变更记录的位置
        #[arg(long)]
        position: Option<String>,
    },
}
