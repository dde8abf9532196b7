//! Shapes of the answers and of what is asked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xh_kernel::FindingClass;
use xh_registry::review_fields;

use crate::{ReviewFile, ReviewLine};

/// A record that waits for a person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LineOut {
    /// 记录编号
    record: String,
    /// 信息类别
    kind: String,
    /// 认定单位
    authority: String,
    /// 决定日期
    decided_on: Option<String>,
    /// waiting（待审核）、proposed（待核准）或 returned（退回）
    state: &'static str,
    /// 有文字内容的字段数
    fields: usize,
    /// 检出数
    findings: u32,
    /// 须由两人审核
    two_persons: bool,
}

impl From<ReviewLine> for LineOut {
    fn from(line: ReviewLine) -> Self {
        Self {
            record: line.record,
            kind: line.kind,
            authority: line.authority,
            decided_on: line.decided_on,
            state: line.state.as_str(),
            fields: line.fields,
            findings: line.findings,
            two_persons: line.two_persons,
        }
    }
}

/// A page of the work list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LinesOut {
    pub items: Vec<LineOut>,
    /// 下一页的翻页标记
    pub next: Option<String>,
}

/// One field, as staff see it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FieldOut {
    /// 字段
    field: String,
    /// 字段名称
    title: String,
    /// 报送的原文
    text: String,
    /// 检出：类别与数目
    #[schema(value_type = Object)]
    findings: BTreeMap<FindingClass, u32>,
    /// 系统建议公开的文字；没有则整段不公开
    proposed: Option<String>,
}

/// A record's review, as staff see it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReviewOut {
    record: String,
    kind: String,
    /// waiting、proposed、returned 或 released
    state: &'static str,
    /// 核准时须带上，以确认所看到的文字
    digest: Option<String>,
    /// 须由两人审核的原因；空则一人即可
    reasons: Vec<String>,
    /// 提出公开的文字
    #[schema(value_type = Object)]
    texts: BTreeMap<String, String>,
    /// 不公开的字段
    withheld: Vec<String>,
    fields: Vec<FieldOut>,
}

impl ReviewOut {
    pub(super) fn of(file: &ReviewFile) -> Self {
        let fields =
            file.kind().map(|kind| review_fields(&file.release, kind, &file.record)).unwrap_or_default();
        let one = |it: xh_registry::FieldReview<'_>| FieldOut {
            field: it.field.id.clone(),
            title: it.field.title.clone(),
            text: it.text.to_owned(),
            findings: it.counts,
            proposed: it.proposed,
        };
        let present = file.proposal.as_ref().filter(|it| it.content == file.record.body_position);
        Self {
            record: file.record.id.clone(),
            kind: file.record.kind.clone(),
            state: file.state().as_str(),
            digest: present.map(|it| it.digest.clone()),
            reasons: present.map(|it| it.reasons.clone()).unwrap_or_default(),
            texts: present.map(|it| it.texts.clone()).unwrap_or_default(),
            withheld: present.map(|it| it.withheld.clone()).unwrap_or_default(),
            fields: fields.into_iter().map(one).collect(),
        }
    }
}

/// Where a review stands after an act.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReviewedOut {
    record: String,
    /// proposed、released 或 returned
    state: String,
    two_persons: bool,
    digest: String,
}

/// What a person proposes, other than the machine.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ProposeIn {
    /// 字段与公开的文字；null 为不公开；未写的字段按系统建议
    #[schema(value_type = Object)]
    pub texts: BTreeMap<String, Option<String>>,
}

/// Which texts the second person saw.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ReleaseIn {
    /// 所看到的 digest
    pub digest: Option<String>,
}

/// Why it goes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReturnIn {
    /// 退回原因
    pub reason: String,
}

/// A link of the chain.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NoticeOut {
    /// 接收方；channel: 开头的为公示渠道
    recipient: String,
    /// 最迟何日须已撤下
    due_on: Option<String>,
    sent_on: Option<String>,
    confirmed_on: Option<String>,
}

/// A record taken back.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WithdrawnOut {
    record: String,
    /// revoked（撤销）、changed（变更）、unlawful（确认违法）或 void（确认无效）
    ground: String,
    happened_on: String,
    known_on: String,
    withdrawn_on: String,
    due_on: Option<String>,
    /// 是否在期限内撤下
    timely: Option<bool>,
    document: String,
    reason: String,
    notices: Vec<NoticeOut>,
    /// 尚未确认的接收方
    owed: usize,
    /// 其中逾期的
    overdue: usize,
}

/// What becomes of an act, and who got it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WithdrawIn {
    /// revoked、changed、unlawful 或 void
    pub ground: String,
    /// 撤销等情形的日期
    pub happened_on: String,
    /// 得知日期；不写则为今天
    #[serde(default)]
    pub known_on: Option<String>,
    /// 文书号
    pub document: String,
    /// 撤回理由，向社会公开
    pub reason: String,
    /// 收到过这条记录、须确认撤下的其他单位
    #[serde(default)]
    pub recipients: Vec<String>,
}

/// What is noted of a recipient.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeIn {
    /// 接收方
    pub recipient: String,
    /// sent（已通知）或 confirmed（已确认撤下）
    pub what: String,
    /// 通知的方式，或确认的文书
    #[serde(default)]
    pub by: String,
}
