//! `review` and `withdraw`: free text before it is shown, and records taken back.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::At;

/// review
#[derive(Debug, Subcommand)]
pub enum ReviewVerb {
    /// 列出待审核(含退回)的记录;--proposed 列出待核准的
    List {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 已提出意见、等待核准的
        #[arg(long)]
        proposed: bool,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 查看一条记录的文字内容:原文、检出、建议、状态
    Show {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 记录编号
        record: String,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 提出审核意见:按系统建议,或逐字段写明
    Propose {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 记录编号
        record: String,
        /// 字段=公开的文字,可多次;未写的字段按系统建议
        #[arg(long = "text")]
        texts: Vec<String>,
        /// 整段不公开的字段,可多次
        #[arg(long)]
        withhold: Vec<String>,
        /// 存放本人令牌的文件(xinheng admin token new 姓名),- 为标准输入
        #[arg(long)]
        token_file: PathBuf,
    },
    /// 核准公开;须由两人审核的,不得由提出人核准
    Approve {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 记录编号
        #[arg(required_unless_present = "clean")]
        record: Option<String>,
        /// 所看到的审核意见的摘要(review show 所列);不填则核准现有意见
        #[arg(long, conflicts_with = "clean")]
        digest: Option<String>,
        /// 一并提出并核准:没有任何检出、一人即可审核的全部待审核记录
        #[arg(long, conflicts_with = "record")]
        clean: bool,
        /// 存放本人令牌的文件,- 为标准输入
        #[arg(long)]
        token_file: PathBuf,
    },
    /// 退回审核意见;已公开的文字立即停止公开
    Return {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 记录编号
        record: String,
        /// 原因
        #[arg(long)]
        reason: String,
        /// 存放本人令牌的文件,- 为标准输入
        #[arg(long)]
        token_file: PathBuf,
    },
}

/// withdraw
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Withdraw {
    /// Something else than taking back.
    #[command(subcommand)]
    pub verb: Option<WithdrawVerb>,
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 记录编号
    pub record: Option<String>,
    /// 决定怎样了:revoked(撤销)、changed(变更)、unlawful(确认违法)、void(确认无效)
    #[arg(long, default_value = "revoked")]
    pub ground: String,
    /// 撤销等情形的日期(YYYY-MM-DD)
    #[arg(long)]
    pub on: Option<String>,
    /// 得知日期(YYYY-MM-DD),默认今天
    #[arg(long)]
    pub known: Option<String>,
    /// 文书号
    #[arg(long)]
    pub document: Option<String>,
    /// 撤回理由,向社会公开
    #[arg(long)]
    pub reason: Option<String>,
    /// 收到过这条记录、须确认撤下的其他单位,可多次
    #[arg(long = "tell")]
    pub recipients: Vec<String>,
    /// 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// withdraw …
#[derive(Debug, Subcommand)]
pub enum WithdrawVerb {
    /// 列出已撤回的记录与通知链;有逾期未确认的,退出码为 1
    List {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 只列有接收方逾期未确认的
        #[arg(long)]
        overdue: bool,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 记下已通知一个接收方
    Told(Noted),
    /// 记下一个接收方已确认撤下
    Confirm(Noted),
}

/// A recipient.
#[derive(Debug, Args)]
pub struct Noted {
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 记录编号
    pub record: String,
    /// 接收方(withdraw list 所列)
    #[arg(long)]
    pub recipient: String,
    /// 通知的方式,或确认的文书
    #[arg(long, default_value = "")]
    pub by: String,
}
