//! What may enter, in which shape: header, mapping, screening, checking, resolving, counting.
//!
//! Pure rules over rows of cells. Files are opened elsewhere (`xh_exchange`), the register is asked elsewhere
//! (the store), and no law stands here: fields, headings, code lists and needs come from the [`xh_policy::Kind`].
//!
//! Reading order: [`find_header`] and [`propose`] (once per sheet), [`Binding`] (once per sheet), then per row
//! [`screen`], [`blank_never`], [`check()`], [`resolve()`]; [`Counts`] at the end. Basis: `design.md` §5.

pub mod amounts;
mod cells;
mod check;
mod claims;
pub mod codes;
mod content;
mod counts;
pub mod dates;
mod edition;
mod fault;
pub mod filing;
mod heading;
mod mapping;
mod mask;
pub mod money;
mod numerals;
mod person;
mod propose;
mod resolve;
mod row;
pub mod screen;
mod shape;
pub mod text;
mod trace;
mod unit_evidence;
mod who;

#[cfg(test)]
mod tests;

pub use check::{AS_WRITTEN, Checked, check};
pub use claims::{AuthorityClaim, SubjectClaim};
pub use content::{Content, Profile};
pub use counts::{Counts, RowState};
pub use fault::Fault;
pub use heading::{MARK_HEADINGS, Named, Vocabulary};
pub use mapping::{AUTHORITY_ORGAN, Ambiguous, Duplicate, Help, Mapping, MappingVerdict, Target};
pub use mask::identity_numbers as mask_identity_numbers;
pub use propose::propose;
pub use resolve::{HeldReason, KnownSubject, Resolution, resolve};
pub use row::{Binding, Column, RawRow, Said};
pub use screen::{Screen, blank_never, person_template, screen};
pub use shape::{Shape, find_header, is_blank_row};
pub use trace::Trace;
