//! Stories of this crate over a fixture kind: sheets told apart, rows screened, checked and resolved.

mod bad_input;
pub mod fixture;
mod mapping;
mod never_panics;
mod people;
mod resolving;
