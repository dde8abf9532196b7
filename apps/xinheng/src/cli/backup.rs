//! `backup` and `restore`, as `--help` shows them.

use std::path::PathBuf;

use clap::Args;

use super::At;

/// backup
#[derive(Debug, Args)]
pub struct Backup {
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 备份到哪个目录(须为空或尚不存在)
    pub folder: PathBuf,
    /// 把签名密钥也放进备份;默认不放,请另行保管
    #[arg(long)]
    pub with_key: bool,
}

/// restore
#[derive(Debug, Args)]
pub struct Restore {
    /// Where to.
    #[command(flatten)]
    pub at: At,
    /// 备份所在目录
    pub folder: PathBuf,
    /// 公布过的检查点文件(公众、见证方或镜像处的 /checkpoint),可多次;比它短的备份不予恢复
    #[arg(long)]
    pub known: Vec<PathBuf>,
    /// 由你保证:没有公布过比备份更新的检查点
    #[arg(long)]
    pub nothing_newer: bool,
    /// 单独保管的签名密钥文件
    #[arg(long)]
    pub key: Option<PathBuf>,
}
