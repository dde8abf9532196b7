//! The page a browser gets for a problem: what happened, what to do, and the incident's number.

use serde::Serialize;

use crate::problem::{Problem, ProblemError, ProblemKind};
use crate::{Said, page};

/// 错误页
#[derive(Debug, Clone, Serialize)]
pub struct ErrorPage {
    /// HTTP status.
    pub status: u16,
    /// The kind.
    pub title: Said,
    /// What happened in this case.
    pub detail: Said,
    /// What the visitor can do.
    pub advice: String,
    /// Each single thing that is wrong.
    pub errors: Vec<ProblemErrorView>,
    /// The number to tell the hotline; faults only.
    pub incident: Option<String>,
    /// True when searching helps (404).
    pub offer_search: bool,
}

/// One wrong thing, with every field present for the template.
#[derive(Debug, Clone, Serialize)]
pub struct ProblemErrorView {
    /// What, why, remedy.
    pub message: String,
    /// Stable code.
    pub code: String,
    /// Articles.
    pub law: Vec<String>,
}

pub(crate) fn error_page(problem: &Problem) -> ErrorPage {
    let view = |error: &ProblemError| ProblemErrorView {
        message: error.message.clone(),
        code: error.code.clone(),
        law: error.law.clone(),
    };
    ErrorPage {
        status: problem.0.status,
        title: problem.0.title.clone(),
        detail: problem.0.detail.clone(),
        advice: problem.0.kind.advice().to_owned(),
        errors: problem.0.errors.iter().map(view).collect(),
        incident: problem.0.incident.clone(),
        offer_search: problem.0.kind == ProblemKind::NotFound,
    }
}

fn unreadable() -> ErrorPage {
    error_page(
        &Problem::bad_request("日期「2026-2-30」不存在，请按 2026-04-21 的写法填写").at("/subjects", "x"),
    )
}

fn missing() -> ErrorPage {
    error_page(&Problem::not_found().at("/subjects/1", "x"))
}

fn conflict() -> ErrorPage {
    error_page(&Problem::conflict("这条记录刚刚被别人更新").at("/x", "x"))
}

fn refused() -> ErrorPage {
    let error = ProblemError {
        pointer: "/applied_on".to_owned(),
        code: "too_early".to_owned(),
        message: "公示未满最短期限，最早可于 2026年7月15日 申请修复".to_owned(),
        law: vec!["《信用修复管理办法》（国家发展改革委令第36号）".to_owned()],
    };
    error_page(&Problem::unprocessable("现在还不能申请修复").with_error(error).at("/x", "x"))
}

fn fault() -> ErrorPage {
    error_page(&Problem::internal("sample").at("/x", "7f3a-91c2-04de"))
}

fn unavailable() -> ErrorPage {
    error_page(&Problem::new(ProblemKind::Unavailable, "账本正在追赶最新位置").at("/x", "7f3a-91c2-04df"))
}

page!(
    ErrorPage,
    "error.html",
    samples = [unreadable(), missing(), conflict(), refused(), fault(), unavailable()]
);
