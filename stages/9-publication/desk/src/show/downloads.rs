//! The page of open data.

use axum::extract::{Query, State};
use axum::response::Response;
use xh_web::{Frame, Problem};

use crate::api::{OnQuery, days_of, listed_kinds};
use crate::bulk::columns;
use crate::load::{entered_at, today};
use crate::pages::{DownloadList, DownloadsPage, Freshness};
use crate::show::Desk;
use crate::show::desk::page;

/// `GET /downloads`
pub(crate) async fn downloads(
    State(desk): State<Desk>,
    frame: Frame,
    Query(query): Query<OnQuery>,
) -> Result<Response, Problem> {
    let today = today(&desk.portal.office);
    let mut tx = desk.portal.office.db.read().await?;
    let release = desk.portal.office.law_in(&mut tx).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let (on, error) = match days_of(query.on.as_deref(), today) {
        Ok(days) => (days.on, None),
        Err(problem) => (today, Some(problem.said().clone())),
    };
    let lists = listed_kinds(&release).map(|kind| DownloadList {
        id: kind.id.clone(),
        title: kind.title.clone(),
        columns: columns(kind).into_iter().map(|column| column.title).collect(),
    });
    let downloads = DownloadsPage {
        lists: lists.collect(),
        on: on.to_string(),
        today: today.to_string(),
        error,
        fresh: Freshness { updated: entered_at(&mut tx, head).await?, source: None },
    };
    page(&frame, &downloads)
}
