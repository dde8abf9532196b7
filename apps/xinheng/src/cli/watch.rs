//! `watch`: a folder that departments put their sheets into.

use std::path::PathBuf;

use clap::Args;

use super::At;

/// watch
#[derive(Debug, Args)]
pub struct WatchFolder {
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 监视的目录;其中会建 working、done、needs-a-person 三个子目录
    pub folder: PathBuf,
    /// 信息类别:registration、penalty…
    #[arg(long)]
    pub kind: String,
    /// 报送单位的统一社会信用代码(行内未写明处罚机关时使用)
    #[arg(long)]
    pub organ: Option<String>,
    /// 每隔多少秒看一次
    #[arg(long, default_value_t = 2)]
    pub every: u64,
    /// 文件大小与修改时间多少秒不变,才算写完
    #[arg(long, default_value_t = 5)]
    pub whole_after: u64,
    /// 处理完现有文件即结束
    #[arg(long)]
    pub once: bool,
}
