//! Shapes of the answers, as served and as described; and why a record was not filed, as a problem.

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use xh_intake_store::{Batch, Tally, WaitingRow};
use xh_web::{Problem, ProblemError};

use crate::Filed;

/// What became of the rows so far; they add up to `rows`.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountsOut {
    rows: i64,
    filed: i64,
    amended: i64,
    duplicate: i64,
    rejected: i64,
    held: i64,
    refused_person: i64,
}

/// A batch as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BatchOut {
    id: String,
    /// received、done 或 failed
    state: &'static str,
    kind: String,
    name: String,
    /// 收到的字节的 SHA-256
    sha256: String,
    counts: CountsOut,
    /// 办理所用的秒数
    seconds: f64,
    begun_at: String,
    done_at: Option<String>,
    /// 未能办理的原因
    reason: Option<String>,
    /// 识别出的表头
    #[schema(value_type = Vec<String>)]
    headings: Value,
    /// 列对应关系，或待人确认的建议
    #[schema(value_type = Option<Object>)]
    mapping: Value,
    /// 行列表的地址
    rows: String,
    /// 标注表的地址
    marked: String,
}

impl BatchOut {
    pub(super) fn of(batch: Batch) -> Self {
        let address = format!("/api/v1/batches/{}", batch.id);
        Self {
            state: match (&batch.done_at, &batch.failure) {
                (None, _) => "received",
                (Some(_), None) => "done",
                (Some(_), Some(_)) => "failed",
            },
            counts: counts(&batch.tally),
            seconds: batch.tally.millis as f64 / 1000.0,
            headings: parsed(&batch.headings),
            mapping: parsed(&batch.mapping),
            rows: format!("{address}/rows"),
            marked: format!("{address}/marked"),
            id: batch.id,
            kind: batch.kind,
            name: batch.name,
            sha256: batch.sha256,
            begun_at: batch.begun_at,
            done_at: batch.done_at,
            reason: batch.failure,
        }
    }
}

fn counts(tally: &Tally) -> CountsOut {
    CountsOut {
        rows: tally.rows,
        filed: tally.filed,
        amended: tally.amended,
        duplicate: tally.duplicate,
        rejected: tally.rejected,
        held: tally.held,
        refused_person: tally.refused_person,
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

/// A row that did not pass.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RowOut {
    batch: String,
    /// 在表中的行号，从 1 起
    row: i64,
    /// rejected、held 或 refused_person
    state: String,
    /// 过滤后的单元格
    #[schema(value_type = Vec<String>)]
    cells: Value,
    /// 每一处问题：字段、原因、如何更正
    #[schema(value_type = Vec<Object>)]
    faults: Value,
    settled_at: Option<String>,
    /// 工作人员的答复
    answer: Option<String>,
}

impl From<&WaitingRow> for RowOut {
    fn from(row: &WaitingRow) -> Self {
        Self {
            batch: row.batch.clone(),
            row: row.sheet_row,
            state: row.state.clone(),
            cells: parsed(&row.cells),
            faults: parsed(&row.faults),
            settled_at: row.settled_at.clone(),
            answer: row.answer.clone(),
        }
    }
}

/// A page of rows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RowsOut {
    items: Vec<RowOut>,
    /// 下一页的翻页标记
    next: Option<String>,
}

/// A page of rows with `Link: <…>; rel="next"` when there is more; `address` ends where the cursor goes.
pub(super) fn rows(page: &[WaitingRow], next: Option<String>, address: &str) -> Response {
    let link = next.as_ref().map(|cursor| format!("<{address}{cursor}>; rel=\"next\""));
    let answer = RowsOut { items: page.iter().map(RowOut::from).collect(), next };
    let mut response = Json(answer).into_response();
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// 400: the cursor is none of this list's.
pub(super) fn wrong_cursor() -> Problem {
    let words = "翻页标记无效；请从第一页重新开始";
    let error = ProblemError {
        pointer: "cursor".to_owned(),
        code: "bad_cursor".to_owned(),
        message: words.to_owned(),
        ..ProblemError::default()
    };
    Problem::bad_request(words).with_error(error)
}

/// Why nothing was filed, as a problem that names field, reason and remedy; `None` when it was.
pub(super) fn not_filed(filed: &Filed) -> Option<Problem> {
    let error = |pointer: String, code: &str, message: String| ProblemError {
        pointer,
        code: code.to_owned(),
        message,
        ..ProblemError::default()
    };
    match filed {
        Filed::Filed { .. } | Filed::Amended { .. } | Filed::Duplicate { .. } => None,
        Filed::Rejected { faults } => {
            let problem = Problem::unprocessable("有字段不符合要求，没有入库；请按下列各条更正后重新提交");
            let add = |problem: Problem, fault: &xh_intake::Fault| {
                problem.with_error(error(format!("/{}", fault.field), &fault.code, fault.sentence()))
            };
            Some(faults.iter().fold(problem, add))
        }
        Filed::Held { code, reason } => {
            let words = format!("{reason}，没有入库；请核对行政相对人的名称和统一社会信用代码后重新提交");
            Some(Problem::unprocessable(words.clone()).with_error(error(String::new(), code, words)))
        }
        Filed::RefusedPerson => {
            let words = "内容涉及自然人，本系统不收集，没有留存；请只报送单位的信息";
            let one = error(String::new(), "refused_person", words.to_owned());
            Some(Problem::unprocessable(words).with_error(one))
        }
    }
}
