//! `serve`: the portal, the API and the log over HTTP, with the followers beside them; stops gracefully.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::net::TcpListener;
use xh_intake_desk::{Decoder, IntakeApi};
use xh_publication_desk::{OpenData, Portal};
use xh_search::SearchIndex;
use xh_web::SiteConfig;
use xh_web::{Web, headers};

use crate::cli::Serve;
use crate::exit::{Done, Exit};
use crate::place::{Opened, Place};
use crate::{clock, followers, metrics, verbs};

/// Runs the verb.
///
/// # Errors
/// `Exit` when the place cannot be opened or the address cannot be bound.
pub async fn run(asked: Serve) -> Done {
    log();
    let opened = Place::new(&asked.at.data, asked.at.database.as_deref(), &asked.at.origin)?.open().await?;
    let listener = bind(&asked.listen).await?;
    println!("门户:http://{}/", listener.local_addr()?);
    if let Some(address) = &asked.admin {
        let listener = bind(address).await?;
        println!("运维:http://{}/metrics", listener.local_addr()?);
        tokio::spawn(metrics::serve(listener, opened.office.db.clone()));
    }
    let open = OpenData::keeping(asked.feed_days);
    serve(&opened, listener, SiteConfig::default(), open).await?;
    Ok(0)
}

/// Writes JSON log lines to standard error; `RUST_LOG` chooses how many.
pub(crate) fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let made =
        tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    if let Err(fault) = made {
        eprintln!("日志未能启动:{fault}");
    }
}

/// Binds the listener before anything is promised.
pub(crate) async fn bind(address: &str) -> Result<TcpListener, Exit> {
    TcpListener::bind(address)
        .await
        .map_err(|e| Exit { code: 5, message: format!("无法监听 {address}:{e}") })
}

/// Serves until the process is told to stop.
pub(crate) async fn serve(
    opened: &Opened,
    listener: TcpListener,
    site: SiteConfig,
    open: OpenData,
) -> Result<(), Exit> {
    let search = SearchIndex::open(&opened.data.join("search")).map_err(|e| Exit::failed(&e))?;
    followers::index_once(&opened.office, &search).await?;
    opened.key.catch_up(&opened.office.db, opened.office.moment().at()).await?;
    let tasks = [
        tokio::spawn(followers::sign(opened.office.clone(), Arc::clone(&opened.key))),
        tokio::spawn(followers::index(opened.office.clone(), search.clone())),
        tokio::spawn(followers::note_ends(opened.office.clone(), opened.actor.clone())),
        tokio::spawn(followers::forget_answers(opened.office.clone())),
    ];
    let router = router_for(opened, search, site, verbs::decoder()?, open)?;
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, router).with_graceful_shutdown(stopped()).await;
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    served.map_err(|e| Exit::failed(&e))
}

/// Every route of the binary, with the usual ways for data to leave.
///
/// # Errors
/// `Exit` when the system has no randomness for the server's secret.
pub fn router(
    opened: &Opened,
    search: SearchIndex,
    site: SiteConfig,
    decoder: Decoder,
) -> Result<Router, Exit> {
    router_for(opened, search, site, decoder, OpenData::default())
}

fn router_for(
    opened: &Opened,
    search: SearchIndex,
    site: SiteConfig,
    decoder: Decoder,
    open: OpenData,
) -> Result<Router, Exit> {
    let web = Web::new(site, &clock::seed()?, clock::now().unix_micros());
    let db = opened.office.db.clone();
    let prove_db = db.clone();
    let portal = Portal {
        office: opened.office.clone(),
        search,
        web: web.clone(),
        vkey: opened.key.vkey(),
        origin: opened.key.origin().to_owned(),
        open,
        prove: Arc::new(move |position, shown: Vec<String>| {
            let db = prove_db.clone();
            Box::pin(async move {
                let mut tx = db.read().await?;
                xh_ledger_desk::prove(&mut tx, position, |name| shown.iter().any(|s| s == name)).await
            })
        }),
    };
    let ready = opened.office.clone();
    let health = Router::new().route("/healthz", get(|| async { "ok" })).route(
        "/readyz",
        get(move || {
            let office = ready.clone();
            async move {
                if office.law().await.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
            }
        }),
    );
    let routes = xh_publication_desk::portal_routes(portal.clone())
        .merge(xh_publication_desk::api_routes(portal, xh_intake_desk::openapi()))
        .merge(xh_intake_desk::api_routes(IntakeApi::new(opened.office.clone(), decoder)))
        .merge(xh_ledger_desk::routes(db))
        .merge(health);
    Ok(headers::finish(routes, &web))
}

async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
}
