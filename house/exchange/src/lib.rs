//! Spreadsheets, CSV and JSON in and out; hostile until proven otherwise (`trust.md` T11–T14).
//!
//! It turns the bytes of one upload into rows of plain cells, or says in one sentence why not, and it
//! writes the marked-up sheet that goes back to the sender. It knows no credit law, no header row and
//! no column meaning: all that belongs to 4-intake.
//!
//! Two doors: [`decode_path`] in this process, and [`ChildDecoder`] which runs the same code in a child
//! process with limits of its own ([`child_main`] is that child). Production uses the second.

mod cell;
mod fault;
mod foreign;
mod limits;

mod csv;
mod delimiter;
mod encoding;
mod json;
mod ndjson;
mod shape;
mod text;

mod biff;
mod biff_globals;
mod ole;
mod parts;
mod serial;
mod xls;
mod xlsx;
mod xml_scan;
mod zip_gate;

mod decode;
mod tally;

mod child;
mod frame;
mod parent;

mod csv_safe;
mod marked;

pub use cell::{Cell, SheetRow};
pub use child::{LIMITS_VARIABLE, child_main, run_child};
pub use csv_safe::{csv_safe, push_csv_row};
pub use decode::{Decoded, Note, Stop, decode, decode_path};
pub use fault::DecodeFault;
pub use foreign::Foreign;
pub use limits::Limits;
pub use marked::{
    MARKED_REASON, MARKED_STATE, MarkedFault, MarkedRow, MarkedSheet, MarkedWriter, NOTES_MAX, WriteFault,
    marked_columns, write_marked,
};
pub use parent::ChildDecoder;
pub use shape::Shape;
