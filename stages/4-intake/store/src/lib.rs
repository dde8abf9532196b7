//! SQL of the door: batches and their progress, rows that wait, mappings people settled, screened originals.
//! None of it is a fact yet; what is filed lives in the ledger.

mod batch;
mod connector;
mod mapping;
mod original;
mod rows;

pub use batch::{
    Batch, Tally, batch, begin, finish, finished_since, mark_headings, recent, save_progress, take_over,
    unfinished,
};
pub use connector::{
    ConnectorRun, ConnectorState, beat_connector, connector, connector_runs, connector_state, end_run,
    hold_connector, move_connector,
};
pub use mapping::{SettledMapping, mapping, mappings, settle_mapping};
pub use original::{next_original, next_original_of_all, put_original};
pub use rows::{
    WaitingRow, empty_row, kept_rows, put_rows, row_of, rows_of, settle_row, waiting, waiting_for,
};

/// Every statement of this crate by name, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[(&str, &str)]] =
    &[batch::ALL, connector::ALL, mapping::ALL, original::ALL, rows::ALL];

#[cfg(test)]
mod tests;
