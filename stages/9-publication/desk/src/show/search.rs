//! 查信用: a code goes straight to its page; the number of a person is neither looked up nor shown again.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xh_publication::{Typed, typed};
use xh_search::{Cursor, Hit, Matched, Page, SearchIndex};
use xh_web::{Frame, Mode, Problem};

use crate::load::{entered_at, known_code};
use crate::pages::{Freshness, SearchHit, SearchPage, SearchState, Tag, highlight};
use crate::show::desk::{Desk, page};

const ROWS: usize = 20;

/// `?q=&cursor=`
#[derive(Debug, Default, Deserialize)]
pub(crate) struct SearchQuery {
    #[serde(default)]
    q: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
}

/// `GET /search`
pub(crate) async fn search(
    State(desk): State<Desk>,
    frame: Frame,
    headers: HeaderMap,
    Query(query): Query<SearchQuery>,
) -> Result<Response, Problem> {
    let text = query.q.as_deref().unwrap_or_default().trim();
    let portal = &desk.portal;
    match typed(text) {
        Typed::Blank => page(&frame, &empty("", SearchState::Blank)),
        Typed::TooShort => page(&frame, &empty(text, SearchState::TooShort)),
        Typed::BadCode => page(&frame, &empty(text, SearchState::BadCode)),
        Typed::Person => {
            // The layout's links repeat the address asked for, and the number stands in it: a bare one instead.
            let bare = Frame::preview(&portal.web, Mode::of(&headers), "/search");
            page(&bare, &empty("", SearchState::Person))
        }
        Typed::Code(uscc) => {
            let mut tx = portal.office.db.read().await?;
            if known_code(&mut tx, &uscc).await? {
                return Ok(Redirect::to(&format!("/subjects/{}", uscc.as_str())).into_response());
            }
            page(&frame, &empty(text, SearchState::Nothing))
        }
        Typed::Name => {
            let found = find(&desk, text, query.cursor.as_deref()).await?;
            page(&frame, &found)
        }
    }
}

async fn find(desk: &Desk, text: &str, cursor: Option<&str>) -> Result<SearchPage, Problem> {
    let (portal, list) = (&desk.portal, format!("search/{text}"));
    let cursor = cursor.filter(|text| !text.is_empty());
    let place: Option<String> = cursor.map(|text| portal.web.cursors().open(&list, text)).transpose()?;
    let found = ask(&portal.search, text, ROWS, place.as_deref()).await?;
    let next =
        found.next.as_ref().map(|next| portal.web.cursors().seal(&list, &next.to_string())).transpose()?;
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let read_as = xh_kernel::normalise_name(text).value;
    let state = if found.hits.is_empty() { SearchState::Nothing } else { SearchState::Found };
    let status = |state: &str| crate::show::subject::status(&release, state);
    Ok(SearchPage {
        read_as: (read_as != text).then_some(read_as),
        hits: found.hits.iter().map(|one| hit(one, text, status(&one.doc.state))).collect(),
        next,
        later_page: place.is_some(),
        fresh: Freshness { updated: entered_at(&mut tx, head).await?, source: None },
        ..empty(text, state)
    })
}

/// Asks the index on a blocking thread.
pub(crate) async fn ask(
    index: &SearchIndex,
    text: &str,
    rows: usize,
    place: Option<&str>,
) -> Result<Page, Problem> {
    let after = place.map(Cursor::parse).transpose().map_err(|_| xh_web::paging::CursorFault)?;
    let (index, text) = (index.clone(), text.to_owned());
    let found = tokio::task::spawn_blocking(move || index.search(&text, rows, after.as_ref())).await;
    found.map_err(|e| Problem::fault(&e))?.map_err(|e| Problem::fault(&e))
}

fn hit(hit: &Hit, text: &str, status: Option<Tag>) -> SearchHit {
    let (former, why) = match &hit.matched {
        Matched::Code => (None, "代码相符"),
        Matched::CodePrefix => (None, "代码开头相符"),
        Matched::Name => (None, "名称相符"),
        Matched::FormerName(name) => (Some(highlight(name, text)), "曾用名相符"),
        Matched::Words => (None, "名称含有所输入的各词"),
    };
    SearchHit {
        uscc: hit.doc.uscc.clone(),
        name: highlight(&hit.doc.name, text),
        former,
        status,
        district: None,
        why: why.to_owned(),
    }
}

fn empty(text: &str, state: SearchState) -> SearchPage {
    SearchPage {
        query: text.to_owned(),
        read_as: None,
        state,
        hits: Vec::new(),
        next: None,
        later_page: false,
        similar: Vec::new(),
        fresh: Freshness::default(),
    }
}
