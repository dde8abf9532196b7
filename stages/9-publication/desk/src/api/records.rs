//! Records of an organisation, and one record with its reasons.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use xh_policy::{LawfulInterval, Release};
use xh_publication::{Shown, given_of, reasons, redacted};
use xh_registry::{DossierRecord, KnownRecord};
use xh_web::Problem;
use xh_web::paging::Limit;
use xh_web::text::query_escape;

use crate::Portal;
use crate::api::answers::{PeriodOut, Stand, fields, paged, wrong_time};
use crate::api::{MOST, USUAL};
use crate::load::{Found, RecordFile, Times, TimesQuery, record as load_record, resolve, today};
use crate::show::Place;

/// `?limit=&cursor=`, beside the times.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct PageQuery {
    #[serde(default)]
    pub(crate) limit: Option<String>,
    #[serde(default)]
    pub(crate) cursor: Option<String>,
}

/// A record as everyone may see it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordOut {
    id: String,
    /// 信息类别
    kind: String,
    kind_title: String,
    /// 认定单位
    authority: String,
    decided_on: Option<String>,
    filed_on: String,
    severity: Option<String>,
    /// 可以公开的字段；金额以分为单位，字段名以 _fen 结尾
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
    /// 公示期间
    period: PeriodOut,
    /// 内容所在的账本位置
    entry: i64,
}

/// A page of records.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordsOut {
    items: Vec<RecordOut>,
    /// 公示中的记录总数
    total: usize,
    /// 下一页的翻页标记
    next: Option<String>,
    #[serde(flatten)]
    stand: Stand,
}

/// 一家单位公示中的记录，新决定在前
#[utoipa::path(get, path = "/api/v1/subjects/{uscc}/records", tag = "subjects",
    params(("uscc" = String, Path, description = "统一社会信用代码"),
        ("as_of" = Option<String>, Query, description = "日期，如 2026-04-21"),
        ("known_at" = Option<String>, Query, description = "账本位置或 RFC 3339 时刻"),
        ("limit" = Option<u32>, Query, description = "每页条数，1 至 100，默认 20"),
        ("cursor" = Option<String>, Query, description = "上一页给出的翻页标记")),
    responses((status = 200, body = RecordsOut,
        headers(("Link" = String, description = "下一页的地址，rel=\"next\"；没有下一页时不出现"))),
        (status = 400, description = "RFC 9457"),
        (status = 404, description = "RFC 9457")))]
pub(crate) async fn records(
    State(portal): State<Portal>,
    Path(code): Path<String>,
    Query(query): Query<TimesQuery>,
    Query(asked): Query<PageQuery>,
) -> Result<Response, Problem> {
    let limit = Limit::parse(asked.limit.as_deref(), USUAL, MOST)?.rows();
    let (release, times, file) = crate::api::subjects::load(&portal, &code, &query).await?;
    let uscc = file.subject.uscc.as_str();
    let list = format!("api/records/{uscc}");
    let cursor = asked.cursor.as_deref().filter(|text| !text.is_empty());
    let place: Option<Place> = cursor.map(|text| portal.web.cursors().open(&list, text)).transpose()?;
    let mut all: Vec<&DossierRecord> = file.dossier.sections.iter().flat_map(|one| &one.records).collect();
    all.sort_by(|a, b| (&b.record.decided_on, &b.record.id).cmp(&(&a.record.decided_on, &a.record.id)));
    let mut rest = all.iter().filter(|one| place.as_ref().is_none_or(|place| place.before(one)));
    let here: Vec<&&DossierRecord> = rest.by_ref().take(usize::try_from(limit).unwrap_or(1)).collect();
    let next = match here.last().filter(|_| rest.next().is_some()) {
        Some(last) => Some(portal.web.cursors().seal(&list, &Place::of(last))?),
        None => None,
    };
    let link = next.as_ref().map(|cursor| link(uscc, limit, cursor, &query));
    let item = |one: &&&DossierRecord| record_out(&release, &one.record, one.shown.as_ref()?, file.person);
    let items = here.iter().filter_map(item).collect();
    let answer = RecordsOut { items, total: all.len(), next, stand: Stand::of(&times) };
    Ok(paged(answer, link.as_deref()))
}

