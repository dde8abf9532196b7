//! Loads what everyone may see. Page and API read through here, so neither can show more than the other.

mod cards;
mod catalogue;
mod feed;
mod file;
mod obligations;
mod quality;
mod record;
mod times;
mod told;

pub(crate) use cards::{Of, amount_title, card, period, record_title, text_of};
pub(crate) use catalogue::{CITY, CatalogueAsked, CatalogueQuery, kind_titles, level, level_title};
pub(crate) use feed::{FeedPage, feed_page};
pub(crate) use file::{File, file, known_code};
pub(crate) use obligations::{
    ObligationLine, ObligationPlace, ObligationsAsked, ObligationsQuery, STATES, obligation_lines,
    obligations_behind,
};
pub(crate) use quality::{
    Asked, QualityLine, QualityPlace, QualityQuery, is_reported, lines_behind, quality_lines,
};
pub(crate) use record::{Found, RecordFile, record, title_of_status};
pub(crate) use times::{Times, TimesQuery, resolve, today};
pub(crate) use told::{Moved, SubjectThing, Thing, is_public};

use xh_db::{Res, Tx};
use xh_publication::AskFault;
use xh_web::{Said, say};

/// The instant of the newest entry below a position.
pub(crate) async fn entered_at(tx: &mut Tx<'_>, below: i64) -> Res<Option<String>> {
    let newest = xh_ledger_store::entries(tx, below.saturating_sub(1), below).await?.pop();
    Ok(newest.map(|stored| stored.entry.at))
}

/// A wrong question, to be said in the asker's language.
pub(crate) fn said(fault: &AskFault) -> Said {
    let (found, reason, remedy) = (&fault.found, fault.reason, fault.remedy);
    say!(
        "{title}「{found}」{reason}，{remedy}",
        title = fault.title,
        found = found,
        reason = reason,
        remedy = remedy
    )
}
