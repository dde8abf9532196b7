//! 目录 for programs: the edition in force on a day, line by line.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use xh_policy::{CatalogueEntry, Cycle, Provider, Release};
use xh_registry::{InForce, in_force_on};
use xh_web::Problem;
use xh_web::paging::Limit;

use crate::Portal;
use crate::api::answers::{Stand, paged, wrong_time};
use crate::api::records::PageQuery;
use crate::api::{MOST, USUAL};
use crate::load::{CatalogueAsked, CatalogueQuery, Times, kind_titles, level, level_title, today};

/// One line of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryOut {
    /// 目录事项；县级的带区划代码，如 penalty@130102
    id: String,
    /// 国家目录的事项
    item: String,
    title: String,
    /// 具体行为
    act: String,
    /// 信息类
    class: String,
    class_title: String,
    /// city，或县级区划代码
    level: String,
    level_title: String,
    /// 信息类别
    kinds: Vec<String>,
    kind_titles: Vec<String>,
    /// 主体类型
    subjects: Vec<&'static str>,
    /// 公开属性：open、on_request、shared、closed
    openness: &'static str,
    /// 共享范围：all、conditional、none
    sharing: &'static str,
    /// 保存年限；null 为长期
    retention_years: Option<u32>,
    /// 提供单位
    providers: Vec<String>,
    /// 更新周期；null 为不按期报送
    cycle: Option<String>,
    /// 依据
    basis: Vec<String>,
}

/// The edition, and a page of its lines.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CatalogueOut {
    /// 目录版本；这一天没有施行中的目录时为 null
    edition: Option<String>,
    title: Option<String>,
    /// 所依据的国家目录
    based_on: Option<String>,
    /// 施行的首日
    from: Option<String>,
    /// 不再施行的首日
    until: Option<String>,
    items: Vec<EntryOut>,
    /// 总行数
    total: usize,
    /// 下一页的翻页标记
    next: Option<String>,
    #[serde(flatten)]
    stand: Stand,
}

/// 公共信用信息目录：某一天施行的版本，市县两级
#[utoipa::path(get, path = "/api/v1/catalogue", tag = "catalogue",
    params(("on" = Option<String>, Query, description = "哪一天施行的目录，如 2026-10-01，默认今天"),
        ("class" = Option<String>, Query, description = "信息类，默认全部"),
        ("openness" = Option<String>, Query, description = "公开属性：open、on_request、shared、closed，默认全部"),
        ("level" = Option<String>, Query, description = "city，或县级区划代码，默认全部"),
        ("limit" = Option<u32>, Query, description = "每页行数，1 至 100，默认 20"),
        ("cursor" = Option<String>, Query, description = "上一页给出的翻页标记")),
    responses((status = 200, body = CatalogueOut,
        headers(("Link" = String, description = "下一页的地址，rel=\"next\"；没有下一页时不出现"))),
        (status = 400, description = "RFC 9457")))]
pub(crate) async fn catalogue(
    State(portal): State<Portal>,
    Query(query): Query<CatalogueQuery>,
    Query(asked): Query<PageQuery>,
) -> Result<Response, Problem> {
    let limit = Limit::parse(asked.limit.as_deref(), USUAL, MOST)?.rows();
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let turns = xh_registry_store::turns(&mut tx).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let question = CatalogueAsked::read(&query, &turns, today(&portal.office)).map_err(|f| wrong_time(&f))?;
    let list = format!("api/catalogue/{}", question.address());
    let cursor = asked.cursor.as_deref().filter(|text| !text.is_empty());
    let place: Option<usize> = cursor.map(|text| portal.web.cursors().open(&list, text)).transpose()?;
    let force = in_force_on(&turns, question.on);
    let lines: Vec<&CatalogueEntry> =
        force.map_or_else(Vec::new, |it| it.catalogue.entries.iter().filter(|e| question.wants(e)).collect());
    let (from, rows) = (place.unwrap_or(0), usize::try_from(limit).unwrap_or(1));
    let next = Some(from.saturating_add(rows)).filter(|next| *next < lines.len());
    let next = next.map(|next| portal.web.cursors().seal(&list, &next)).transpose()?;
    let link = next
        .as_ref()
        .map(|cursor| format!("/api/v1/catalogue?{}&limit={limit}&cursor={cursor}", question.address()));
    let items = lines.iter().skip(from).take(rows).filter_map(|entry| Some(out(&release, force?, entry)));
    let answer = CatalogueOut {
        edition: force.map(|it| it.catalogue.id.clone()),
        title: force.map(|it| it.catalogue.title.clone()),
        based_on: force.map(|it| it.catalogue.based_on.clone()),
        from: force.map(|it| it.from.to_string()),
        until: force.and_then(|it| it.until).map(|day| day.to_string()),
        items: items.collect(),
        total: lines.len(),
        next,
        stand: Stand::of(&Times::now(question.on, head)),
    };
    Ok(paged(answer, link.as_deref()))
}

fn out(release: &Release, force: &InForce, entry: &CatalogueEntry) -> EntryOut {
    EntryOut {
        id: entry.id.clone(),
        item: entry.item.clone(),
        title: entry.title.clone(),
        act: entry.act.clone(),
        class: entry.class.clone(),
        class_title: force.catalogue.class_title(&entry.class).to_owned(),
        level: level(entry).to_owned(),
        level_title: level_title(entry).to_owned(),
        kinds: entry.kinds.clone(),
        kind_titles: kind_titles(release, entry),
        subjects: entry.subjects.iter().map(|kind| kind.title()).collect(),
        openness: entry.openness.word(),
        sharing: entry.sharing.word(),
        retention_years: entry.retention_years,
        providers: entry.providers.iter().map(Provider::words).collect(),
        cycle: entry.cycle.as_ref().map(Cycle::words),
        basis: entry.cites.iter().map(|cite| release.cite(cite)).collect(),
    }
}
