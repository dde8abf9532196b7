//! 制度库: the values in force on a day, by the instrument that fixes them.

use std::collections::BTreeSet;

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use xh_kernel::Date;
use xh_policy::{Checked, DatedValue, Release, Source};
use xh_web::{Frame, Problem, say};

use crate::load::said;
use crate::load::{entered_at, today};
use crate::pages::{Freshness, PolicyGroup, PolicyPage, PolicySource, PolicyValueView};
use crate::show::desk::{Desk, page};

/// Days offered beside the form.
const CHANGES: usize = 12;

/// `?on=`
#[derive(Debug, Default, Deserialize)]
pub(crate) struct PolicyQuery {
    #[serde(default)]
    on: Option<String>,
}

/// `GET /policy`
pub(crate) async fn policy(
    State(desk): State<Desk>,
    frame: Frame,
    Query(query): Query<PolicyQuery>,
) -> Result<Response, Problem> {
    let today = today(&desk.portal.office);
    let (on, error) = match xh_publication::as_of(query.on.as_deref(), today) {
        Ok(on) => (on, None),
        Err(fault) => (today, Some(say!("{fault}；下面显示的是今天的规定", fault = said(&fault)))),
    };
    let mut tx = desk.portal.office.db.read().await?;
    let release = desk.portal.office.law_in(&mut tx).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let updated = entered_at(&mut tx, head).await?;
    let values: Vec<&DatedValue> = release.values().iter().filter(|value| value.in_force(on)).collect();
    let summary = values.iter().filter(|value| value.checked == Checked::Summary).count();
    let shown = PolicyPage {
        on: on.to_string(),
        today: today.to_string(),
        error,
        release_title: release.title(),
        release: release.digest().to_owned(),
        changes: changes(&release),
        groups: groups(&release, &values),
        sources: sources(&release, &values),
        summary_only: i64::try_from(summary).unwrap_or(i64::MAX),
        fresh: Freshness { updated, source: None },
    };
    page(&frame, &shown)
}

fn changes(release: &Release) -> Vec<String> {
    let begun = release.values().iter().map(|value| value.from);
    let ended = release.values().iter().filter_map(|value| value.to).map(Date::tomorrow);
    let days: BTreeSet<Date> = begun.chain(ended).collect();
    days.into_iter().rev().take(CHANGES).map(|day| day.to_string()).collect()
}

/// The instrument a value is grouped under: the first it cites.
fn first_source(value: &DatedValue) -> &str {
    value.cites.first().map_or("", |cite| cite.source.as_str())
}

fn groups(release: &Release, values: &[&DatedValue]) -> Vec<PolicyGroup> {
    let ids: BTreeSet<&str> = values.iter().map(|value| first_source(value)).collect();
    let mut sources: Vec<&str> = ids.into_iter().collect();
    sources.sort_by_key(|id| std::cmp::Reverse(release.source(id).map(|source| source.in_force_on)));
    let group = |id: &str| PolicyGroup {
        id: if id.is_empty() { "other".to_owned() } else { id.to_owned() },
        title: release.source(id).map_or_else(|| "其他".to_owned(), Source::cited),
        values: values.iter().filter(|value| first_source(value) == id).map(|v| view(release, v)).collect(),
    };
    sources.into_iter().map(group).collect()
}

fn view(release: &Release, value: &DatedValue) -> PolicyValueView {
    PolicyValueView {
        id: value.id.clone(),
        title: value.title.clone(),
        value: value.text(),
        from: value.from.to_string(),
        to: value.to.map(|last| last.tomorrow().to_string()),
        articles: value.cites.iter().map(|cite| release.cite(cite)).collect(),
        checked_text: value.checked == Checked::Text,
    }
}

fn sources(release: &Release, values: &[&DatedValue]) -> Vec<PolicySource> {
    let cited: BTreeSet<&str> =
        values.iter().flat_map(|value| &value.cites).map(|cite| cite.source.as_str()).collect();
    let one = |source: &Source| PolicySource {
        title: format!("《{}》", source.title),
        number: if source.number.is_empty() {
            source.issuer.clone()
        } else {
            format!("{} {}", source.issuer, source.number)
        },
        from: source.in_force_on.to_string(),
        to: source.repealed_on.map(|day| day.to_string()),
        replaced_by: source.replaced_by.as_deref().and_then(|id| release.source(id)).map(Source::cited),
    };
    let cited = release.sources().iter().filter(|source| cited.contains(source.id.as_str()));
    cited.map(one).collect()
}
