//! API v1, the reading part: the same answers as the pages, for programs. Writing is the intake desk's.

mod answers;
mod records;
mod subjects;

use axum::Json;
use utoipa::OpenApi;

pub(crate) use records::{record, records};
pub(crate) use subjects::{subject, subjects};

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
    paths(subjects::subjects, subjects::subject, records::records, records::record, document)
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
pub(crate) async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(openapi())
}
