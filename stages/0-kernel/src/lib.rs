//! Words every stage speaks: codes, names, dates, periods, calendars, money, citations, moments.
//!
//! Nothing here knows a record, a table or a page, and nothing here is law: periods, amounts and lists come
//! from the release in force as arguments. No clock, no randomness, no input or output: a [`Moment`] brings
//! them.

mod code_fault;
mod org_code;
mod registration_no;
mod uscc;

mod finding;
mod personal;
mod placeholder;

mod normal;

mod calendar;
mod date;
mod instant;
mod period;

mod citation;
mod fen;
mod id;
mod moment;
mod refusal;
mod severity;
mod workflow;

pub use calendar::{CalendarYear, Deadline, WorkCalendar};
pub use citation::Citation;
pub use code_fault::CodeFault;
pub use date::{Date, DateFault};
pub use fen::{Fen, FenFault};
pub use finding::{Finding, FindingClass, Replacement, findings, replaced};
pub use id::{Id, IdFault};
pub use instant::{Instant, InstantFault};
pub use moment::Moment;
pub use normal::{
    Normalised, Note, document_key, looks_like_organisation, name_key, normalise_code, normalise_document_no,
    normalise_name,
};
pub use org_code::OrgCode;
pub use period::{Period, PeriodFault};
pub use personal::{
    contains_identity_number, is_identity_number, may_be_identity_number, without_identity_numbers,
};
pub use placeholder::is_placeholder;
pub use refusal::Refusal;
pub use registration_no::RegistrationNo;
pub use severity::{Severity, SeverityFault};
pub use uscc::Uscc;
pub use workflow::Workflow;
