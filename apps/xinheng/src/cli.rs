//! The command line, as `xinheng --help` shows it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

mod backup;
mod catalogue;
mod connector;
mod ledger;
mod operate;
mod quality;
mod review;
mod watch;
mod webhook;

pub use backup::{Backup, Restore};
pub use catalogue::CatalogueVerb;
pub use connector::{ConnectorVerb, Connectors};
pub use ledger::LedgerVerb;
pub use operate::{ConfigVerb, Doctor, Link, Profiled};
pub use quality::QualityVerb;
pub use review::{Noted, ReviewVerb, Withdraw, WithdrawVerb};
pub use watch::WatchFolder;
pub use webhook::{One, Outgoing, WebhookVerb};

/// 信衡:城市组织信用监管。数据默认放在 ./xinheng-data,也可用 --database 指定 PostgreSQL。
#[derive(Debug, Parser)]
#[command(name = "xinheng", version, about, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// Where the data are.
#[derive(Debug, Clone, Args)]
pub struct At {
    /// 数据目录(密钥、检索索引、默认的 SQLite 数据库)
    #[arg(long, default_value = "xinheng-data")]
    pub data: PathBuf,
    /// 数据库地址,如 postgres://user@host/db;不填则用数据目录中的 SQLite
    #[arg(long)]
    pub database: Option<String>,
    /// 账本来源名称(对外主机名,不带 https://),仅在首次启动时使用
    #[arg(long, default_value = "localhost:8080")]
    pub origin: String,
    /// 密码套件:gm 在检查点上加一行 SM2 签名(首次使用时生成密钥);不填则看数据目录中有没有 SM2 密钥
    #[arg(long)]
    pub suite: Option<crate::keys::Suite>,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// 演示:生成虚构城市,导入、公示并启动门户
    Demo(Demo),
    /// 启动服务
    Serve(Serve),
    /// 导入文件:xinheng import --kind penalty --organ 代码 文件…
    Import(Import),
    /// 监视一个目录:放进来的文件写完后自动导入,移到 done 或 needs-a-person
    Watch(WatchFolder),
    /// 连接器:从单位的前置库读取,与来源对账
    #[command(subcommand)]
    Connector(ConnectorVerb),
    /// 查看一个组织的信用档案
    Show(Show),
    /// 待核行:列出、指定主体、退回
    #[command(subcommand)]
    Held(Held),
    /// 列对应关系:列出、确认
    #[command(subcommand)]
    Mapping(MappingVerb),
    /// 失信程度:待答复的问题与认定单位的答复
    #[command(subcommand)]
    Severity(SeverityVerb),
    /// 报送质量:单位自己统计的月产生数
    #[command(subcommand)]
    Quality(QualityVerb),
    /// 目录:版本、两人采用、应报事项与逾期、零报告
    #[command(subcommand)]
    Catalogue(CatalogueVerb),
    /// 推送(webhook):登记接收方,查看、暂停、重发
    #[command(subcommand)]
    Webhook(WebhookVerb),
    /// 公开前审核:文字内容经检出、提出、核准后公开
    #[command(subcommand)]
    Review(ReviewVerb),
    /// 撤回:决定被撤销、变更或确认违法、无效的记录;列出、通知、确认
    Withdraw(Withdraw),
    /// 管理:认定单位、接口令牌
    #[command(subcommand)]
    Admin(Admin),
    /// 政策:检查、查看、采用
    #[command(subcommand)]
    Policy(PolicyVerb),
    /// 账本:检查点、证明、验证、审计、删除、导出
    #[command(subcommand)]
    Ledger(LedgerVerb),
    /// 由账本重建各表并比对
    Rebuild(Rebuild),
    /// 备份到一个目录,服务不必停
    Backup(Backup),
    /// 由备份恢复到空处;会使账本分叉的恢复不予执行
    Restore(Restore),
    /// 生成虚构数据文件
    Generate(Generate),
    /// 检查配置
    #[command(subcommand)]
    Config(ConfigVerb),
    /// 体检:时钟、磁盘、落盘、备份、检查点、密钥、政策、页脚
    Doctor(Doctor),
    /// 输出接口说明(OpenAPI)
    Openapi,
    /// 输出命令补全脚本
    Completions {
        /// bash、zsh、fish…
        shell: clap_complete::Shell,
    },
}

/// demo
#[derive(Debug, Args)]
pub struct Demo {
    /// 监听地址
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// 数据目录;不填则用临时目录,结束后删除
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// 虚构组织的数目
    #[arg(long, default_value_t = 2_000)]
    pub subjects: u32,
}

/// serve
#[derive(Debug, Args)]
pub struct Serve {
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 监听地址
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// 城市档案(TOML);不填则用数据目录中的 city.toml,没有则为演示内容
    #[arg(long)]
    pub profile: Option<PathBuf>,
    /// 运维监听地址,只提供 /metrics(Prometheus);不填则不监听,请勿对外开放
    #[arg(long)]
    pub admin: Option<String>,
    /// 变更记录(/api/v1/changes)的位置保留多少天;不填则一直有效
    #[arg(long)]
    pub feed_days: Option<u32>,
    /// Where messages may go.
    #[command(flatten)]
    pub outgoing: Outgoing,
}

