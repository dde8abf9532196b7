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
    /// 离线验证凭证或检查点
    Verify {
        /// 凭证(JSON)或检查点(/checkpoint)
        file: PathBuf,
        /// 账本公钥;另有 SM2 公钥时再给一次,两行签名都须成立
        #[arg(long, required = true)]
        key: Vec<String>,
    },
    /// 输出公钥:Ed25519,以及有 SM2 密钥时的 SM2(另附 PEM)
    Key(At),
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
    /// 时钟与账本:本机时钟落后于账本时写入会停
    Clock {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 由你保证:现在的时钟是对的,账本最新几条的时间是走快的时钟所记;此后恢复写入
        #[arg(long)]
        accept: bool,
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
