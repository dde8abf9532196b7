//! `connector`: departments' databases that are read from time to time.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::At;

/// connector
#[derive(Debug, Subcommand)]
pub enum ConnectorVerb {
    /// 列出连接器文件、其中的错误与最近一次运行
    List(Connectors),
    /// 运行一个连接器:读到来源的最新一行,并与来源对账
    Run {
        /// Which.
        #[command(flatten)]
        of: Connectors,
        /// 连接器的 id
        id: String,
        /// 从头再读(已入库的记为重复)
        #[arg(long)]
        from_start: bool,
        /// 来源的列类型变了,且已核对无误
        #[arg(long)]
        accept_columns: bool,
        /// 每隔多少秒运行一次,直到停止;不填则只运行一次
        #[arg(long)]
        every: Option<u64>,
    },
    /// 查看一个连接器的位置与历次运行
    Show {
        /// Which.
        #[command(flatten)]
        of: Connectors,
        /// 连接器的 id
        id: String,
    },
}

/// Where connectors are.
#[derive(Debug, Clone, Args)]
pub struct Connectors {
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 连接器文件(*.toml)所在目录,默认为数据目录下的 connectors
    #[arg(long)]
    pub folder: Option<PathBuf>,
    /// 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}
