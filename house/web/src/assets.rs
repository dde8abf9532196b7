//! The one style sheet and the marks, served under their digest so that they may be cached for ever.
//!
//! Embedded in a release build, read from the crate's folder in a debug build. No file here comes from
//! elsewhere; there is no script.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// The address of an asset: `/assets/<first 12 hex of its SHA-256>/<name>`.
#[must_use]
pub fn address(name: &str) -> String {
    format!("/assets/{}/{name}", Assets::get(name).map_or_else(|| "0".to_owned(), |file| digest(&file.data)))
}

/// All assets with their addresses: what a static preview must write beside its pages.
#[must_use]
pub fn all() -> Vec<(String, Vec<u8>)> {
    Assets::iter()
        .filter_map(|name| Assets::get(&name).map(|file| (address(&name), file.data.into_owned())))
        .collect()
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes)).chars().take(12).collect()
}

/// `GET /assets/{hash}/{name}`. An old digest still answers, but is then not kept.
pub(crate) async fn serve(Path((hash, name)): Path<(String, String)>) -> Response {
    let Some(file) = Assets::get(&name) else { return Problem::not_found().into_response() };
    let current = hash == digest(&file.data);
    let keep = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = mime_guess::from_path(&name).first_or_octet_stream().to_string();
    let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep.to_owned())], file.data.into_owned())
        .into_response()
}
