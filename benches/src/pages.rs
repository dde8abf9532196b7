//! P3, second half: the file of an organisation as a visitor gets it, through the whole router in this process, on
//! the database that P1 filled. No network, one visitor after another.

use std::path::Path;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt as _;
use xh_search::SearchIndex;
use xh_web::SiteConfig;
use xinheng::exit::Exit;
use xinheng::{followers, serve};

use crate::city::City;
use crate::sheet::{Sheet, number, percentile};

const REQUESTS: usize = 1_000;
/// Requests before the count: the law and the templates are read once.
const WARM: usize = 20;
const BYTES_MAX: usize = 16 << 20;
/// Milliseconds.
const GOAL: f64 = 150.0;

/// Asks for pages.
pub async fn run(city: &City, folder: &Path, sheet: &mut Sheet) -> Result<(), Exit> {
    let search = SearchIndex::open(&folder.join("search")).map_err(|fault| Exit::failed(&fault))?;
    followers::index_once(&city.opened.office, &search).await?;
    let router = serve::router(&city.opened, search, SiteConfig::default(), city.decoder.clone())?;
    let known = city.some(REQUESTS).await?;
    for one in known.iter().take(WARM) {
        page(&router, one.uscc.as_str()).await?;
    }
    let (mut times, mut bytes) = (Vec::with_capacity(known.len()), 0);
    for one in &known {
        let (time, size) = page(&router, one.uscc.as_str()).await?;
        times.push(time);
        bytes += size;
    }
    let title = format!("P3 主体页 {} 次，p50", times.len());
    let mean = bytes / times.len().max(1) / 1_024;
    sheet.note(&title, format!("{} ms（平均 {mean} KiB）", number(percentile(&times, 0.5))));
    sheet.at_most("P3 主体页 p99", percentile(&times, 0.99), " ms", GOAL);
    Ok(())
}

async fn page(router: &Router, uscc: &str) -> Result<(Duration, usize), Exit> {
    let path = format!("/subjects/{uscc}");
    let request = Request::get(&path).header(header::ACCEPT, "text/html").body(Body::empty());
    let request = request.map_err(|fault| Exit::failed(&fault))?;
    let began = Instant::now();
    let Ok(answer) = router.clone().oneshot(request).await;
    let status = answer.status();
    let body = to_bytes(answer.into_body(), BYTES_MAX).await.map_err(|fault| Exit::failed(&fault))?;
    match status {
        StatusCode::OK => Ok((began.elapsed(), body.len())),
        other => Err(Exit::missing(format!("{path}：{other}"))),
    }
}
