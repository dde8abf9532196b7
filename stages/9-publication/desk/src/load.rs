//! Loads what everyone may see. Page and API read through here, so neither can show more than the other.

mod cards;
mod file;
mod record;
mod times;

pub(crate) use cards::{Of, amount_title, card, period, record_title, text_of};
pub(crate) use file::{File, file, known_code};
pub(crate) use record::{Found, RecordFile, record, title_of_status};
pub(crate) use times::{Times, TimesQuery, resolve, today};

use xh_db::{Res, Tx};

/// The instant of the newest entry below a position.
pub(crate) async fn entered_at(tx: &mut Tx<'_>, below: i64) -> Res<Option<String>> {
    let newest = xh_ledger_store::entries(tx, below.saturating_sub(1), below).await?.pop();
    Ok(newest.map(|stored| stored.entry.at))
}
