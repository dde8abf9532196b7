//! 首次使用: the page behind the first administrator's link. Looking at it uses nothing up, so that a preview of the link
//! does no harm; the form does. The secret in the form is what a foreign page cannot know; a foreign origin is refused.

use std::sync::Arc;

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, http::StatusCode};
use serde::{Deserialize, Serialize};
use xh_db::Db;
use xh_kernel::{Instant, Moment};
use xh_web::token::Token;
use xh_web::{Frame, Problem, page};

use crate::link::{FirstToken, Link, LinkState, link_state, use_link};

/// Where the link leads.
pub const START: &str = "/start";
/// A day in microseconds.
const DAY: i64 = 86_400_000_000;
const DAYS: [u32; 3] = [30, 90, 365];
const NAME_MOST: usize = 40;

/// What the page stands on.
#[derive(Clone)]
pub struct Doors {
    /// The library.
    pub db: Db,
    /// The moment of an act that begins now.
    pub moment: Arc<dyn Fn() -> Moment + Send + Sync>,
    /// Public key of the log the link is for.
    pub log: String,
}

impl std::fmt::Debug for Doors {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Doors").field("log", &self.log).finish_non_exhaustive()
    }
}

/// 首次使用页
#[derive(Debug, Clone, Serialize)]
pub struct StartPage {
    /// `open`, `used`, `expired`, `unknown`, or `made` once the token is there.
    pub state: &'static str,
    /// The link's secret, for the form.
    pub key: String,
    /// Name of the token.
    pub name: String,
    /// Days to choose from.
    pub days: Vec<u32>,
    /// What is wrong with what was filled in.
    pub wrong: Option<String>,
    /// The token, shown this once.
    pub token: Option<String>,
    /// The last day the token is good for.
    pub until: Option<String>,
}

/// The page's address.
pub fn start_routes(doors: Doors) -> Router {
    Router::new().route(START, get(look).post(begin)).with_state(doors)
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    key: String,
}

#[derive(Deserialize)]
struct Filled {
    key: String,
    name: String,
    days: u32,
}

/// `GET /start?key=`
async fn look(
    State(doors): State<Doors>,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let now = (doors.moment)().at().clone();
    let state = link_state(&doors.db, &Link::of(&asked.key), &doors.log, &now).await?;
    show(&frame, &StartPage::of(state, asked.key))
}

/// `POST /start`
async fn begin(
    State(doors): State<Doors>,
    frame: Frame,
    headers: HeaderMap,
    Form(filled): Form<Filled>,
) -> Result<Response, Problem> {
    if is_foreign(&headers) {
        return Err(Problem::new(xh_web::ProblemKind::Forbidden, "这个表单是从别的网站提交的，没有执行"));
    }
    let name = filled.name.trim().to_owned();
    if let Some(wrong) = wrong(&name, filled.days) {
        let open = StartPage { wrong: Some(wrong), name, ..StartPage::of(LinkState::Open, filled.key) };
        return show(&frame, &open);
    }
    let mut moment = (doors.moment)();
    let until = Instant::from_unix_micros(moment.at().unix_micros() + DAY * i64::from(filled.days));
    let token = Token::from_random(&random(&mut moment));
    let first = FirstToken { name: &name, digest: &token.digest(), until: &until };
    match use_link(&doors.db, &mut moment, &Link::of(&filled.key), &doors.log, &first).await? {
        LinkState::Open => show(&frame, &StartPage::made(name, &token, &until)),
        state => show(&frame, &StartPage::of(state, filled.key)),
    }
}

fn random(moment: &mut Moment) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.chunks_exact_mut(16).for_each(|half| half.copy_from_slice(&moment.salt()));
    bytes
}

fn wrong(name: &str, days: u32) -> Option<String> {
    if name.is_empty() || name.chars().count() > NAME_MOST || name.chars().any(char::is_control) {
        return Some(format!("用途名称应为 1 至 {NAME_MOST} 个字"));
    }
    (!DAYS.contains(&days)).then(|| "请从所列期限中选择".to_owned())
}

/// A browser says from where a form comes; a program that says nothing has the secret and no victim.
fn is_foreign(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let elsewhere = |origin: &str| {
        let host = origin.split_once("://").map(|(_, host)| host);
        host.is_none() || host != said(header::HOST.as_str())
    };
    said("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
        || said(header::ORIGIN.as_str()).is_some_and(elsewhere)
}

fn show(frame: &Frame, start: &StartPage) -> Result<Response, Problem> {
    let status = match start.state {
        "used" | "expired" => StatusCode::GONE,
        "unknown" => StatusCode::NOT_FOUND,
        _ if start.wrong.is_some() => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let kept = [(header::CACHE_CONTROL, "no-store"), (header::REFERRER_POLICY, "no-referrer")];
    Ok((status, kept, frame.show(start)?).into_response())
}

impl StartPage {
    fn of(state: LinkState, key: String) -> StartPage {
        let word = match state {
            LinkState::Open => "open",
            LinkState::Used => "used",
            LinkState::Expired => "expired",
            LinkState::Unknown => "unknown",
        };
        let key = if state == LinkState::Open { key } else { String::new() };
        let (name, days) = ("首位管理员".to_owned(), DAYS.to_vec());
        StartPage { state: word, key, name, days, wrong: None, token: None, until: None }
    }

    fn made(name: String, token: &Token, until: &Instant) -> StartPage {
        let (token, until) = (Some(token.text().to_owned()), Some(until.legal_day().to_string()));
        StartPage { state: "made", name, token, until, ..StartPage::of(LinkState::Used, String::new()) }
    }
}

fn open() -> StartPage {
    StartPage::of(LinkState::Open, "0".repeat(43))
}

fn wrong_name() -> StartPage {
    StartPage { wrong: wrong("", 30), name: String::new(), ..open() }
}

fn used() -> StartPage {
    StartPage::of(LinkState::Used, String::new())
}

fn expired() -> StartPage {
    StartPage::of(LinkState::Expired, String::new())
}

fn unknown() -> StartPage {
    StartPage::of(LinkState::Unknown, String::new())
}

fn made() -> StartPage {
    StartPage::made("首位管理员".to_owned(), &Token::from_random(&[0; 32]), &Instant::from_unix_micros(0))
}

page!(StartPage, "start.html", samples = [open(), wrong_name(), used(), expired(), unknown(), made()]);

#[cfg(test)]
mod tests;
