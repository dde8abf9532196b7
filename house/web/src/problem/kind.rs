//! The kinds of problem: status, stable slug, title and what a visitor can do. One table, no prose elsewhere.

use axum::http::StatusCode;

/// What sort of problem it is. The slug is part of the API and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// 400.
    BadRequest,
    /// 401: no token, or an unknown one.
    Unauthorised,
    /// 403: known, but without the right.
    Forbidden,
    /// 404.
    NotFound,
    /// 405.
    MethodNotAllowed,
    /// 409.
    Conflict,
    /// 412: changed since it was read.
    PreconditionFailed,
    /// 413.
    TooLarge,
    /// 415.
    UnsupportedMedia,
    /// 416: what is asked for lies outside what there is.
    OutOfRange,
    /// 422.
    Unprocessable,
    /// 428: `If-Match` is missing.
    PreconditionRequired,
    /// 429.
    TooMany,
    /// 500.
    Internal,
    /// 503.
    Unavailable,
}

impl ProblemKind {
    /// Every kind, in the order of its status.
    pub const ALL: [ProblemKind; 15] = [
        ProblemKind::BadRequest,
        ProblemKind::Unauthorised,
        ProblemKind::Forbidden,
        ProblemKind::NotFound,
        ProblemKind::MethodNotAllowed,
        ProblemKind::Conflict,
        ProblemKind::PreconditionFailed,
        ProblemKind::TooLarge,
        ProblemKind::UnsupportedMedia,
        ProblemKind::OutOfRange,
        ProblemKind::Unprocessable,
        ProblemKind::PreconditionRequired,
        ProblemKind::TooMany,
        ProblemKind::Internal,
        ProblemKind::Unavailable,
    ];

    /// The kind that answers with a status; unlisted ones are read as their class.
    #[must_use]
    pub fn of_status(status: StatusCode) -> ProblemKind {
        let exact = ProblemKind::ALL.into_iter().find(|kind| kind.status() == status);
        let class = if status.is_server_error() { ProblemKind::Internal } else { ProblemKind::BadRequest };
        exact.unwrap_or(class)
    }

    /// Its HTTP status.
    #[must_use]
    pub fn status(self) -> StatusCode {
        self.row().0
    }

    /// Stable name used in `type`.
    #[must_use]
    pub fn slug(self) -> &'static str {
        self.row().1
    }

    /// The kind in Chinese.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.row().2
    }

    /// What a visitor can do now.
    #[must_use]
    pub fn advice(self) -> &'static str {
        self.row().3
    }

    fn row(self) -> (StatusCode, &'static str, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            ProblemKind::BadRequest => {
                (S::BAD_REQUEST, "bad-request", "请求看不懂", "请检查网址或所填内容后重试")
            }
            ProblemKind::Unauthorised => {
                (S::UNAUTHORIZED, "unauthorised", "需要令牌", "请出示有效的访问令牌")
            }
            ProblemKind::Forbidden => (S::FORBIDDEN, "forbidden", "没有权限", "请由有权限的人员办理"),
            ProblemKind::NotFound => (S::NOT_FOUND, "not-found", "没有找到", "请检查网址，或从搜索开始"),
            ProblemKind::MethodNotAllowed => (
                S::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "此处不能这样办理",
                "请从页面上的按钮或链接进入",
            ),
            ProblemKind::Conflict => {
                (S::CONFLICT, "conflict", "与现状冲突", "请刷新后看最新内容，再决定是否重试")
            }
            ProblemKind::PreconditionFailed => {
                (S::PRECONDITION_FAILED, "precondition-failed", "内容已被更新", "请重新读取最新内容后再提交")
            }
            ProblemKind::TooLarge => (S::PAYLOAD_TOO_LARGE, "too-large", "内容过大", "请分成几份再提交"),
            ProblemKind::UnsupportedMedia => {
                (S::UNSUPPORTED_MEDIA_TYPE, "unsupported-media", "格式不支持", "请改用说明中列出的格式")
            }
            ProblemKind::OutOfRange => {
                (S::RANGE_NOT_SATISFIABLE, "out-of-range", "位置不在范围内", "请不带 after 从头取起")
            }
            ProblemKind::Unprocessable => {
                (S::UNPROCESSABLE_ENTITY, "unprocessable", "不能按此办理", "请按下面逐条所列更正后重试")
            }
            ProblemKind::PreconditionRequired => {
                (S::PRECONDITION_REQUIRED, "precondition-required", "缺少版本标记", "请带上 If-Match 后重试")
            }
            ProblemKind::TooMany => (S::TOO_MANY_REQUESTS, "too-many", "请求过于频繁", "请稍候再试"),
            ProblemKind::Internal => (
                S::INTERNAL_SERVER_ERROR,
                "internal",
                "系统出了差错",
                "请稍后重试；仍不行，请致电并报事件编号",
            ),
            ProblemKind::Unavailable => {
                (S::SERVICE_UNAVAILABLE, "unavailable", "暂时不能办理", "请过几分钟再试")
            }
        }
    }
}
