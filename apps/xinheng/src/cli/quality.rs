//! `quality`: what organs count themselves.

use clap::Subcommand;

use super::At;

/// quality
#[derive(Debug, Subcommand)]
pub enum QualityVerb {
    /// 申报单位自己统计的月产生数,作为上报率的分母;以最后一次申报为准
    Count {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 单位的统一社会信用代码
        #[arg(long)]
        organ: String,
        /// 信息类别
        #[arg(long)]
        kind: String,
        /// 月份(YYYY-MM),须已结束
        #[arg(long)]
        month: String,
        /// 当月作出多少件
        #[arg(long)]
        produced: u32,
    },
}
