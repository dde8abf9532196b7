//! The portal's pages: typed structs, samples and templates. No loading, no routes, no SQL.
//!
//! Every field is plain (text, numbers, lists) and already lawful: whoever fills a page has asked the
//! intervals
//! what may be shown on the day of the question. Days arrive as `2026-04-21`, instants as RFC 3339 UTC,
//! counts as
//! integers; the templates write them for readers.
//!
//! Paths the templates link to: `/`, `/search?q=&cursor=`, `/board?kind=&cursor=`,
//! `/quality?month=&kind=&organ=&cursor=`, `/catalogue?on=&class=&openness=&level=`,
//! `/catalogue/obligations?on=&state=&organ=&item=&cursor=`,
//! `/subjects/{uscc}?as_of=&known_at=`,
//! `/records/{id}`, `/records/{id}/proof`, `/records/{id}/proof.json`, `/records/{id}/proof.tlog`, `/ledger`,
//! `/policy?on=`, `/help`, `/downloads?on=`, `/api/v1/openapi.json`.

mod board;
mod catalogue;
mod downloads;
mod fixtures;
mod help;
mod highlight;
mod home;
mod ledger;
mod not_shown;
mod obligations;
mod parts;
mod policy;
mod proof;
mod quality;
mod receipt;
mod record;
mod search;
mod subject;

pub use board::{BoardPage, KindFilter};
pub use catalogue::{CatalogueGroup, CatalogueLine, CataloguePage, EditionLink, EditionView, cycle};
pub use downloads::{DownloadList, DownloadsPage};
pub use help::{Counter, HelpPage, HelpProblem};
pub use highlight::highlight;
pub use home::{Figure, HomePage, SearchExample, SiteNotice};
pub use ledger::{CheckpointView, DayCount, Incident, LedgerPage, WitnessView};
pub use not_shown::{NotShownPage, NotShownReason, WithdrawnSaid};
pub use obligations::{ObligationRow, ObligationsPage, StateFigure};
pub use parts::{
    AsOf, Fact, FactKind, Freshness, NamePart, RecordCard, ShownPeriod, Tag, Tone, VerifyCommand,
};
pub use policy::{PolicyGroup, PolicyPage, PolicySource, PolicyValueView};
pub use proof::{DisclosedField, HiddenField, ProofPage};
pub use quality::{FilterLink, QualityOrgan, QualityPage, QualityRatio, QualityRow, QualityShare};
pub use receipt::{ReceiptNodeView, ReceiptView};
pub use record::{LedgerPlace, RecordPage, Regime, TimelineStep, WhyShown, Withheld};
pub use search::{SearchHit, SearchPage, SearchState};
pub use subject::{FormerName, Section, SectionState, SubjectPage};

use xh_web::{AnyPage, Frame, Page, Problem};

/// Every page of the portal with its samples: for the one test, the preview and the browser checks.
#[must_use]
pub fn all() -> Vec<AnyPage> {
    vec![
        AnyPage::of::<HomePage>("HomePage"),
        AnyPage::of::<SearchPage>("SearchPage"),
        AnyPage::of::<BoardPage>("BoardPage"),
        AnyPage::of::<QualityPage>("QualityPage"),
        AnyPage::of::<CataloguePage>("CataloguePage"),
        AnyPage::of::<ObligationsPage>("ObligationsPage"),
        AnyPage::of::<SubjectPage>("SubjectPage"),
        AnyPage::of::<RecordPage>("RecordPage"),
        AnyPage::of::<NotShownPage>("NotShownPage"),
        AnyPage::of::<LedgerPage>("LedgerPage"),
        AnyPage::of::<ProofPage>("ProofPage"),
        AnyPage::of::<PolicyPage>("PolicyPage"),
        AnyPage::of::<HelpPage>("HelpPage"),
        AnyPage::of::<DownloadsPage>("DownloadsPage"),
    ]
}

/// Renders a page for one request.
///
/// # Errors
/// A 500 problem when the template fails; the cause is logged.
pub fn render<P: Page>(frame: &Frame, page: &P) -> Result<axum::response::Html<String>, Problem> {
    frame.show(page)
}

#[cfg(test)]
mod tests;
