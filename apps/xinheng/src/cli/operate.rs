//! `doctor`, `config`, `admin link`: what an operator asks before anything else, as `--help` shows it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::At;

/// A place with the profile of its city.
#[derive(Debug, Args)]
pub struct Profiled {
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 城市档案(TOML);不填则用数据目录中的 city.toml,没有则为演示内容
    #[arg(long)]
    pub profile: Option<PathBuf>,
}

/// doctor
#[derive(Debug, Args)]
pub struct Doctor {
    /// Where, and whose.
    #[command(flatten)]
    pub of: Profiled,
    /// 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// config
#[derive(Debug, Subcommand)]
pub enum ConfigVerb {
    /// 输出生效的配置,密钥不显示
    Check(Profiled),
}

/// admin link
#[derive(Debug, Args)]
pub struct Link {
    /// Where.
    #[command(flatten)]
    pub at: At,
    /// 链接开头的网址;不填则为 http://127.0.0.1:8080
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub url: String,
}
