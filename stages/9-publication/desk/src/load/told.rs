//! What things that moved are now, as everyone may see them, and what that means for a copy at a place of the feed.

use std::collections::{BTreeMap, BTreeSet};

use xh_db::{Fault, Res, Tx};
use xh_kernel::Date;
use xh_policy::Release;
use xh_publication::{FeedPlace, Move, moved, own_channel, shown_now};
use xh_registry::{Organ, Subject, SubjectBody};
use xh_registry_store::ShownRecord;

/// Something that moved, with where it stands now.
#[derive(Debug)]
pub(crate) struct Moved {
    /// What it means for a copy.
    pub op: Move,
    /// The thing.
    pub thing: Thing,
    /// Position of the entry that moved it; none when a day did.
    pub entry: Option<i64>,
    /// The day that moved it.
    pub day: Option<String>,
}

/// What a copy holds.
#[derive(Debug)]
pub(crate) enum Thing {
    /// A record that is public.
    Record(Box<ShownRecord>),
    /// The id of a record that is not.
    Gone(String),
    /// An organisation.
    Subject(Box<SubjectThing>),
    /// An organ.
    Organ(Organ),
}

/// An organisation with what the register says and the names it was ever known by.
#[derive(Debug)]
pub(crate) struct SubjectThing {
    /// As the register has it now.
    pub subject: Subject,
    /// Every name, oldest first.
    pub names: Vec<String>,
    /// What the register said last.
    pub body: SubjectBody,
}

/// Sorts of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// An organ.
    Organ,
    /// An organisation.
    Subject,
    /// A record.
    Record,
}

/// One thing that moved, and what moved it.
#[derive(Debug)]
pub(crate) struct Cause {
    /// What sort of thing.
    pub sort: Sort,
    /// Its id.
    pub stream: String,
    /// Position of the entry, where one did.
    pub entry: Option<i64>,
    /// The day, where one did.
    pub day: Option<String>,
}

/// What there is to know about the things of a page.
struct Standing {
    known: BTreeSet<String>,
    had: BTreeSet<String>,
    ever: BTreeSet<String>,
    records: BTreeMap<String, ShownRecord>,
    subjects: BTreeMap<String, SubjectThing>,
    organs: BTreeMap<String, Organ>,
}

/// Tells the page's things as they are now to a copy at `from`, in the order in which they moved.
pub(crate) async fn told(
    tx: &mut Tx<'_>,
    release: &Release,
    today: Date,
    from: &FeedPlace,
    causes: Vec<Cause>,
) -> Res<Vec<Moved>> {
    let channel = own_channel(release);
    let mut standing = standing(tx, channel, today, from, &causes).await?;
    let one = |cause: Cause| {
        let (op, thing) = standing.take(&cause, channel, today)?;
        Some(Moved { op, thing, entry: cause.entry, day: cause.day })
    };
    Ok(causes.into_iter().filter_map(one).collect())
}

async fn standing(
    tx: &mut Tx<'_>,
    channel: &str,
    today: Date,
    from: &FeedPlace,
    causes: &[Cause],
) -> Res<Standing> {
    let of = |sort: Sort| -> Vec<String> {
        causes.iter().filter(|one| one.sort == sort).map(|one| one.stream.clone()).collect()
    };
    let all: Vec<String> = causes.iter().map(|one| one.stream.clone()).collect();
    let records = of(Sort::Record);
    let organs = if of(Sort::Organ).is_empty() { Vec::new() } else { xh_registry_store::organs(tx).await? };
    Ok(Standing {
        known: xh_ledger_store::begun_below(tx, &all, from.entry).await?.into_iter().collect(),
        had: xh_registry_store::shown_then(tx, &records, channel, from.entry, from.day).await?,
        ever: xh_registry_store::ever_shown(tx, &records, channel, today).await?,
        records: xh_registry_store::records_by_id(tx, &records, i64::MAX).await?,
        subjects: subjects(tx, &of(Sort::Subject)).await?,
        organs: organs.into_iter().map(|organ| (organ.id.as_str().to_owned(), organ)).collect(),
    })
}

async fn subjects(tx: &mut Tx<'_>, ids: &[String]) -> Res<BTreeMap<String, SubjectThing>> {
    let found = xh_registry_store::subjects_by_id(tx, ids).await?;
    let positions: Vec<i64> = found.values().map(|(subject, _)| subject.position).collect();
    let bodies = xh_ledger_store::bodies(tx, &positions).await?;
    let mut out = BTreeMap::new();
    for (id, (subject, names)) in found {
        let Some(fields) = bodies.get(&subject.position) else { continue };
        let body = SubjectBody::from_fields(fields)
            .map_err(|e| Fault::found(format!("条目 {}", subject.position), e))?;
        out.insert(id, SubjectThing { subject, names, body });
    }
    Ok(out)
}

impl Standing {
    fn take(&mut self, cause: &Cause, channel: &str, today: Date) -> Option<(Move, Thing)> {
        let id = cause.stream.as_str();
        let known = self.known.contains(id);
        let entered = if known { Move::Change } else { Move::Add };
        match cause.sort {
            Sort::Organ => Some((entered, Thing::Organ(self.organs.remove(id)?))),
            Sort::Subject => Some((entered, Thing::Subject(Box::new(self.subjects.remove(id)?)))),
            Sort::Record => self.record(id, known, channel, today),
        }
    }

    fn record(&mut self, id: &str, known: bool, channel: &str, today: Date) -> Option<(Move, Thing)> {
        let record = self.records.remove(id);
        // An erased record has left the registry with its history: it may have been shown.
        let ever = record.is_none() || self.ever.contains(id);
        let shown = record.filter(|one| is_public(one, channel, today));
        let op = moved(known, self.had.contains(id), ever, shown.is_some())?;
        Some((op, shown.map_or_else(|| Thing::Gone(id.to_owned()), |one| Thing::Record(Box::new(one)))))
    }
}

/// Does the list of its organisation show the record today?
pub(crate) fn is_public(one: &ShownRecord, channel: &str, today: Date) -> bool {
    let record = &one.row.record;
    shown_now(record, channel, &today).is_some() && record.decided_on.is_none_or(|day| day <= today)
}
