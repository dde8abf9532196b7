//! 查信用: a code goes straight to its page; the number of a person is neither looked up nor shown again.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xh_db::{Res, Tx};
use xh_policy::{FieldRole, KindRole, Release};
use xh_publication::{Typed, given, public_name, typed};
use xh_registry::own_fields;
use xh_search::{Cursor, Hit, Matched, Page, SearchIndex};
use xh_web::{Frame, Problem, SiteConfig};

use crate::load::{entered_at, known_code};
use crate::pages::{Freshness, SearchHit, SearchPage, SearchState, Tag, highlight};
use crate::show::desk::{Desk, page};

const ROWS: usize = 20;
/// Names offered when nothing was found.
const SIMILAR: usize = 5;

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
    Query(query): Query<SearchQuery>,
) -> Result<Response, Problem> {
    let text = query.q.as_deref().unwrap_or_default().trim();
    let portal = &desk.portal;
    match typed(text) {
        Typed::Blank => page(&frame, &empty("", SearchState::Blank)),
        Typed::TooShort => page(&frame, &empty(text, SearchState::TooShort)),
        Typed::BadCode => page(&frame, &empty(text, SearchState::BadCode)),
        Typed::Person => page(&frame, &empty("", SearchState::Person)),
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
    let districts = districts(&mut tx, &release, portal.web.site(), &found.hits).await?;
    let similar = match state {
        SearchState::Nothing if place.is_none() => similar(&portal.search, text).await?,
        _ => Vec::new(),
    };
    Ok(SearchPage {
        similar,
        read_as: (read_as != text).then_some(read_as),
        hits: found.hits.iter().map(|one| hit(one, text, status(&one.doc.state), &districts)).collect(),
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
    let mut found = found.map_err(|e| Problem::fault(&e))?.map_err(|e| Problem::fault(&e))?;
    found.hits.iter_mut().for_each(mask);
    Ok(found)
}

/// Names to try instead, as everyone may see them.
async fn similar(index: &SearchIndex, text: &str) -> Result<Vec<String>, Problem> {
    let (index, text) = (index.clone(), text.to_owned());
    let found = tokio::task::spawn_blocking(move || index.similar(&text, SIMILAR)).await;
    let names = found.map_err(|e| Problem::fault(&e))?.map_err(|e| Problem::fault(&e))?;
    Ok(names.iter().map(|name| public_name(name)).collect())
}

/// Every name of a hit as everyone may see it.
fn mask(hit: &mut Hit) {
    hit.doc.name = public_name(&hit.doc.name);
    hit.doc.former_names.iter_mut().for_each(|name| *name = public_name(name));
    if let Matched::FormerName(name) = &mut hit.matched {
        *name = public_name(name);
    }
}

/// Districts by code, as far as they may be shown: as the city's profile names them, else in the words of the register.
/// A number that the profile does not name says nothing to a reader, and no name is guessed from it.
async fn districts(
    tx: &mut Tx<'_>,
    release: &Release,
    site: &SiteConfig,
    hits: &[Hit],
) -> Res<BTreeMap<String, String>> {
    let kind = release.kinds().iter().find(|kind| kind.role == KindRole::Registration);
    let Some(kind) = kind.filter(|kind| kind.field_of(FieldRole::Division).is_some()) else {
        return Ok(BTreeMap::new());
    };
    let codes: Vec<String> = hits.iter().map(|hit| hit.doc.uscc.clone()).collect();
    let subjects = xh_registry_store::subjects_by_code(tx, &codes).await?;
    let positions: Vec<i64> = subjects.iter().map(|one| one.position).collect();
    let bodies: BTreeMap<i64, _> =
        xh_registry_store::current_bodies(tx, &positions).await?.into_iter().collect();
    let words = |one: &xh_registry_store::FoundSubject| {
        let fields = own_fields(bodies.get(&one.position)?);
        let given = given(kind, &fields, false);
        let district = given.iter().find(|given| given.field.role == Some(FieldRole::Division))?.text()?;
        let in_words = || !district.chars().all(|letter| letter.is_ascii_digit());
        let named = site.division(&district).map(str::to_owned);
        named.or_else(|| in_words().then_some(district.clone())).map(|name| (one.uscc.clone(), name))
    };
    Ok(subjects.iter().filter_map(words).collect())
}

fn hit(hit: &Hit, text: &str, status: Option<Tag>, districts: &BTreeMap<String, String>) -> SearchHit {
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
        district: districts.get(&hit.doc.uscc).cloned(),
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
