//! 应报事项 for programs: each period an organ owes, and whether it came.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use xh_registry::Standing;
use xh_web::Problem;
use xh_web::paging::Limit;

use crate::Portal;
use crate::api::answers::{Stand, paged, wrong_time};
use crate::api::records::PageQuery;
use crate::api::{MOST, USUAL};
use crate::load::{
    ObligationLine, ObligationPlace, ObligationsAsked, ObligationsQuery, Times, obligation_lines,
    obligations_behind, today,
};

/// One period of one organ and item.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ObligationOut {
    /// 单位的统一社会信用代码
    organ: String,
    organ_name: String,
    /// 目录事项
    item: String,
    title: String,
    /// 目录版本
    edition: String,
    /// 期次，如 2026-10、2026-Q4、2026；按工作日的为首日
    period: String,
    from: String,
    to: String,
    /// 报送期限的最后一日
    due: String,
    /// 期限跨越尚未公布工作日历的年份，为暂定
    provisional: bool,
    /// overdue、due、running、reported、nothing
    state: &'static str,
    /// 逾期的天数
    days_overdue: Option<i64>,
    /// 其中的工作日
    workdays_overdue: Option<u32>,
    /// 首次报送或零报告的日期
    answered_on: Option<String>,
    /// 报送在期限之后
    late: Option<bool>,
    /// 报送的条数
    records: Option<i64>,
}

/// A page of the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ObligationsOut {
    items: Vec<ObligationOut>,
    /// 总行数
    total: usize,
    /// 其中逾期未报的
    overdue: usize,
    /// 下一页的翻页标记
    next: Option<String>,
    #[serde(flatten)]
    stand: Stand,
}

/// 各单位按目录应报的期次和逾期未报的情形，回看一年
#[utoipa::path(get, path = "/api/v1/obligations", tag = "catalogue",
    params(("on" = Option<String>, Query, description = "按哪一天的情形，如 2026-10-01，默认今天，不晚于今天"),
        ("organ" = Option<String>, Query, description = "单位的统一社会信用代码，默认全部"),
        ("item" = Option<String>, Query, description = "目录事项，默认全部"),
        ("state" = Option<String>, Query,
            description = "owed（待报送和逾期，默认）、all、overdue、due、running、reported、nothing"),
        ("limit" = Option<u32>, Query, description = "每页行数，1 至 100，默认 20"),
        ("cursor" = Option<String>, Query, description = "上一页给出的翻页标记")),
    responses((status = 200, body = ObligationsOut,
        headers(("Link" = String, description = "下一页的地址，rel=\"next\"；没有下一页时不出现"))),
        (status = 400, description = "RFC 9457")))]
pub(crate) async fn obligations(
    State(portal): State<Portal>,
    Query(query): Query<ObligationsQuery>,
    Query(asked): Query<PageQuery>,
) -> Result<Response, Problem> {
    let limit = Limit::parse(asked.limit.as_deref(), USUAL, MOST)?.rows();
    let day = today(&portal.office);
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let organs = xh_registry_store::organs(&mut tx).await?;
    let turns = xh_registry_store::turns(&mut tx).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let question = ObligationsAsked::read(&query, &turns, &organs, day).map_err(|f| wrong_time(&f))?;
    let list = format!("api/obligations/{}", question.address());
    let cursor = asked.cursor.as_deref().filter(|text| !text.is_empty());
    let place: Option<ObligationPlace> =
        cursor.map(|text| portal.web.cursors().open(&list, text)).transpose()?;
    let all = obligation_lines(&mut tx, &release, &turns, question.on).await?;
    let lines: Vec<&ObligationLine> = all.iter().filter(|line| question.wants(line)).collect();
    let rows = usize::try_from(limit).unwrap_or(1);
    let (here, next) = obligations_behind(&lines, place.as_ref(), rows);
    let next = next.map(|next| portal.web.cursors().seal(&list, &next)).transpose()?;
    let link = next
        .as_ref()
        .map(|cursor| format!("/api/v1/obligations?{}&limit={limit}&cursor={cursor}", question.address()));
    let answer = ObligationsOut {
        items: here.into_iter().map(out).collect(),
        total: lines.len(),
        overdue: lines.iter().filter(|line| matches!(line.standing, Standing::Overdue { .. })).count(),
        next,
        stand: Stand::of(&Times::now(question.on, head)),
    };
    Ok(paged(answer, link.as_deref()))
}

fn out(line: &ObligationLine) -> ObligationOut {
    let (days, workdays) = match line.standing {
        Standing::Overdue { days, workdays } => (Some(days), Some(workdays)),
        _ => (None, None),
    };
    let (answered, late, records) = match line.standing {
        Standing::Reported { on, many, late } => (Some(on), Some(late), Some(many)),
        Standing::Nothing { on, late } => (Some(on), Some(late), None),
        _ => (None, None, None),
    };
    ObligationOut {
        organ: line.uscc.clone(),
        organ_name: line.organ.clone(),
        item: line.item.clone(),
        title: line.title.clone(),
        edition: line.edition.clone(),
        period: line.period.clone(),
        from: line.from.to_string(),
        to: line.to.to_string(),
        due: line.due.to_string(),
        provisional: line.provisional,
        state: line.standing.word(),
        days_overdue: days,
        workdays_overdue: workdays,
        answered_on: answered.map(|day| day.to_string()),
        late,
        records,
    }
}
