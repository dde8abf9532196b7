//! 报送质量 for programs: counts first, shares in basis points beside them.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use xh_registry::Ratio;
use xh_web::Problem;
use xh_web::paging::Limit;

use crate::Portal;
use crate::api::answers::{Stand, paged, wrong_time};
use crate::api::records::PageQuery;
use crate::api::{MOST, USUAL};
use crate::load::{
    Asked, QualityLine, QualityPlace, QualityQuery, Times, lines_behind, quality_lines, today,
};

/// One organ and kind in one month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QualityOut {
    /// 单位的统一社会信用代码
    organ: String,
    organ_name: String,
    /// 信息类别
    kind: String,
    kind_title: String,
    /// 产生数，单位自己申报；null 为未提供
    produced: Option<i64>,
    /// 上报数
    reported: i64,
    /// 未报数；产生数未提供时为 null
    unreported: Option<i64>,
    /// 合规数
    conforming: i64,
    /// 及时数
    timely: i64,
    /// 有规定期限的件数，及时率的分母
    timed: i64,
    /// 上报率，万分数，向下取整
    reporting_bp: Option<i64>,
    /// 合规率，万分数，向下取整
    conformity_bp: Option<i64>,
    /// 及时率，万分数，向下取整
    timeliness_bp: Option<i64>,
}

/// A page of the board.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QualitiesOut {
    /// 决定日期所在的月份
    month: String,
    items: Vec<QualityOut>,
    /// 总行数
    total: usize,
    /// 下一页的翻页标记
    next: Option<String>,
    #[serde(flatten)]
    stand: Stand,
}

/// 报送质量：各单位各类别一个月的上报、合规、及时
#[utoipa::path(get, path = "/api/v1/quality", tag = "quality",
    params(("month" = Option<String>, Query, description = "月份，如 2026-04，默认上个月"),
        ("kind" = Option<String>, Query, description = "信息类别，默认全部"),
        ("organ" = Option<String>, Query, description = "单位的统一社会信用代码，默认全部"),
        ("limit" = Option<u32>, Query, description = "每页行数，1 至 100，默认 20"),
        ("cursor" = Option<String>, Query, description = "上一页给出的翻页标记")),
    responses((status = 200, body = QualitiesOut,
        headers(("Link" = String, description = "下一页的地址，rel=\"next\"；没有下一页时不出现"))),
        (status = 400, description = "RFC 9457")))]
pub(crate) async fn qualities(
    State(portal): State<Portal>,
    Query(query): Query<QualityQuery>,
    Query(asked): Query<PageQuery>,
) -> Result<Response, Problem> {
    let limit = Limit::parse(asked.limit.as_deref(), USUAL, MOST)?.rows();
    let day = today(&portal.office);
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let organs = xh_registry_store::organs(&mut tx).await?;
    let question = Asked::read(&query, &release, &organs, day).map_err(|fault| wrong_time(&fault))?;
    let list = format!("api/quality/{}", question.address());
    let cursor = asked.cursor.as_deref().filter(|text| !text.is_empty());
    let place: Option<QualityPlace> =
        cursor.map(|text| portal.web.cursors().open(&list, text)).transpose()?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let all = quality_lines(&mut tx, &release, &organs, question.month).await?;
    let lines: Vec<&QualityLine> = all.iter().filter(|line| question.wants(line)).collect();
    let rows = usize::try_from(limit).unwrap_or(1);
    let (here, next) = lines_behind(&lines, place.as_ref(), rows);
    let next = next.map(|next| portal.web.cursors().seal(&list, &next)).transpose()?;
    let link = next
        .as_ref()
        .map(|cursor| format!("/api/v1/quality?{}&limit={limit}&cursor={cursor}", question.address()));
    let answer = QualitiesOut {
        month: question.month.to_string(),
        items: here.into_iter().map(out).collect(),
        total: lines.len(),
        next,
        stand: Stand::of(&Times::now(day, head)),
    };
    Ok(paged(answer, link.as_deref()))
}

fn out(line: &QualityLine) -> QualityOut {
    let (quality, count) = (&line.quality, &line.quality.count);
    QualityOut {
        organ: line.uscc.clone(),
        organ_name: line.organ.clone(),
        kind: count.kind.clone(),
        kind_title: line.kind_title.clone(),
        produced: quality.produced,
        reported: count.reported,
        unreported: quality.unreported(),
        conforming: count.conforming,
        timely: count.timely,
        timed: count.timed,
        reporting_bp: quality.reporting().map(Ratio::basis_points),
        conformity_bp: quality.conformity().map(Ratio::basis_points),
        timeliness_bp: quality.timeliness().map(Ratio::basis_points),
    }
}
