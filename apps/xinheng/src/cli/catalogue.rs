//! `catalogue`: editions and their adoption, what organs owe, and a period without anything.

use std::path::PathBuf;

use clap::Subcommand;

use super::At;

/// catalogue
#[derive(Debug, Subcommand)]
pub enum CatalogueVerb {
    /// 查看:可采用的版本、提案、施行中的目录
    Show {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 按哪一天(YYYY-MM-DD),默认今天
        #[arg(long)]
        on: Option<String>,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 提出一个版本,由另一人采用
    Propose {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 版本,如 city-shijiazhuang@2026
        edition: String,
        /// 生效日(YYYY-MM-DD),默认今天,不早于该版本的施行日
        #[arg(long)]
        effective: Option<String>,
        /// 存放本人令牌的文件(xinheng admin token new 姓名),- 为标准输入
        #[arg(long)]
        token_file: PathBuf,
    },
    /// 采用一个提案;提出的人不能自己采用
    Adopt {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 提案编号
        proposal: String,
        /// 存放本人令牌的文件,- 为标准输入
        #[arg(long)]
        token_file: PathBuf,
    },
    /// 各单位应报未报的期次;有逾期的,退出码为 1
    Due {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 按哪一天(YYYY-MM-DD),默认今天
        #[arg(long)]
        on: Option<String>,
        /// 只看一个单位(统一社会信用代码)
        #[arg(long)]
        organ: Option<String>,
        /// 已报送的和未到期的也列出
        #[arg(long)]
        all: bool,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 零报告:一个已结束的期次没有可报送的信息
    Nothing {
        /// Where.
        #[command(flatten)]
        at: At,
        /// 单位的统一社会信用代码
        #[arg(long)]
        organ: String,
        /// 目录事项,如 penalty
        #[arg(long)]
        item: String,
        /// 期次,如 2026-10、2026-Q4、2026;按工作日的写首日
        #[arg(long)]
        period: String,
    },
}
