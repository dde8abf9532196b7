//! One list on one day, written to a spool page by page.
//!
//! What has been taken down is not brought back by asking for an earlier day. So the list of a past day holds what
//! stood on it then and may still be shown today, as it was known then, and says how many others stood on it. Who has
//! to prove more about that day has the record's proof, or asks the office.

use xh_db::{Fault, Res, Tx};
use xh_kernel::{Date, Instant};
use xh_policy::{Kind, LawfulInterval, Release};
use xh_publication::own_channel;
use xh_registry::shown_on;
use xh_registry_store::{ShownPage, ShownRecord};

use crate::bulk::columns::{Column, Form, columns, head, object, row};
use crate::bulk::parquet::Sheet;
use crate::bulk::{Spool, Spooled};
use crate::load::is_public;

const PAGE: i64 = 500;

/// The day of a list, and what it is asked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListDays {
    /// The day of the list.
    pub on: Date,
    /// Today's legal day.
    pub today: Date,
}

/// A list as a file.
#[derive(Debug)]
pub(crate) struct List {
    /// The bytes.
    pub file: Spooled,
    /// Rows in it.
    pub rows: i64,
    /// Records that stood on the list that day and are no longer public.
    pub gone: i64,
    /// Entries below this position were known.
    pub known_at: i64,
    /// Entries there are.
    pub head: i64,
}

/// Writes the list of a kind.
pub(crate) async fn list(
    tx: &mut Tx<'_>,
    release: &Release,
    kind: &Kind,
    days: ListDays,
    form: Form,
) -> Res<List> {
    let newest = xh_ledger_store::head(tx).await?;
    let known_at = known_at(tx, days, newest).await?;
    let channel = own_channel(release);
    let mut file = Writing::new(kind, form, days.on, known_at)?;
    let (mut rows, mut after) = (0, None::<(String, String)>);
    loop {
        let place = after.as_ref().map(|(day, id)| (day.as_str(), id.as_str()));
        let asked = ShownPage { channel, day: days.today, kind: &kind.id, after: place, limit: PAGE };
        let page = xh_registry_store::shown_records(tx, asked).await?;
        after = page.last().map(|one| place_of(&one.row.record));
        let whole = page.len();
        for one in then(tx, page, channel, days, known_at).await? {
            if let Some(under) = shown_on(&one.row.record.intervals, channel, &days.on) {
                file.add(kind, &one, under)?;
                rows += 1;
            }
        }
        if whole < PAGE as usize {
            break;
        }
    }
    let stood = xh_registry_store::count_shown_then(tx, &kind.id, channel, known_at, days.on).await?;
    let file = file.done()?;
    Ok(List { file, rows, gone: (stood - rows).max(0), known_at, head: newest })
}

/// A list being written in one of its forms.
enum Writing {
    Lines(Spool, Form, Vec<Column>),
    Typed(Box<Sheet>),
}

impl Writing {
    fn new(kind: &Kind, form: Form, on: Date, known_at: i64) -> Res<Writing> {
        let (mut spool, columns) = (Spool::new().map_err(failed)?, columns(kind));
        if form == Form::Parquet {
            let said =
                [("kind", kind.id.clone()), ("on", on.to_string()), ("known_at", known_at.to_string())];
            return Ok(Writing::Typed(Box::new(Sheet::new(spool, columns, &said).map_err(failed)?)));
        }
        spool.put(&head(form, &columns)).map_err(failed)?;
        Ok(Writing::Lines(spool, form, columns))
    }

    fn add(&mut self, kind: &Kind, one: &ShownRecord, under: &LawfulInterval) -> Res<()> {
        match self {
            Writing::Lines(spool, form, columns) => {
                spool.put(&row(*form, kind, columns, one, under)).map_err(failed)
            }
            Writing::Typed(sheet) => sheet.add(object(kind, one, under)).map_err(failed),
        }
    }

    fn done(self) -> Res<Spooled> {
        match self {
            Writing::Lines(spool, ..) => spool.done().map_err(failed),
            Writing::Typed(sheet) => sheet.done().map_err(failed),
        }
    }
}

fn failed(fault: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::found("下载文件的暂存", fault)
}

/// What was known when the day was over.
pub(crate) async fn known_at(tx: &mut Tx<'_>, days: ListDays, newest: i64) -> Res<i64> {
    if days.on >= days.today {
        return Ok(newest);
    }
    let over = format!("{}T23:59:59.999999+08:00", days.on);
    let over = Instant::parse(&over).map_err(|e| Fault::found("查询日期", e))?;
    xh_ledger_store::position_at(tx, &over).await
}

fn place_of(record: &xh_registry::KnownRecord) -> (String, String) {
    (record.decided_on.map(|day| day.to_string()).unwrap_or_default(), record.id.clone())
}

/// Those of a page of today's shelf that everyone may see, as they were known then.
async fn then(
    tx: &mut Tx<'_>,
    page: Vec<ShownRecord>,
    channel: &str,
    days: ListDays,
    known_at: i64,
) -> Res<Vec<ShownRecord>> {
    let today = page.into_iter().filter(|one| is_public(one, channel, days.today));
    if days.on >= days.today {
        return Ok(today.collect());
    }
    let ids: Vec<String> = today.map(|one| one.row.record.id).collect();
    let mut known = xh_registry_store::records_by_id(tx, &ids, known_at).await?;
    let settled = |one: &ShownRecord| is_public(one, channel, days.on);
    Ok(ids.iter().filter_map(|id| known.remove(id)).filter(settled).collect())
}
