//! Bulk files of what is public, on a day, and what they consist of.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xh_kernel::Date;
use xh_policy::{Kind, KindRole, Release};
use xh_web::rate::Asker;
use xh_web::{Problem, say};

use crate::Portal;
use crate::api::answers::{Stand, wrong_time};
use crate::bulk::{Column, Form, List, ListDays, columns, differences, list};
use crate::load::{Times, today};

/// `?on=`
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OnQuery {
    /// 名单的日期，如 2026-04-21；不填为今天
    #[serde(default)]
    pub on: Option<String>,
    /// 只要与这一天的名单的差异，如 2026-04-01；只有 .jsonl，各行另有 op：add、change 或 delete（只有编号）
    #[serde(default)]
    pub since: Option<String>,
}

/// A list that can be had.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DownloadOut {
    /// 信息类别
    kind: String,
    title: String,
    csv: String,
    jsonl: String,
    parquet: String,
    columns: Vec<Column>,
}

/// All lists.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DownloadsOut {
    items: Vec<DownloadOut>,
    /// 变更记录：取过整份之后按此更新
    changes: String,
    #[serde(flatten)]
    stand: Stand,
}

/// 可以批量下载的名单及其字段
#[utoipa::path(get, path = "/api/v1/downloads", tag = "open data",
    responses((status = 200, body = DownloadsOut)))]
pub(crate) async fn downloads(State(portal): State<Portal>) -> Result<Response, Problem> {
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let item = |kind: &Kind| DownloadOut {
        kind: kind.id.clone(),
        title: kind.title.clone(),
        csv: format!("/api/v1/downloads/{}.csv", kind.id),
        jsonl: format!("/api/v1/downloads/{}.jsonl", kind.id),
        parquet: format!("/api/v1/downloads/{}.parquet", kind.id),
        columns: columns(kind),
    };
    let items = kinds(&release).map(item).collect();
    let stand = Stand::of(&Times::now(today(&portal.office), head));
    Ok(Json(DownloadsOut { items, changes: "/api/v1/changes".to_owned(), stand }).into_response())
}

/// Kinds that have a list.
pub(crate) fn kinds(release: &Release) -> impl Iterator<Item = &Kind> {
    release.kinds().iter().filter(|kind| kind.role != KindRole::Registration)
}

/// 一份名单：某日在列、今天仍在公示的记录；其后停止公示的只计条数，不再列出
#[utoipa::path(get, path = "/api/v1/downloads/{file}", tag = "open data", params(
        ("file" = String, Path, description = "信息类别加 .csv、.jsonl 或 .parquet，如 penalty.csv"), OnQuery),
    responses((status = 200, description = "文件", body = String, content_type = "text/csv",
        headers(("Xinheng-Rows" = u64, description = "行数，不含列名"),
            ("Xinheng-Gone" = u64, description = "该日在列、其后停止公示的条数"),
            ("Xinheng-On" = String, description = "名单的日期"),
            ("Xinheng-Known-At" = u64, description = "只看这个位置以前的条目"),
            ("Xinheng-Position" = u64, description = "账本现有条数"),
            ("Xinheng-Sha256" = String, description = "文件（解压后）的 SHA-256"),
            ("RateLimit" = String, description = "剩余次数 r 和恢复秒数 t"),
            ("RateLimit-Policy" = String, description = "每 w 秒 q 次"))),
        (status = 400, description = "日期不对"), (status = 404, description = "没有这份名单"),
        (status = 429, description = "超过次数")))]
pub(crate) async fn download(
    State(portal): State<Portal>,
    Path(file): Path<String>,
    Query(query): Query<OnQuery>,
    asker: Asker,
) -> Result<Response, Problem> {
    let admitted = portal.open.admit(&portal.office, &asker)?;
    let (id, form) = named(&file).ok_or_else(Problem::not_found)?;
    let days = days(query.on.as_deref(), today(&portal.office))?;
    let since = since(&query, days, form)?;
    let _turn = portal.open.turn().await?;
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let kind = kinds(&release).find(|kind| kind.id == id).ok_or_else(Problem::not_found)?;
    let list = match since {
        None => list(&mut tx, &release, kind, days, form).await?,
        Some(since) => differences(&mut tx, &release, kind, since, days).await?,
    };
    Ok(admitted.on(sent(list, days, form, &kind.id)))
}

fn named(file: &str) -> Option<(&str, Form)> {
    let (id, ending) = file.split_once('.')?;
    match ending {
        "csv" => Some((id, Form::Csv)),
        "jsonl" => Some((id, Form::Jsonl)),
        "parquet" => Some((id, Form::Parquet)),
        _ => None,
    }
}

/// The day asked for: today or earlier.
pub(crate) fn days(on: Option<&str>, today: Date) -> Result<ListDays, Problem> {
    let on = xh_publication::as_of(on, today).map_err(|fault| wrong_time(&fault))?;
    if on > today {
        return Err(Problem::bad_request(say!(
            "名单的日期「{on}」还没有到，请填今天或以前的日期",
            on = on.to_string()
        )));
    }
    Ok(ListDays { on, today })
}

/// The day to compare with, if one is asked for: not behind the day of the list.
fn since(query: &OnQuery, on: ListDays, form: Form) -> Result<Option<Date>, Problem> {
    let Some(text) = query.since.as_deref().filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    if form != Form::Jsonl {
        return Err(Problem::bad_request("两天之间的差异只有 JSON Lines，请改取 .jsonl"));
    }
    let since = days(Some(text), on.today)?.on;
    if since > on.on {
        return Err(Problem::bad_request(say!(
            "对比的日期「{since}」晚于名单的日期，请对调后再取",
            since = since.to_string()
        )));
    }
    Ok(Some(since))
}

fn sent(list: List, days: ListDays, form: Form, kind: &str) -> Response {
    let (ending, what) = match form {
        Form::Csv => ("csv", "text/csv; charset=utf-8"),
        Form::Jsonl => ("jsonl", "application/jsonl"),
        Form::Parquet => ("parquet", "application/vnd.apache.parquet"),
    };
    let said = [
        ("content-type", what.to_owned()),
        ("content-length", list.file.bytes.to_string()),
        ("content-disposition", format!("attachment; filename=\"{kind}-{}.{ending}\"", days.on)),
        ("xinheng-rows", list.rows.to_string()),
        ("xinheng-gone", list.gone.to_string()),
        ("xinheng-on", days.on.to_string()),
        ("xinheng-known-at", list.known_at.to_string()),
        ("xinheng-position", list.head.to_string()),
        ("xinheng-sha256", list.file.sha256.clone()),
    ];
    let mut response = list.file.body().into_response();
    for (name, value) in said {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
