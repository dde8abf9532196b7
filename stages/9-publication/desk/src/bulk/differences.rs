//! What is different between the lists of two days: added, changed, no longer there. Of what is no longer there only
//! the id is told; what was added and has been taken down since is not told at all.

use std::collections::BTreeMap;

use xh_db::{Fault, Res, Tx};
use xh_kernel::Date;
use xh_policy::{Kind, LawfulInterval, Release};
use xh_publication::own_channel;
use xh_registry::shown_on;
use xh_registry_store::{ListPage, ShownRecord};

use crate::bulk::Spool;
use crate::bulk::columns::{deleted, marked};
use crate::bulk::list::{List, ListDays, known_at};
use crate::load::is_public;

const PAGE: i64 = 500;

/// A list on one of the two days.
#[derive(Debug, Clone, Copy)]
struct Side<'a> {
    kind: &'a Kind,
    channel: &'a str,
    on: Date,
    known_at: i64,
}

/// Writes the differences from the list of `since` to the list of `days.on`, one JSON object a line.
pub(crate) async fn differences(
    tx: &mut Tx<'_>,
    release: &Release,
    kind: &Kind,
    since: Date,
    days: ListDays,
) -> Res<List> {
    let head = xh_ledger_store::head(tx).await?;
    let (channel, today) = (own_channel(release), days.today);
    let from = known_at(tx, ListDays { on: since, today }, head).await?;
    let upto = known_at(tx, days, head).await?;
    let before = Side { kind, channel, on: since, known_at: from };
    let after = Side { kind, channel, on: days.on, known_at: upto };
    let failed = |fault: std::io::Error| Fault::found("下载文件的暂存", fault);
    let mut spool = Spool::new().map_err(failed)?;
    let (mut rows, mut gone) = (0, 0);
    let mut last = String::new();
    while let Some(ids) = ids(tx, before, &mut last).await? {
        for line in left_or_changed(tx, before, after, today, &ids).await? {
            (rows, gone) = (rows + 1, gone + i64::from(line.1));
            spool.put(&line.0).map_err(failed)?;
        }
    }
    last.clear();
    while let Some(ids) = ids(tx, after, &mut last).await? {
        for line in added(tx, before, after, today, &ids).await? {
            rows += 1;
            spool.put(&line).map_err(failed)?;
        }
    }
    let file = spool.done().map_err(failed)?;
    Ok(List { file, rows, gone, known_at: upto, head })
}

/// The next ids of a list; none at its end.
async fn ids(tx: &mut Tx<'_>, side: Side<'_>, last: &mut String) -> Res<Option<Vec<String>>> {
    let asked = ListPage {
        kind: &side.kind.id,
        channel: side.channel,
        below: side.known_at,
        day: side.on,
        after: last,
        limit: PAGE,
    };
    let found = xh_registry_store::listed_then(tx, asked).await?;
    let Some(newest) = found.last() else { return Ok(None) };
    last.clone_from(newest);
    Ok(Some(found))
}

/// Of these ids those that stand on the list and may be told today, as they were known then.
async fn standing(
    tx: &mut Tx<'_>,
    side: Side<'_>,
    today: Date,
    ids: &[String],
) -> Res<BTreeMap<String, ShownRecord>> {
    let now = xh_registry_store::records_by_id(tx, ids, i64::MAX).await?;
    let mut then = xh_registry_store::records_by_id(tx, ids, side.known_at).await?;
    then.retain(|id, one| {
        is_public(one, side.channel, side.on)
            && now.get(id).is_some_and(|now| is_public(now, side.channel, today))
    });
    Ok(then)
}

fn under<'a>(one: &'a ShownRecord, side: Side<'_>) -> Option<&'a LawfulInterval> {
    shown_on(&one.row.record.intervals, side.channel, &side.on)
}

/// Lines of what is gone or different, each with whether it is gone.
async fn left_or_changed(
    tx: &mut Tx<'_>,
    before: Side<'_>,
    after: Side<'_>,
    today: Date,
    ids: &[String],
) -> Res<Vec<(String, bool)>> {
    let stands = standing(tx, after, today, ids).await?;
    let stood = xh_registry_store::records_by_id(tx, ids, before.known_at).await?;
    let line = |id: &String| {
        let Some((one, until)) = stands.get(id).and_then(|one| Some((one, under(one, after)?))) else {
            return Some((deleted(id), true));
        };
        let old = stood.get(id)?;
        let same = old.row.record.body_position == one.row.record.body_position
            && old.row.record.severity == one.row.record.severity
            && under(old, before).is_some_and(|old| (old.from, old.until) == (until.from, until.until));
        (!same).then(|| (marked("change", after.kind, one, until), false))
    };
    Ok(ids.iter().filter_map(line).collect())
}

/// Lines of what stands on the later list only.
async fn added(
    tx: &mut Tx<'_>,
    before: Side<'_>,
    after: Side<'_>,
    today: Date,
    ids: &[String],
) -> Res<Vec<String>> {
    let stood = xh_registry_store::shown_then(tx, ids, before.channel, before.known_at, before.on).await?;
    let stands = standing(tx, after, today, ids).await?;
    let new = stands.values().filter(|one| !stood.contains(&one.row.record.id));
    Ok(new.filter_map(|one| Some(marked("add", after.kind, one, under(one, after)?))).collect())
}
