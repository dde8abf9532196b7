//! 目录: the edition in force on a day, its lines by class.

use axum::extract::{Query, State};
use axum::response::Response;
use xh_policy::{CatalogueEntry, Openness, Provider, Release};
use xh_registry::{InForce, in_force_on};
use xh_web::{Frame, Problem, say};

use crate::load::said;
use crate::load::{CITY, CatalogueAsked, CatalogueQuery, entered_at, level, level_title, today};
use crate::pages::{
    CatalogueGroup, CatalogueLine, CataloguePage, EditionLink, EditionView, FilterLink, Freshness, cycle,
};
use crate::show::desk::{Desk, page};

/// `GET /catalogue`
pub(crate) async fn catalogue(
    State(desk): State<Desk>,
    frame: Frame,
    Query(query): Query<CatalogueQuery>,
) -> Result<Response, Problem> {
    let today = today(&desk.portal.office);
    let mut tx = desk.portal.office.db.read().await?;
    let release = desk.portal.office.law_in(&mut tx).await?;
    let turns = xh_registry_store::turns(&mut tx).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let (asked, error) = match CatalogueAsked::read(&query, &turns, today) {
        Ok(asked) => (asked, None),
        Err(fault) => {
            (CatalogueAsked::usual(today), Some(say!("{fault}；下面是今天的目录", fault = said(&fault))))
        }
    };
    let force = in_force_on(&turns, asked.on);
    let groups = force.map_or_else(Vec::new, |force| groups(&release, force, &asked));
    let total: usize = groups.iter().map(|group| group.lines.len()).sum();
    let shown = CataloguePage {
        on: asked.on.to_string(),
        today: today.to_string(),
        edition: force.map(|force| edition(&release, force, &asked)),
        editions: turns.iter().rev().map(|turn| link(turn, force)).collect(),
        classes: force.map_or_else(Vec::new, |force| classes(force, &asked)),
        openness: force.map_or_else(Vec::new, |force| openness(force, &asked)),
        levels: force.map_or_else(Vec::new, |force| levels(force, &asked)),
        groups,
        total: i64::try_from(total).unwrap_or(i64::MAX),
        error,
        fresh: Freshness { updated: entered_at(&mut tx, head).await?, source: None },
    };
    page(&frame, &shown)
}

fn edition(release: &Release, force: &InForce, asked: &CatalogueAsked) -> EditionView {
    let catalogue = &force.catalogue;
    EditionView {
        title: catalogue.title.clone(),
        id: catalogue.id.clone(),
        based_on: catalogue.based_on_title.clone(),
        from: force.from.to_string(),
        until: force.until.map(|day| day.to_string()),
        expired: catalogue.to.filter(|last| *last < asked.on).map(|day| day.to_string()),
        basis: catalogue.cites.iter().map(|cite| release.cite(cite)).collect(),
    }
}

fn link(turn: &InForce, force: Option<&InForce>) -> EditionLink {
    EditionLink {
        title: turn.catalogue.title.clone(),
        from: turn.from.to_string(),
        href: format!("/catalogue?on={}", turn.from),
        current: force.is_some_and(|force| force.position == turn.position),
    }
}

fn groups(release: &Release, force: &InForce, asked: &CatalogueAsked) -> Vec<CatalogueGroup> {
    let group = |class: &xh_policy::InfoClass| {
        let of = |entry: &&CatalogueEntry| entry.class == class.id && asked.wants(entry);
        let lines: Vec<CatalogueLine> =
            force.catalogue.entries.iter().filter(of).map(|entry| line(release, asked, entry)).collect();
        let id = format!("class-{}", class.id);
        (!lines.is_empty()).then(|| CatalogueGroup { id, title: class.title.clone(), lines })
    };
    force.catalogue.classes.iter().filter_map(group).collect()
}

fn line(release: &Release, asked: &CatalogueAsked, entry: &CatalogueEntry) -> CatalogueLine {
    CatalogueLine {
        title: entry.title.clone(),
        act: entry.act.clone(),
        level: level_title(entry).to_owned(),
        county: !entry.division.is_empty(),
        providers: entry.providers.iter().map(Provider::words).collect(),
        cycle: entry.cycle.map(cycle),
        collected: !entry.kinds.is_empty(),
        owed: format!("/catalogue/obligations?on={}&state=all&item={}", asked.on, entry.id),
        openness: entry.openness.title().to_owned(),
        open: entry.openness == Openness::Open,
        sharing: entry.sharing.title().to_owned(),
        retention: entry.retention_years.map_or_else(|| "长期".to_owned(), |years| format!("{years}年")),
        subjects: entry.subjects.iter().map(|kind| kind.title().to_owned()).collect(),
        basis: entry.cites.iter().map(|cite| release.cite(cite)).collect(),
    }
}

fn address(asked: &CatalogueAsked) -> String {
    format!("/catalogue?{}", asked.address())
}

fn classes(force: &InForce, asked: &CatalogueAsked) -> Vec<FilterLink> {
    let link = |id: &str, title: &str| FilterLink {
        title: title.to_owned(),
        href: address(&CatalogueAsked { class: id.to_owned(), ..asked.clone() }),
        current: id == asked.class,
    };
    let used = |class: &&xh_policy::InfoClass| force.catalogue.entries.iter().any(|e| e.class == class.id);
    let classes = force.catalogue.classes.iter().filter(used);
    std::iter::once(link("", "全部信息类")).chain(classes.map(|it| link(&it.id, &it.title))).collect()
}

fn openness(force: &InForce, asked: &CatalogueAsked) -> Vec<FilterLink> {
    let link = |word: &str, title: &str| FilterLink {
        title: title.to_owned(),
        href: address(&CatalogueAsked { openness: word.to_owned(), ..asked.clone() }),
        current: word == asked.openness,
    };
    let used = |one: &&Openness| force.catalogue.entries.iter().any(|entry| entry.openness == **one);
    let degrees = Openness::ALL.iter().filter(used);
    std::iter::once(link("", "全部公开属性")).chain(degrees.map(|it| link(it.word(), it.title()))).collect()
}

fn levels(force: &InForce, asked: &CatalogueAsked) -> Vec<FilterLink> {
    let link = |word: &str, title: &str| FilterLink {
        title: title.to_owned(),
        href: address(&CatalogueAsked { level: word.to_owned(), ..asked.clone() }),
        current: word == asked.level,
    };
    let mut counties: Vec<(&str, &str)> = force
        .catalogue
        .entries
        .iter()
        .filter(|entry| level(entry) != CITY)
        .map(|entry| (level(entry), level_title(entry)))
        .collect();
    counties.sort_unstable();
    counties.dedup();
    let counties = counties.into_iter().map(|(code, title)| link(code, title));
    [link("", "市县两级"), link(CITY, "市级")].into_iter().chain(counties).collect()
}
