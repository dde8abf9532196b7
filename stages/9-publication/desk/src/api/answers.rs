//! Shapes of the answers, and what they share: the times they stand on, pages, the times' faults.

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use xh_policy::{Field, FieldType, LawfulInterval};
use xh_publication::{AskFault, Given, Shown};
use xh_web::{Problem, ProblemError};

use crate::load::Times;

/// What an answer stands on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Stand {
    /// 法律上的日期
    pub as_of: String,
    /// 已知状态：只看这个位置以前的条目
    pub known_at: i64,
    /// 账本现有条数
    pub position: i64,
}

impl Stand {
    pub(crate) fn of(times: &Times) -> Stand {
        Stand { as_of: times.as_of.to_string(), known_at: times.known_at, position: times.head }
    }
}

/// The days on which something is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PeriodOut {
    /// 公示渠道
    pub channel: String,
    /// 首日
    pub from: String,
    /// 不再公示的首日；没有则一直公示
    pub until: Option<String>,
    /// 是否暂定
    pub provisional: bool,
    /// 规则编号
    pub rule: String,
    /// 规则版本摘要
    pub release: String,
}

impl PeriodOut {
    pub(crate) fn of(interval: &LawfulInterval) -> PeriodOut {
        PeriodOut {
            channel: interval.channel.clone(),
            from: interval.from.to_string(),
            until: interval.until.map(|day| day.to_string()),
            provisional: interval.provisional,
            rule: interval.rule.clone(),
            release: interval.release.clone(),
        }
    }
}

/// The public fields: values by id; money in fen under an id that ends in `_fen`.
pub(crate) fn fields(given: &[Given<'_>]) -> Map<String, Value> {
    let mut out = Map::new();
    for one in given {
        let id = name_of(one.field);
        match &one.shown {
            Shown::Plain => out.insert(id, one.value.clone()),
            Shown::Masked(text) | Shown::Released(text) => out.insert(id, Value::String(text.clone())),
            Shown::Withheld(_) => None,
        };
    }
    out
}

/// The name of a field in an answer.
pub(crate) fn name_of(field: &Field) -> String {
    if !matches!(field.kind, FieldType::MoneyWan | FieldType::MoneyYuan) {
        return field.id.clone();
    }
    let bare = field.id.trim_end_matches("_wan").trim_end_matches("_yuan");
    format!("{}_fen", bare.trim_end_matches("_fen"))
}

/// A wrong time as a problem.
pub(crate) fn wrong_time(fault: &AskFault) -> Problem {
    let error = ProblemError {
        pointer: fault.field.to_owned(),
        code: format!("bad_{}", fault.field),
        message: fault.to_string(),
        law: Vec::new(),
    };
    Problem::bad_request(crate::load::said(fault)).with_error(error)
}

/// A JSON answer with `Link: <…>; rel="next"` when there is more.
pub(crate) fn paged<T: Serialize>(answer: T, next: Option<&str>) -> Response {
    let mut response = Json(answer).into_response();
    let link = next.and_then(|path| HeaderValue::from_str(&format!("<{path}>; rel=\"next\"")).ok());
    if let Some(link) = link {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}
