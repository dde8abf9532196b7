//! The log over HTTP in the C2SP tlog-tiles layout. Tiles are immutable; the checkpoint is never cached.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use xh_db::{Db, Res};
use xh_ledger::tree::{Tile, parse_tile_index};

/// Entries in a full bundle (C2SP tlog-tiles).
const WIDTH: u16 = 256;
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// `/checkpoint`, `/tile/<L>/<N>[.p/<W>]` and `/tile/entries/<N>[.p/<W>]`.
pub fn routes(db: Db) -> Router {
    Router::new()
        .route("/checkpoint", get(checkpoint))
        .route("/tile/entries/{*path}", get(bundle))
        .route("/tile/{level}/{*path}", get(tile))
        .with_state(db)
}

async fn checkpoint(State(db): State<Db>) -> Response {
    let read = async { xh_ledger_store::newest_checkpoint(&mut db.read().await?).await };
    match read.await {
        Ok(Some(newest)) => {
            let headers =
                [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
            (headers, newest.note).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(fault) => failed(&fault),
    }
}

async fn tile(State(db): State<Db>, Path((level, path)): Path<(String, String)>) -> Response {
    let Some(tile) = Tile::parse_parts(&level, &path) else { return StatusCode::NOT_FOUND.into_response() };
    bytes(read_tile(&db, tile).await)
}

async fn read_tile(db: &Db, tile: Tile) -> Res<Option<Vec<u8>>> {
    let index = i64::try_from(tile.index).unwrap_or(i64::MAX);
    let stored = xh_ledger_store::tile(&mut db.read().await?, i64::from(tile.level), index).await?;
    Ok(stored.and_then(|whole| whole.get(..tile.bytes()).map(<[u8]>::to_vec)))
}

async fn bundle(State(db): State<Db>, Path(path): Path<String>) -> Response {
    let Some((index, width)) = parse_tile_index(&path) else { return StatusCode::NOT_FOUND.into_response() };
    bytes(read_bundle(&db, index, width).await)
}

async fn read_bundle(db: &Db, index: u64, width: u16) -> Res<Option<Vec<u8>>> {
    let Ok(first) = i64::try_from(index.saturating_mul(u64::from(WIDTH))) else { return Ok(None) };
    let end = first.saturating_add(i64::from(width));
    let mut tx = db.read().await?;
    let signed = xh_ledger_store::newest_checkpoint(&mut tx).await?.map_or(0, |c| c.size);
    if end > signed {
        return Ok(None);
    }
    let mut out = Vec::new();
    for entry in xh_ledger_store::leaf_page(&mut tx, first, end).await? {
        xh_ledger::bundle::append(&mut out, &entry).map_err(|e| xh_db::Fault::found("公开条目", e))?;
    }
    Ok(Some(out))
}

fn bytes(read: Res<Option<Vec<u8>>>) -> Response {
    match read {
        Ok(Some(bytes)) => {
            let headers =
                [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, IMMUTABLE)];
            (headers, bytes).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(fault) => failed(&fault),
    }
}

fn failed(fault: &xh_db::Fault) -> Response {
    tracing::error!(%fault, "log route");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
