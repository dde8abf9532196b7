//! `/metrics` in Prometheus' text form, on a listener of its own for the operator: how far the ledger and its
//! signature are. Signed standing still below the entries means that the signer refuses or cannot work.
//! Requests are counted by the proxy in front.

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use xh_db::{Db, Res};

const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Answers on this listener until the task is ended.
pub(crate) async fn serve(listener: TcpListener, db: Db) {
    let router = Router::new().route("/metrics", get(metrics)).with_state(db);
    if let Err(fault) = axum::serve(listener, router).await {
        tracing::error!(%fault, "metrics");
    }
}

async fn metrics(State(db): State<Db>) -> Response {
    match text(&db).await {
        Ok(text) => ([(header::CONTENT_TYPE, TEXT)], text).into_response(),
        Err(fault) => {
            tracing::error!(%fault, "metrics");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn text(db: &Db) -> Res<String> {
    let mut tx = db.read().await?;
    let entries = xh_ledger_store::head(&mut tx).await?;
    let signed = xh_ledger_store::newest_checkpoint(&mut tx).await?.map_or(0, |c| c.size);
    Ok([
        gauge("xinheng_ledger_entries", "Entries in the ledger.", entries),
        gauge("xinheng_ledger_signed_entries", "Entries under the newest checkpoint.", signed),
        gauge("xinheng_resident_bytes", "Memory in use by this process.", resident()),
    ]
    .concat())
}

fn gauge(name: &str, help: &str, number: impl std::fmt::Display) -> String {
    format!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {number}\n")
}

/// Bytes in memory, as Linux counts them; 0 elsewhere.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse::<u64>().ok());
    kib.map_or(0, |kib| kib * 1024)
}
