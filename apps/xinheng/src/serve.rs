//! `serve`: the portal, the API and the log over HTTP, with the followers beside them; stops gracefully.

use std::fs::File;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::net::TcpListener;
use xh_access::{Doors, Link, START};
use xh_intake_desk::{Decoder, IntakeApi};
use xh_publication_desk::{Courier, OpenData, Portal};
use xh_registry_desk::ReviewDesk;
use xh_search::SearchIndex;
use xh_web::SiteConfig;
use xh_web::{Web, headers};

use crate::cli::{Outgoing, Serve};
use crate::exit::{Done, Exit};
use crate::place::Opened;
use crate::{city, clock, followers, metrics, verbs, webhooks};

/// Held by the process that serves a data folder.
const LOCK: &str = "serve.lock";

/// Runs the verb.
///
/// # Errors
/// `Exit` when the place cannot be opened or the address cannot be bound.
pub async fn run(asked: Serve) -> Done {
    log();
    let site = city::site(&asked.at.data, asked.profile.as_deref())?;
    let opened = verbs::open(&asked.at).await?;
    let _alone = alone(&opened.data)?;
    let listener = bind(&asked.listen).await?;
    let address = format!("http://{}", listener.local_addr()?);
    println!("门户:{address}/");
    if let Some(address) = &asked.admin {
        let listener = bind(address).await?;
        println!("运维:http://{}/metrics", listener.local_addr()?);
        tokio::spawn(metrics::serve(listener, opened.office.db.clone()));
    }
    if !site.demo {
        site.missing().iter().for_each(|what| eprintln!("页脚缺少{what};请在城市档案中填写"));
    }
    offer(&opened, &address).await?;
    let open = OpenData::keeping(asked.feed_days);
    serve(&opened, listener, site, open, &asked.outgoing).await?;
    Ok(0)
}

/// A data folder is served by one process; the system takes the lock back from one that was killed.
fn alone(data: &Path) -> Result<File, Exit> {
    let lock = File::options().create(true).truncate(false).write(true).mode(0o600).open(data.join(LOCK))?;
    let shown = data.display();
    let message = format!(
        "数据目录「{shown}」正由另一个进程提供服务;请先停止它。要在同一个 PostgreSQL 上增加节点,请另设 --data 并把密钥复制过去"
    );
    lock.try_lock().map_err(|_| Exit { code: 5, message })?;
    Ok(lock)
}

/// Prints the first administrator's link where nobody has a token yet; once an hour, whoever starts.
async fn offer(opened: &Opened, address: &str) -> Result<(), Exit> {
    let (link, moment) = (Link::from_random(&clock::seed()?), opened.office.moment());
    if xh_access::offer_link(&opened.office.db, &moment, &link, &opened.key.vkey()).await? {
        println!("首位管理员(一小时内有效,只能用一次):{address}{START}?key={}", link.text());
    }
    Ok(())
}

/// Writes JSON log lines to standard error; `RUST_LOG` chooses how many.
pub(crate) fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    // A log that cannot be written (the disk is full) is no reason to answer nobody.
    let log = tracing_subscriber::fmt().json().log_internal_errors(false);
    let made = log.with_env_filter(filter).with_writer(std::io::stderr).try_init();
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
    outgoing: &Outgoing,
) -> Result<(), Exit> {
    let courier = webhooks::courier(opened, outgoing, open.feed_days)?;
    let search = SearchIndex::open(&opened.data.join("search")).map_err(|e| Exit::failed(&e))?;
    followers::index_once(&opened.office, &search).await?;
    opened.key.catch_up(&opened.office.db, opened.office.moment().at()).await?;
    let tasks = [
        tokio::spawn(followers::sign(opened.office.clone(), Arc::clone(&opened.key))),
        tokio::spawn(followers::index(opened.office.clone(), search.clone())),
        tokio::spawn(followers::note_ends(opened.office.clone(), opened.actor.clone())),
        tokio::spawn(followers::forget_answers(opened.office.clone())),
        tokio::spawn(webhooks::follow(courier.clone())),
    ];
    let router = router_for(opened, search, site, verbs::decoder()?, open, courier)?;
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
    let courier = webhooks::courier(opened, &Outgoing::default(), None)?;
    router_for(opened, search, site, decoder, OpenData::default(), courier)
}

fn router_for(
    opened: &Opened,
    search: SearchIndex,
    site: SiteConfig,
    decoder: Decoder,
    open: OpenData,
    courier: Courier,
) -> Result<Router, Exit> {
    let web = Web::new(site, &clock::seed()?, clock::now().unix_micros());
    let db = opened.office.db.clone();
    let prove_db = db.clone();
    let portal = Portal {
        office: opened.office.clone(),
        search,
        web: web.clone(),
        vkey: opened.key.vkey(),
        sm2: opened.key.sm2().map(|sm2| sm2.verifier().vkey()),
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
        .merge(xh_publication_desk::api_routes(portal, verbs::openapi_beside()))
        .merge(xh_publication_desk::webhook_routes(courier))
        .merge(xh_intake_desk::api_routes(IntakeApi::new(opened.office.clone(), decoder)))
        .merge(xh_registry_desk::api_routes(ReviewDesk::new(opened.office.clone())))
        .merge(xh_ledger_desk::routes(db))
        .merge(xh_access::start_routes(doors(opened)))
        .merge(health);
    Ok(headers::finish(routes, &web))
}

fn doors(opened: &Opened) -> Doors {
    let office = opened.office.clone();
    let (db, log) = (office.db.clone(), opened.key.vkey());
    Doors { db, moment: Arc::new(move || office.moment()), log }
}

/// Resolves when the process is told to stop.
pub(crate) async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
}
