//! The import job, single records, the held-rows queue and the marked-up sheet.
//! A batch goes decode → screen → map → normalise → check → resolve → file; every row ends in exactly one state.

mod api;
mod carry;
mod chunk;
mod connector;
mod fault;
mod forget;
mod head;
mod held;
mod import;
mod jobs;
mod known;
mod mapping;
mod marked;
mod nothing;
mod open;
mod original;
mod reader;
mod rows;
mod save;
mod saver;
mod settle;
mod single;
mod watch;
mod writing;

pub use api::{IntakeApi, api_routes, openapi};
pub use chunk::{Prepared, PreparedRow, prepare};
pub use connector::{PullAsked, pull};
pub use fault::ImportFault;
pub use forget::forget;
pub use head::Head;
pub use held::{HeldAnswer, Settled, settle_held};
pub use import::{Asked, Imported, Progress, import};
pub use mapping::settle_shape;
pub use marked::write_marked_sheet;
pub use nothing::{NothingAsked, NothingFault, NothingReported, report_nothing};
pub use reader::Decoder;
pub(crate) use single::FiledOnce;
pub use single::{FileOne, Filed, Filing};
pub use watch::{Watch, WatchAsked, Watched};
