//! A page of the change feed: what moved behind a place, told as it is now. What has been taken down is told as a
//! deletion only, however old the place is.

use std::collections::BTreeSet;

use xh_db::{Fault, Res, Tx};
use xh_kernel::Date;
use xh_ledger_store::Touched;
use xh_policy::Release;
use xh_publication::{FeedPlace, own_channel};
use xh_registry_store::Boundary;

use crate::load::told::{Cause, Moved, Sort, told};

/// Entries looked at for one page, of which many concern nobody outside.
const SCAN: i64 = 4_000;

/// A page.
#[derive(Debug)]
pub(crate) struct FeedPage {
    /// In the order in which they are to be applied.
    pub moved: Vec<Moved>,
    /// The place behind them.
    pub next: FeedPlace,
    /// Whether there is more behind it already.
    pub more: bool,
}

/// What moved behind `from`: first the days, so that what is over goes first, then the entries below `head`.
pub(crate) async fn feed_page(
    tx: &mut Tx<'_>,
    release: &Release,
    today: Date,
    from: &FeedPlace,
    head: i64,
    limit: usize,
) -> Res<FeedPage> {
    let (mut page, mut next) = (Gathered::of(limit), from.clone());
    days(tx, own_channel(release), today, &mut next, &mut page).await?;
    if next.within.is_none() {
        entries(tx, head, &mut next, &mut page).await?;
    }
    let more = next.within.is_some() || next.entry < head;
    let moved = told(tx, release, today, from, page.things).await?;
    Ok(FeedPage { moved, next, more })
}

/// Things of one page, each once.
struct Gathered {
    things: Vec<Cause>,
    seen: BTreeSet<String>,
    limit: usize,
}

impl Gathered {
    fn of(limit: usize) -> Gathered {
        Gathered { things: Vec::new(), seen: BTreeSet::new(), limit }
    }

    /// Takes a thing once; `false` when the page is full.
    fn take(&mut self, cause: Cause) -> bool {
        if self.seen.contains(&cause.stream) {
            return true;
        }
        if self.things.len() >= self.limit {
            return false;
        }
        self.seen.insert(cause.stream.clone());
        self.things.push(cause);
        true
    }
}

/// Beginnings and ends behind the place, up to today.
async fn days(
    tx: &mut Tx<'_>,
    channel: &str,
    today: Date,
    next: &mut FeedPlace,
    page: &mut Gathered,
) -> Res<()> {
    if today <= next.day {
        return Ok(());
    }
    // Behind every id of the day that has been told whole.
    let after = next.within.clone().unwrap_or_else(|| (next.day, "~".to_owned()));
    let after = Boundary { day: after.0.to_string(), record: after.1 };
    let limit = i64::try_from(page.limit).unwrap_or(i64::MAX);
    let found = xh_registry_store::boundaries(tx, channel, &after, today, limit.saturating_add(1)).await?;
    let whole = found.len() <= page.limit;
    let mut last = None;
    for one in found.into_iter().take(page.limit) {
        let day = Date::parse(&one.day).map_err(|e| Fault::found("registry_interval", e))?;
        last = Some((day, one.record.clone()));
        page.take(Cause { sort: Sort::Record, stream: one.record, entry: None, day: Some(one.day) });
    }
    (next.day, next.within) = if whole { (today, None) } else { (next.day, last) };
    Ok(())
}

/// Entries behind the place, below `head`.
async fn entries(tx: &mut Tx<'_>, head: i64, next: &mut FeedPlace, page: &mut Gathered) -> Res<()> {
    let upto = head.min(next.entry.saturating_add(SCAN));
    for touched in xh_ledger_store::touched(tx, next.entry, upto).await? {
        let position = touched.position;
        if let Some(cause) = cause(touched)
            && !page.take(cause)
        {
            break;
        }
        next.entry = position + 1;
    }
    Ok(())
}

fn cause(touched: Touched) -> Option<Cause> {
    let sort = match touched.kind.as_str() {
        xh_registry::RECORD_FILED
        | xh_registry::RECORD_AMENDED
        | xh_registry::RECORD_PERIOD
        | xh_registry::RECORD_WITHDRAWN
        | xh_registry::TEXT_RELEASED
        | xh_registry::TEXT_RETURNED
        | xh_registry::ERASED => Sort::Record,
        xh_registry::SUBJECT_REGISTERED | xh_registry::SUBJECT_PROVISIONAL => Sort::Subject,
        xh_registry::ORGAN_REGISTERED => Sort::Organ,
        _ => return None,
    };
    Some(Cause { sort, stream: touched.stream, entry: Some(touched.position), day: None })
}
