//! SQL of the registry: the projection of its entries, and the questions others ask of subjects, records and organs.
//! The projection is the only writer of these tables, live and in replay alike: that is why `rebuild --check` holds.

mod catalogue;
mod ended;
mod feed;
mod find;
mod obligation;
mod organs;
mod project;
mod project_catalogue;
mod project_record;
mod project_subject;
mod quality;
mod records;
mod review;
mod settled;
mod shown;
mod subjects;
mod withdrawal;
mod write;

pub use catalogue::{outside, proposal, proposals, turns};
pub use ended::{EndingInterval, ending_by, still_ending};
pub use feed::{
    Boundary, ListPage, boundaries, count_shown_then, ever_shown, listed_then, records_by_id, shown_then,
    subjects_by_id,
};
pub use find::{
    FoundRecord, FoundSubject, current_bodies, provisional_codes, records_by_document, records_of_kind,
    subjects_by_code, subjects_by_identifier, subjects_by_name,
};
pub use obligation::owed;
pub use organs::{names_of_organs, organs};
pub use project::{Applied, project};
pub use quality::{produced, produced_of, reported};
pub use records::{
    RecordRow, Version, count_records, current_records_after, record_history, record_of, records_of,
    supplied_kinds, supplies,
};
pub use review::{proposal_at, review_of, reviews_open, reviews_waiting};
pub use settled::{Question, answers, open_questions, records_with_question};
pub use shown::{ShownPage, ShownRecord, count_erased, count_shown, shown_records};
pub use subjects::{
    SubjectNames, former_names, subject_by_code, subject_by_id, subject_count, subjects_after, subjects_since,
};
pub use withdrawal::{WithdrawalRow, notices, withdrawal_of, withdrawals};
pub use write::{Ready, ready, write};

/// The tables this stage projects, with the order a comparison reads them in.
pub const PROJECTIONS: &[(&str, &str)] = &[
    ("registry_organ", "id"),
    ("registry_organ_name", "name_key, organ_id"),
    ("registry_subject", "id"),
    ("registry_name", "name_key, subject_id"),
    ("registry_identifier", "scheme, value, subject_id"),
    ("registry_record", "id, version"),
    ("registry_interval", "record_id, position, channel"),
    ("registry_ended", "record_id, channel, position"),
    ("registry_settled", "organ_id, kind, unsettled"),
    ("registry_supply", "kind, organ_id"),
    ("registry_produced", "month, organ_id, kind"),
    ("registry_catalogue", "id"),
    ("registry_nothing", "organ_id, entry, from_day"),
    ("registry_review", "record_id, position"),
    ("registry_withdrawal", "record_id, position"),
    ("registry_notice", "record_id, position, recipient"),
    ("registry_tombstone", "stream"),
];

/// Every statement of this crate by name, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[(&str, &str)]] = &[
    catalogue::ALL,
    ended::ALL,
    feed::ALL,
    find::ALL,
    obligation::ALL,
    organs::ALL,
    project::ALL,
    project_catalogue::ALL,
    project_record::ALL,
    project_subject::ALL,
    quality::ALL,
    records::ALL,
    review::ALL,
    settled::ALL,
    shown::ALL,
    subjects::ALL,
    withdrawal::ALL,
];

#[cfg(test)]
mod tests;
