//! Organisations: found by name or code, listed, and one file with its counted sections.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use xh_kernel::{Uscc, normalise_code};
use xh_policy::{KindRole, Release};
use xh_publication::{Typed, given, public_name, typed};
use xh_registry::Empty;
use xh_web::Problem;
use xh_web::paging::Limit;
use xh_web::text::query_escape;

use crate::Portal;
use crate::api::answers::{Stand, paged, wrong_time};
use crate::api::{MOST, USUAL};
use crate::load::{File, Times, TimesQuery, file, resolve, today};
use crate::show::{ask, status_words};

/// `?q=&limit=&cursor=`
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// 名称中的几个字，或统一社会信用代码；不填则按代码列出全部
    #[serde(default)]
    q: Option<String>,
    /// 每页条数，1 至 100，默认 20
    #[serde(default)]
    limit: Option<String>,
    /// 上一页给出的翻页标记
    #[serde(default)]
    cursor: Option<String>,
}

/// One organisation in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubjectOut {
    /// 统一社会信用代码
    uscc: String,
    /// 名称
    name: String,
    /// 登记状态
    status: Option<String>,
    /// 曾用名
    former_names: Vec<String>,
}

/// A page of organisations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubjectsOut {
    items: Vec<SubjectOut>,
    /// 下一页的翻页标记
    next: Option<String>,
    #[serde(flatten)]
    stand: Stand,
}

/// 查找单位
#[utoipa::path(get, path = "/api/v1/subjects", tag = "subjects", params(ListQuery),
    responses((status = 200, body = SubjectsOut,
        headers(("Link" = String, description = "下一页的地址，rel=\"next\"；没有下一页时不出现"))),
        (status = 400, description = "RFC 9457")))]
pub(crate) async fn subjects(
    State(portal): State<Portal>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let limit = Limit::parse(query.limit.as_deref(), USUAL, MOST)?.rows();
    let text = query.q.as_deref().unwrap_or_default().trim().to_owned();
    let list = format!("api/subjects/{text}");
    let cursor = query.cursor.as_deref().filter(|text| !text.is_empty());
    let place: Option<String> = cursor.map(|text| portal.web.cursors().open(&list, text)).transpose()?;
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let (items, after) = match typed(&text) {
        Typed::Person => return Err(Problem::bad_request("这像是个人身份证件号码。本站只查单位，不查个人")),
        Typed::Blank => all(&mut tx, &release, place.as_deref().unwrap_or_default(), limit).await?,
        _ => {
            drop(tx);
            matching(&portal, &release, &text, place.as_deref(), limit).await?
        }
    };
    let next = after.map(|place| portal.web.cursors().seal(&list, &place)).transpose()?;
    let link = next
        .as_ref()
        .map(|cursor| format!("/api/v1/subjects?q={}&limit={limit}&cursor={cursor}", query_escape(&text)));
    let stand = Stand::of(&Times::now(today(&portal.office), head));
    Ok(paged(SubjectsOut { items, next, stand }, link.as_deref()))
}

type Listed = (Vec<SubjectOut>, Option<String>);

async fn all(tx: &mut xh_db::Tx<'_>, release: &Release, after: &str, limit: u32) -> Result<Listed, Problem> {
    let mut rows = xh_registry_store::subjects_after(tx, after, i64::from(limit) + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next = rows.last().filter(|_| more).map(|last| last.uscc.as_str().to_owned());
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(SubjectOut {
            former_names: public(&xh_registry_store::former_names(tx, row.id.as_str(), &row.name).await?),
            uscc: row.uscc.as_str().to_owned(),
            status: words(release, &row.state),
            name: public_name(&row.name),
        });
    }
    Ok((items, next))
}

fn public(names: &[String]) -> Vec<String> {
    names.iter().map(|name| public_name(name)).collect()
}