fn link(uscc: &str, limit: u32, cursor: &str, query: &TimesQuery) -> String {
    let mut link = format!("/api/v1/subjects/{uscc}/records?limit={limit}&cursor={cursor}");
    for (name, value) in [("as_of", &query.as_of), ("known_at", &query.known_at)] {
        if let Some(value) = value {
            link.push_str(&format!("&{name}={}", query_escape(value)));
        }
    }
    link
}

fn record_out(
    release: &Release,
    record: &KnownRecord,
    interval: &LawfulInterval,
    person: bool,
) -> Option<RecordOut> {
    let kind = release.kind(&record.kind)?;
    Some(RecordOut {
        id: record.id.clone(),
        kind: kind.id.clone(),
        kind_title: kind.title.clone(),
        authority: record.organ_name.clone(),
        decided_on: record.decided_on.map(|day| day.to_string()),
        filed_on: record.filed_on.to_string(),
        severity: record.severity.map(|class| class.as_str().to_owned()),
        fields: fields(&given_of(kind, record, person)),
        period: PeriodOut::of(interval),
        entry: record.body_position,
    })
}

/// A field that is kept and not shown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WithheldOut {
    field: String,
    title: String,
    why: String,
}

/// One record with its reasons.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordFileOut {
    #[serde(flatten)]
    record: RecordOut,
    subject_uscc: String,
    subject_name: String,
    withheld: Vec<WithheldOut>,
    /// 公示的原因
    because: String,
    /// 依据
    articles: Vec<String>,
    /// 计算过程
    #[schema(value_type = Object)]
    receipt: xh_policy::Receipt,
    conflicts: Vec<String>,
    /// 凭证的地址；检查点尚未覆盖时没有
    proof: Option<String>,
    #[serde(flatten)]
    stand: Stand,
}

/// 一条公示中的记录；不公示的与不存在的同样回答
#[utoipa::path(get, path = "/api/v1/records/{id}", tag = "records",
    params(("id" = String, Path, description = "记录编号"),
        ("as_of" = Option<String>, Query, description = "日期，如 2026-04-21"),
        ("known_at" = Option<String>, Query, description = "账本位置或 RFC 3339 时刻")),
    responses((status = 200, body = RecordFileOut), (status = 400, description = "RFC 9457"),
        (status = 404, description = "RFC 9457")))]
pub(crate) async fn record(
    State(portal): State<Portal>,
    Path(id): Path<String>,
    Query(query): Query<TimesQuery>,
) -> Result<Response, Problem> {
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let times = resolve(&mut tx, today(&portal.office), &query).await?;
    let times = times.map_err(|(fault, _)| wrong_time(&fault))?;
    match load_record(&mut tx, &release, &id, &times).await? {
        Found::Shown(file) => {
            Ok(Json(out(&release, *file, &times).ok_or_else(Problem::not_found)?).into_response())
        }
        Found::Not(_) => Err(Problem::not_found()),
    }
}

fn out(release: &Release, file: RecordFile, times: &Times) -> Option<RecordFileOut> {
    let kind = release.kind(&file.record.kind)?;
    let told = reasons(release, kind, &file.interval, &file.decision);
    let fields = given_of(kind, &file.record, file.person);
    let withheld = fields.iter().filter_map(|one| match one.shown {
        Shown::Withheld(why) => Some(WithheldOut {
            field: one.field.id.clone(),
            title: one.field.title.clone(),
            why: why.to_owned(),
        }),
        _ => None,
    });
    Some(RecordFileOut {
        record: record_out(release, &file.record, &file.interval, file.person)?,
        subject_uscc: file.uscc.as_str().to_owned(),
        subject_name: file.name,
        withheld: withheld.collect(),
        because: told.because,
        articles: told.articles,
        receipt: redacted(release, kind, &file.record.fields, file.decision.receipt),
        conflicts: file.decision.conflicts,
        proof: file.ready.then(|| format!("/records/{}/proof.json", file.record.id)),
        stand: Stand::of(times),
    })
}
