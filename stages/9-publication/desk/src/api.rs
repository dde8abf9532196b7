//! API v1, the reading part: the same answers as the pages, for programs. Writing is the intake desk's.

mod answers;
mod catalogue;
mod changes;
mod downloads;
mod kinds;
mod obligations;
mod quality;
mod records;
mod subjects;
mod webhooks;

pub(crate) use answers::{fields, name_of};
pub use webhooks::{webhook_openapi, webhook_routes};

pub(crate) use downloads::{OnQuery, days as days_of, kinds as listed_kinds};

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json, Router};
use utoipa::OpenApi;
use xh_web::Problem;
use xh_web::describe::{Common, Served};

use crate::Portal;

/// Rows of a page when nothing is asked.
pub(crate) const USUAL: u32 = 20;
/// Most rows of a page.
pub(crate) const MOST: u32 = 100;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "信衡 API",
        version = "1",
        description = "公共信用信息的查询接口。随时间变化的回答都注明 as_of、known_at 和 position；错误按 RFC 9457。"
    ),
    paths(
        subjects::subjects,
        subjects::subject,
        records::records,
        records::record,
        changes::changes,
        downloads::downloads,
        downloads::download,
        quality::qualities,
        catalogue::catalogue,
        obligations::obligations,
        document,
    ),
    modifiers(&Common)
)]
struct Document;

/// The description of the reading part of API v1.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// 本接口的 OpenAPI 说明
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "meta",
    responses((status = 200, description = "OpenAPI 3.1")))]
pub(crate) async fn document(
    State(portal): State<Portal>,
    Extension(whole): Extension<Arc<utoipa::openapi::OpenApi>>,
) -> Result<Json<serde_json::Value>, Problem> {
    let release = portal.office.law().await?;
    Ok(Json(kinds::described(&whole, &release)?))
}

/// API v1, the reading part. `rest` describes the other parts that the same server serves.
pub fn api_routes(portal: Portal, rest: utoipa::openapi::OpenApi) -> Router {
    let whole = Arc::new(openapi().merge_from(rest));
    served().into_router().layer(Extension(whole)).with_state(portal)
}

fn served() -> Served<Portal> {
    Served::default()
        .at::<subjects::__path_subjects, _, _>(subjects::subjects)
        .at::<subjects::__path_subject, _, _>(subjects::subject)
        .at::<records::__path_records, _, _>(records::records)
        .at::<records::__path_record, _, _>(records::record)
        .at::<changes::__path_changes, _, _>(changes::changes)
        .at::<downloads::__path_downloads, _, _>(downloads::downloads)
        .at::<downloads::__path_download, _, _>(downloads::download)
        .at::<quality::__path_qualities, _, _>(quality::qualities)
        .at::<catalogue::__path_catalogue, _, _>(catalogue::catalogue)
        .at::<obligations::__path_obligations, _, _>(obligations::obligations)
        .at::<__path_document, _, _>(document)
}

#[cfg(test)]
mod tests;
