//! 报送质量: the board of a month, from counts that the registry adds up.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use xh_policy::Release;
use xh_publication::public_name;
use xh_registry::{Month, Organ, QualitySum, Ratio, quality_sum};
use xh_web::{Frame, Problem, Said, say};

use crate::load::said;
use crate::load::{
    Asked, QualityLine, QualityPlace, QualityQuery, entered_at, is_reported, lines_behind, quality_lines,
    today,
};
use crate::pages::{
    FilterLink, Freshness, QualityOrgan, QualityPage, QualityRatio, QualityRow, QualityShare,
};
use crate::show::desk::{Desk, page};

const ROWS: usize = 40;

/// `?cursor=`, beside what is asked.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct CursorQuery {
    #[serde(default)]
    cursor: Option<String>,
}

impl CursorQuery {
    /// Where the list goes on.
    pub(crate) fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref().filter(|text| !text.is_empty())
    }
}

/// `GET /quality`
pub(crate) async fn quality(
    State(desk): State<Desk>,
    frame: Frame,
    Query(query): Query<QualityQuery>,
    Query(going_on): Query<CursorQuery>,
) -> Result<Response, Problem> {
    let day = today(&desk.portal.office);
    let mut tx = desk.portal.office.db.read().await?;
    let release = desk.portal.office.law_in(&mut tx).await?;
    let organs = xh_registry_store::organs(&mut tx).await?;
    let (asked, error) = match Asked::read(&query, &release, &organs, day) {
        Ok(asked) => (asked, None),
        Err(fault) => {
            (Asked::usual(day), Some(say!("{fault}；下面是上个月的全部报送", fault = said(&fault))))
        }
    };
    let list = format!("quality/{}", asked.address());
    let cursor = going_on.cursor().filter(|_| error.is_none());
    let place: Option<QualityPlace> =
        cursor.map(|text| desk.portal.web.cursors().open(&list, text)).transpose()?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let key = (asked.month.first_day(), head, 0);
    let all = match desk.quality.get(key) {
        Some(known) => known,
        None => quality_lines(&mut tx, &release, &organs, asked.month).await?,
    };
    desk.quality.put(key, &all);
    let lines: Vec<&QualityLine> = all.iter().filter(|line| asked.wants(line)).collect();
    let (here, next) = lines_behind(&lines, place.as_ref(), ROWS);
    let sealed = next.map(|next| desk.portal.web.cursors().seal(&list, &next)).transpose()?;
    let shown = QualityPage {
        lines: here.into_iter().map(|line| row(&asked, line)).collect(),
        shares: shares(&lines),
        total: i64::try_from(lines.len()).unwrap_or(i64::MAX),
        next: sealed.map(|cursor| format!("{}&cursor={cursor}", address(&asked))),
        first: place.map(|_| address(&asked)),
        error,
        fresh: Freshness { updated: entered_at(&mut tx, head).await?, source: None },
        ..empty(&asked, &release, &organs, Month::of(day))
    };
    page(&frame, &shown)
}

/// The question and its neighbours, without an answer.
fn empty(asked: &Asked, release: &Release, organs: &[Organ], latest: Month) -> QualityPage {
    let at = |month| address(&Asked { month, ..asked.clone() });
    let organ = organs.iter().find(|organ| organ.uscc.as_str() == asked.organ);
    QualityPage {
        month: asked.month.to_string(),
        month_title: asked.month.chinese(),
        latest: latest.to_string(),
        kind: asked.kind.clone(),
        organ: organ.map(|organ| QualityOrgan {
            name: public_name(&organ.name),
            uscc: asked.organ.clone(),
            all: address(&Asked { organ: String::new(), ..asked.clone() }),
        }),
        earlier: at(asked.month.previous()),
        later: (asked.month < latest).then(|| at(asked.month.next())),
        kinds: kinds(asked, release),
        shares: Vec::new(),
        lines: Vec::new(),
        total: 0,
        next: None,
        first: None,
        error: None,
        fresh: Freshness::default(),
    }
}

fn address(asked: &Asked) -> String {
    format!("/quality?{}", asked.address())
}

fn kinds(asked: &Asked, release: &Release) -> Vec<FilterLink> {
    let link = |id: &str, title: &str| FilterLink {
        title: title.to_owned(),
        href: address(&Asked { kind: id.to_owned(), ..asked.clone() }),
        current: id == asked.kind,
    };
    let reported = release.kinds().iter().filter(|kind| is_reported(kind));
    std::iter::once(link("", "全部")).chain(reported.map(|kind| link(&kind.id, &kind.title))).collect()
}

fn ratio(of: Option<Ratio>) -> Option<QualityRatio> {
    of.map(|ratio| QualityRatio {
        percent: ratio.percent(),
        numerator: ratio.numerator,
        denominator: ratio.denominator,
        exceeds: ratio.exceeds(),
    })
}

fn row(asked: &Asked, line: &QualityLine) -> QualityRow {
    let quality = &line.quality;
    QualityRow {
        organ: line.organ.clone(),
        href: address(&Asked { organ: line.uscc.clone(), ..asked.clone() }),
        kind: line.kind_title.clone(),
        produced: quality.produced,
        reported: quality.count.reported,
        unreported: quality.unreported(),
        reporting: ratio(quality.reporting()),
        conformity: ratio(quality.conformity()),
        timeliness: ratio(quality.timeliness()),
    }
}

/// The three shares over all lines asked for; none when there are no lines.
fn shares(lines: &[&QualityLine]) -> Vec<QualityShare> {
    if lines.is_empty() {
        return Vec::new();
    }
    let sum: QualitySum = quality_sum(lines.iter().map(|line| &line.quality));
    let share =
        |label: &str, of, meaning: Said| QualityShare { label: label.to_owned(), share: ratio(of), meaning };
    let missing = match sum.not_provided {
        0 => say!("各行都已提供产生数"),
        lines => say!("只算已提供产生数的；另有 {lines} 行未提供", lines = lines),
    };
    vec![
        share("上报率", Ratio::of(sum.reported_of_produced, sum.produced), missing),
        share("合规率", Ratio::of(sum.conforming, sum.reported), say!("国家格式要求的字段都填了")),
        share("及时率", Ratio::of(sum.timely, sum.timed), say!("只算规定了期限的类别")),
    ]
}
