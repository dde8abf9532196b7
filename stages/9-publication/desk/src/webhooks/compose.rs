//! The next message for a subscriber: what the feed tells behind its place, by ids alone.

use xh_db::Res;
use xh_policy::{KindRole, Release};
use xh_policy_store::Office;
use xh_publication::{BULLETIN_MAX, Bulletin, FeedPlace, Item, view_of};
use xh_publication_store::{Progress, Subscriber};

use crate::load::{Moved, Thing, feed_page};

/// What comes next.
pub(super) struct Composed {
    /// The place it was made for.
    pub from: String,
    /// The place behind it.
    pub upto: String,
    /// None when nothing behind the place concerns the subscriber.
    pub bulletin: Option<Bulletin>,
}

/// Composes the next message; none when there is nothing behind the subscriber's place.
pub(super) async fn compose(
    office: &Office,
    origin: &str,
    feed_days: Option<u32>,
    of: &Subscriber,
    stands: &Progress,
) -> Res<Option<Composed>> {
    let moment = office.moment();
    let mut tx = office.db.read().await?;
    let release = office.law_in(&mut tx).await?;
    let (day, head) = (office.today(), xh_ledger_store::head(&mut tx).await?);
    let composed = |upto: &FeedPlace, bulletin| Composed {
        from: stands.place.clone(),
        upto: upto.seal(origin),
        bulletin,
    };
    let view = view_of(&release);
    let oldest = feed_days.map(|days| day.plus_days(-i64::from(days)));
    let Some(from) = begin(origin, stands).filter(|from| from.check(&view, head, oldest).is_ok()) else {
        let now = FeedPlace { entry: head, day, within: None, view };
        let reset = Bulletin::reset(moment.at().clone(), now.seal(origin));
        return Ok(Some(composed(&now, Some(reset))));
    };
    if from.entry >= head && from.day >= day && from.within.is_none() {
        return Ok(None);
    }
    let page = feed_page(&mut tx, &release, day, &from, head, BULLETIN_MAX).await?;
    let items: Vec<Item> = page.moved.into_iter().filter_map(|one| item(&release, of, one)).collect();
    let changed = (!items.is_empty()).then(|| {
        Bulletin::changed(moment.at().clone(), from.seal(origin), page.next.seal(origin), page.more, items)
    });
    Ok(Some(composed(&page.next, changed)))
}

/// Where to go on: who followed the feed by itself and said so is not told again.
fn begin(origin: &str, stands: &Progress) -> Option<FeedPlace> {
    let told = FeedPlace::open(origin, &stands.place).ok()?;
    let applied = stands.acknowledged.as_ref().and_then(|text| FeedPlace::open(origin, text).ok());
    Some(applied.filter(|one| one.covers(&told) && one.view == told.view).unwrap_or(told))
}

/// One thing for one subscriber. Of what is gone nothing is known but its id, so everybody is told.
fn item(release: &Release, of: &Subscriber, one: Moved) -> Option<Item> {
    let (change, entry, day) = (one.op.as_str(), one.entry, one.day);
    let said = |object, id: String, kind| Item { change, object, id, kind, entry, day };
    let wants = |kind: &str| of.kinds.is_empty() || of.kinds.iter().any(|one| one == kind);
    match one.thing {
        Thing::Gone(id) => Some(said("record", id, None)),
        Thing::Record(shown) => {
            let record = shown.row.record;
            wants(&record.kind).then(|| said("record", record.id, Some(record.kind)))
        }
        Thing::Subject(thing) => {
            let kind = release.kinds().iter().find(|kind| kind.role == KindRole::Registration);
            let wanted = kind.is_none_or(|kind| wants(&kind.id));
            wanted.then(|| said("subject", thing.subject.uscc.as_str().to_owned(), None))
        }
        Thing::Organ(organ) => Some(said("organ", organ.uscc.as_str().to_owned(), None)),
    }
}
