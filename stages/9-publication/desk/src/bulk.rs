//! Lists of one kind as files: what is public, on a day, with how many rows and which SHA-256. Page and API make them
//! here, so that both give the same bytes.

mod columns;
mod differences;
mod list;
mod parquet;
mod spool;

pub(crate) use columns::{Column, Form, columns};
pub(crate) use differences::differences;
pub(crate) use list::{List, ListDays, list};
pub(crate) use spool::{Spool, Spooled};