async fn matching(
    portal: &Portal,
    release: &Release,
    text: &str,
    place: Option<&str>,
    limit: u32,
) -> Result<Listed, Problem> {
    let rows = usize::try_from(limit).unwrap_or(usize::MAX);
    let found = ask(&portal.search, text, rows, place).await?;
    let next = found.next.map(|next| next.to_string());
    let item = |hit: xh_search::Hit| SubjectOut {
        status: words(release, &hit.doc.state),
        uscc: hit.doc.uscc,
        name: hit.doc.name,
        former_names: hit.doc.former_names,
    };
    Ok((found.hits.into_iter().map(item).collect(), next))
}

fn words(release: &Release, state: &str) -> Option<String> {
    (!state.is_empty()).then(|| status_words(release, state))
}

/// An earlier name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FormerOut {
    name: String,
    /// 不再是名称的首日
    until: Option<String>,
}

/// A group of the file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SectionOut {
    id: String,
    title: String,
    /// 公示中的记录条数
    count: usize,
    /// 没有记录时：no_record（查询期内无相关记录）或 not_provided（相关部门暂未提供）
    #[schema(value_type = Option<String>)]
    empty: Option<Empty>,
}

/// The file of an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileOut {
    uscc: String,
    name: String,
    status: Option<String>,
    /// 只在记录中出现过，尚未收到登记信息
    provisional: bool,
    former_names: Vec<FormerOut>,
    /// 登记信息中可以公开的字段
    #[schema(value_type = Object)]
    registration: Map<String, Value>,
    /// 登记信息的提供单位
    registration_source: Option<String>,
    sections: Vec<SectionOut>,
    /// 记录列表的地址
    records: String,
    #[serde(flatten)]
    stand: Stand,
}

/// 一家单位的档案
#[utoipa::path(get, path = "/api/v1/subjects/{uscc}", tag = "subjects",
    params(("uscc" = String, Path, description = "统一社会信用代码"),
        ("as_of" = Option<String>, Query, description = "日期，如 2026-04-21"),
        ("known_at" = Option<String>, Query, description = "账本位置或 RFC 3339 时刻")),
    responses((status = 200, body = FileOut), (status = 400, description = "RFC 9457"),
        (status = 404, description = "RFC 9457")))]
pub(crate) async fn subject(
    State(portal): State<Portal>,
    Path(code): Path<String>,
    Query(query): Query<TimesQuery>,
) -> Result<Response, Problem> {
    let (release, times, file) = load(&portal, &code, &query).await?;
    Ok(Json(out(&release, &times, file)).into_response())
}

/// The file a request names.
pub(crate) async fn load(
    portal: &Portal,
    code: &str,
    query: &TimesQuery,
) -> Result<(std::sync::Arc<Release>, Times, File), Problem> {
    let uscc =
        Uscc::parse(&normalise_code(code).value).map_err(|fault| Problem::bad_request(fault.to_string()))?;
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let times = resolve(&mut tx, today(&portal.office), query).await?;
    let times = times.map_err(|(fault, _)| wrong_time(&fault))?;
    let found = file(&mut tx, &release, &uscc, &times).await?.ok_or_else(Problem::not_found)?;
    Ok((release, times, found))
}

fn out(release: &Release, times: &Times, file: File) -> FileOut {
    let kind = release.kinds().iter().find(|kind| kind.role == KindRole::Registration);
    let kind = kind.filter(|_| !file.body.provisional);
    let registration =
        kind.map(|kind| crate::api::answers::fields(&given(kind, &file.body.fields, file.person)));
    let section = |one: &xh_registry::SectionView| SectionOut {
        id: one.id.clone(),
        title: one.title.clone(),
        count: one.records.len(),
        empty: one.empty,
    };
    let former = |(name, until): &(String, Option<xh_kernel::Date>)| FormerOut {
        name: name.clone(),
        until: until.map(|day| day.to_string()),
    };
    let uscc = file.subject.uscc.as_str().to_owned();
    FileOut {
        records: format!("/api/v1/subjects/{uscc}/records"),
        uscc,
        status: words(release, &file.body.state),
        provisional: file.body.provisional,
        former_names: file.former.iter().map(former).collect(),
        registration: registration.unwrap_or_default(),
        registration_source: file.source.filter(|_| !file.body.provisional),
        sections: file.dossier.sections.iter().map(section).collect(),
        name: file.body.name,
        stand: Stand::of(times),
    }
}
