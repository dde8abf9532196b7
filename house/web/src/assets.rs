//! The one style sheet and the marks, served under their digest so that they may be cached for ever.
//!
//! Embedded in a release build, read from the crate's folder in a debug build. No file here comes from
//! elsewhere; there is no script. The sheet is written in parts (`assets/sheet/`) and served as one.

use std::borrow::Cow;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// The sheet's name; its parts are joined in the order of their names.
const SHEET: &str = "xinheng.css";
const PARTS: &str = "sheet/";

/// The bytes of an asset; a part of the sheet is none by itself.
fn bytes(name: &str) -> Option<Cow<'static, [u8]>> {
    match name {
        SHEET => Some(Cow::Owned(sheet())),
        part if part.starts_with(PARTS) => None,
        other => Assets::get(other).map(|file| file.data),
    }
}

fn sheet() -> Vec<u8> {
    let mut parts: Vec<_> = Assets::iter().filter(|name| name.starts_with(PARTS)).collect();
    parts.sort_unstable();
    parts.iter().filter_map(|part| Assets::get(part)).flat_map(|part| part.data.into_owned()).collect()
}

/// The address of an asset: `/assets/<first 12 hex of its SHA-256>/<name>`.
#[must_use]
pub fn address(name: &str) -> String {
    format!("/assets/{}/{name}", bytes(name).map_or_else(|| "0".to_owned(), |bytes| digest(&bytes)))
}

/// All assets with their addresses: what a static preview must write beside its pages.
#[must_use]
pub fn all() -> Vec<(String, Vec<u8>)> {
    let names = Assets::iter().filter(|name| !name.starts_with(PARTS)).chain([Cow::Borrowed(SHEET)]);
    names.filter_map(|name| bytes(&name).map(|bytes| (address(&name), bytes.into_owned()))).collect()
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes)).chars().take(12).collect()
}

/// `GET /assets/{hash}/{name}`. An old digest still answers, but is then not kept.
pub(crate) async fn serve(Path((hash, name)): Path<(String, String)>) -> Response {
    let Some(bytes) = bytes(&name) else { return Problem::not_found().into_response() };
    let current = hash == digest(&bytes);
    let keep = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = mime_guess::from_path(&name).first_or_octet_stream().to_string();
    let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep.to_owned())], bytes.into_owned())
        .into_response()
}
