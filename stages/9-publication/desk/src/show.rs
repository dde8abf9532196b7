//! Handlers of the pages: each loads, fills one page struct and renders it.

mod atom;
mod catalogue;
mod desk;
mod downloads;
mod home;
mod ledger;
mod obligations;
mod policy;
mod proof;
mod quality;
mod record;
mod search;
mod subject;

pub(crate) use atom::atom;
pub(crate) use catalogue::catalogue;
pub(crate) use desk::Desk;
pub(crate) use downloads::downloads;
pub(crate) use home::{board, help, home};
pub(crate) use ledger::ledger;
pub(crate) use obligations::obligations;
pub(crate) use policy::policy;
pub(crate) use proof::{proof, proof_json, proof_tlog};
pub(crate) use quality::quality;
pub(crate) use record::record;
pub(crate) use search::{ask, search};
pub(crate) use subject::{Place, status_words, subject};
