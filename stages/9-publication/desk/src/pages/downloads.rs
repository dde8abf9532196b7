//! 开放数据: the lists as files, the change feed, and what they hold and do not hold.

use serde::Serialize;
use xh_web::{Said, page};

use crate::pages::Freshness;

/// 开放数据页
#[derive(Debug, Clone, Serialize)]
pub struct DownloadsPage {
    /// The lists.
    pub lists: Vec<DownloadList>,
    /// The day chosen.
    pub on: String,
    /// Today.
    pub today: String,
    /// What was wrong with the day typed; the lists are then today's.
    pub error: Option<Said>,
    /// How fresh.
    pub fresh: Freshness,
}

/// One list.
#[derive(Debug, Clone, Serialize)]
pub struct DownloadList {
    /// Kind id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Titles of its columns.
    pub columns: Vec<String>,
}

fn list(id: &str, title: &str, more: &str) -> DownloadList {
    let columns = ["记录编号", "统一社会信用代码", more].map(str::to_owned).to_vec();
    DownloadList { id: id.to_owned(), title: title.to_owned(), columns }
}

fn of(on: &str, error: Option<&str>) -> DownloadsPage {
    DownloadsPage {
        lists: vec![list("penalty", "行政处罚", "处罚类别"), list("licence", "行政许可", "许可类别")],
        on: on.to_owned(),
        today: "2026-11-23".to_owned(),
        error: error.map(Said::from),
        fresh: Freshness::default(),
    }
}

fn today() -> DownloadsPage {
    of("2026-11-23", None)
}

fn past() -> DownloadsPage {
    of("2026-04-21", None)
}

fn wrong() -> DownloadsPage {
    of("2026-11-23", Some("查询日期「昨天」不存在或写法不对，请按 2026-04-21 的写法填写"))
}

page!(DownloadsPage, "downloads.html", samples = [today(), past(), wrong()]);
