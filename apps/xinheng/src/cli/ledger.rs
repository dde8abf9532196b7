//! `ledger`, as `--help` shows it.

use std::path::PathBuf;

use clap::Subcommand;

use super::At;

/// ledger
#[derive(Debug, Subcommand)]
pub enum LedgerVerb {
    /// 签署并输出最新检查点
    Checkpoint(At),
    /// 输出一条记录的证明
    Prove {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 账本位置
        position: i64,
    },
    /// 离线验证证明文件
    Verify {
        /// 证明文件(JSON)
        file: PathBuf,
        /// 账本公钥
        #[arg(long)]
        key: String,
    },
    /// 审计:逐条核对条目、正文、瓦片、检查点与各表
    Audit(At),
    /// 记下一个公布过的检查点:账本须与它一致,今后的签署也须如此
    Known {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 检查点文件
        file: PathBuf,
    },
    /// 删除一条记录的内容(信封与账本保留)
    Erase {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 记录编号
        record: String,
        /// 依据
        #[arg(long)]
        ground: String,
    },
    /// 导出账本
    Export {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 输出文件
        #[arg(long)]
        out: PathBuf,
        /// 含全部内容,用于重建;请妥善保管
        #[arg(long)]
        complete: bool,
    },
}