/// import
#[derive(Debug, Args)]
pub struct Import {
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 信息类别:registration、penalty…
    #[arg(long)]
    pub kind: String,
    /// 报送单位的统一社会信用代码(行内未写明处罚机关时使用)
    #[arg(long)]
    pub organ: Option<String>,
    /// 以 JSON 输出结果
    #[arg(long)]
    pub json: bool,
    /// 输出标注表(有问题的单元格填色并批注)
    #[arg(long)]
    pub marked: Option<PathBuf>,
    /// 不显示进度
    #[arg(long)]
    pub quiet: bool,
    /// 文件:.csv、.xlsx、.xls、JSON、NDJSON
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

/// show
#[derive(Debug, Args)]
pub struct Show {
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 统一社会信用代码
    pub uscc: String,
    /// 按哪一天的法律与事实(YYYY-MM-DD),默认今天
    #[arg(long)]
    pub as_of: Option<String>,
    /// 按账本的哪一位置(条目数)所知,默认现在
    #[arg(long)]
    pub known_at: Option<String>,
    /// 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// held
#[derive(Debug, Subcommand)]
pub enum Held {
    /// 列出待核行
    List(At),
    /// 处理一行:指定主体,或退回
    Settle {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 批次
        batch: String,
        /// 行号
        row: i64,
        /// 主体的统一社会信用代码
        #[arg(long, conflicts_with = "drop", required_unless_present = "drop")]
        subject: Option<String>,
        /// 退回报送单位
        #[arg(long)]
        drop: bool,
    },
}

/// mapping
#[derive(Debug, Subcommand)]
pub enum MappingVerb {
    /// 列出已确认的列对应关系
    List(At),
    /// 确认一种表头:--column 表头=字段,可多次
    Settle {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 导入失败时给出的批次
        batch: String,
        /// 列序号(从 1 起)或表头=字段;字段写 - 表示不取
        #[arg(long = "column", required = true)]
        columns: Vec<String>,
    },
}

/// severity
#[derive(Debug, Subcommand)]
pub enum SeverityVerb {
    /// 列出待认定单位答复的问题
    List(At),
    /// 认定单位的答复:一次答复适用于同类全部记录
    Answer {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 认定单位的统一社会信用代码
        #[arg(long)]
        organ: String,
        /// 信息类别
        #[arg(long, default_value = "penalty")]
        kind: String,
        /// 问题(severity list 所列)
        #[arg(long)]
        question: String,
        /// minor、general 或 serious
        #[arg(long)]
        severity: String,
        /// 签署文书号
        #[arg(long)]
        document: String,
    },
}

/// admin
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// 认定单位登记
    #[command(subcommand)]
    Organ(OrganVerb),
    /// 接口令牌
    #[command(subcommand)]
    Token(TokenVerb),
    /// 首位管理员的一次性链接:一小时内有效,只能用一次,以前的链接随即作废
    Link(Link),
}

/// admin organ
#[derive(Debug, Subcommand)]
pub enum OrganVerb {
    /// 列出
    List(At),
    /// 登记
    Add {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 统一社会信用代码
        uscc: String,
        /// 名称
        name: String,
        /// 其他署名,可多次
        #[arg(long)]
        alias: Vec<String>,
        /// 垂直系统,如 samr
        #[arg(long, default_value = "")]
        system: String,
    },
}

/// admin token
#[derive(Debug, Subcommand)]
pub enum TokenVerb {
    /// 新建;令牌只显示一次
    New {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 用途名称
        name: String,
        /// 所属单位的统一社会信用代码
        #[arg(long)]
        organ: Option<String>,
        /// 多少天后失效;不填则到作废为止
        #[arg(long)]
        days: Option<u32>,
    },
    /// 作废
    Revoke {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 用途名称
        name: String,
    },
}

/// policy
#[derive(Debug, Subcommand)]
pub enum PolicyVerb {
    /// 检查政策文件夹(不填则检查内置政策)
    Lint {
        /// 政策文件夹
        folder: Option<PathBuf>,
    },
    /// 某日有效的参数与出处
    Show {
        /// 日期(YYYY-MM-DD),默认今天
        #[arg(long)]
        on: Option<String>,
        /// 政策文件夹
        folder: Option<PathBuf>,
    },
    /// 采用新的政策发布,并据此重新认定全部记录
    Release {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 政策文件夹(不填则采用内置政策)
        folder: Option<PathBuf>,
    },
}

/// rebuild
#[derive(Debug, Args)]
pub struct Rebuild {
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 只比对,不改动
    #[arg(long)]
    pub check: bool,
    /// 由导出文件重建到一个空数据库(与 --check 同用时随后比对)
    #[arg(long)]
    pub from: Option<PathBuf>,
}

/// generate
#[derive(Debug, Args)]
pub struct Generate {
    /// 组织数
    #[arg(long, default_value_t = 2_000)]
    pub subjects: u32,
    /// 记录数
    #[arg(long, default_value_t = 20_000)]
    pub records: u32,
    /// 随机种子
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// 输出目录
    #[arg(long)]
    pub out: PathBuf,
}
