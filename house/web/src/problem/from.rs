//! Where refusals of the law, machine faults and rejections of the web framework become problems.

use std::error::Error;

use axum::extract::rejection::{FormRejection, JsonRejection, PathRejection, QueryRejection};
use axum::http::StatusCode;

use xh_kernel::{Citation, Refusal};

use crate::problem::{Problem, ProblemError, ProblemKind};

impl Problem {
    /// The law or the state says no: 422 with the refusal's code, sentence, articles and earliest day.
    /// `cite` renders an article as people write it; the policy release in force knows how.
    #[must_use]
    pub fn refused(refusal: &dyn Refusal, cite: &dyn Fn(&Citation) -> String) -> Problem {
        let error = ProblemError {
            pointer: String::new(),
            code: refusal.code().to_owned(),
            message: refusal.sentence(),
            law: refusal.cites().iter().map(cite).collect(),
        };
        let mut problem = Problem::unprocessable(refusal.sentence()).with_error(error);
        problem.0.earliest = refusal.earliest().map(|day| day.to_string());
        problem
    }

    /// 500 for any fault: logs it once with all its causes; the visitor sees only the incident's number.
    #[must_use]
    pub fn fault(fault: &dyn Error) -> Problem {
        Problem::internal(with_causes(fault))
    }
}

impl From<xh_db::Fault> for Problem {
    /// 503 when trying again may help, 500 otherwise; logged once either way.
    fn from(fault: xh_db::Fault) -> Problem {
        if fault.is_full() || fault.held().is_some() {
            tracing::error!(cause = %with_causes(&fault), "nothing can be written");
            let full = fault.is_full();
            let why = if full {
                Problem::unavailable("存储空间已满，暂时不能写入，您的操作没有生效")
            } else {
                Problem::unavailable("系统时间有误，暂时不能写入，您的操作没有生效")
            };
            return why.after(60);
        }
        if fault.is_unknown() {
            tracing::error!(cause = %with_causes(&fault), "commit unknown");
            return Problem::new(ProblemKind::Internal, "保存时出错，是否已经生效还不知道，请核对后再重试");
        }
        if fault.is_retryable() {
            tracing::warn!(cause = %with_causes(&fault), "database busy");
            return Problem::unavailable("数据库正忙，您的操作没有生效");
        }
        Problem::fault(&fault)
    }
}

fn with_causes(fault: &dyn Error) -> String {
    let mut words = fault.to_string();
    let mut cause = fault.source();
    while let Some(inner) = cause {
        words.push_str(": ");
        words.push_str(&inner.to_string());
        cause = inner.source();
    }
    words
}

macro_rules! rejected {
    ($($rejection:ty => $what:literal),+ $(,)?) => {
        $(impl From<$rejection> for Problem {
            fn from(rejection: $rejection) -> Problem {
                let kind = ProblemKind::of_status(rejection.status());
                tracing::debug!(reason = %rejection.body_text(), "unreadable request");
                Problem::new(kind, $what)
            }
        })+
    };
}

rejected! {
    QueryRejection => "网址中的查询条件看不懂，请检查参数的名称和取值",
    PathRejection => "网址看不懂，请检查其中的代码或编号",
    FormRejection => "表单内容看不懂，请返回重填",
    JsonRejection => "提交的 JSON 看不懂，请对照接口说明检查字段的名称和类型",
}

impl From<StatusCode> for Problem {
    fn from(status: StatusCode) -> Problem {
        let kind = ProblemKind::of_status(status);
        if kind == ProblemKind::NotFound {
            return Problem::not_found();
        }
        Problem::new(kind, kind.advice())
    }
}
