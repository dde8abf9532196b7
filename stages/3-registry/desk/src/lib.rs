//! Acts on what is already filed: an authority's answer, a withdrawal, ends, erasure; and the organ register.
//! Each act is load, decide, append and project in one transaction.

mod adopt;
mod anew;
mod answer;
mod api;
mod catalogue;
mod change;
mod ends;
mod erase;
mod organs;
mod produced;
mod refused;
mod review;
mod single;
mod withdraw;

pub use adopt::{Adoption, adopt};
pub use anew::take_effect;
pub use answer::{Answered, answer};
pub use api::{ReviewDesk, api_routes, openapi};
pub use catalogue::{Proposed, adopt_catalogue, propose_catalogue};
pub use change::reconsidered;
pub use ends::note_ended;
pub use erase::{Erased, erase_in};
pub use organs::{NewOrgan, register_organ};
pub use produced::{Counted, count_produced};
pub use refused::{ActFault, Refused};
pub use review::{
    ReviewFile, ReviewLine, Reviewed, WorkList, WorkPage, propose_text, release_text, return_text,
    review_file, work_list,
};
pub use single::commit;
pub use withdraw::{Noting, Withdrawn, note_notice, withdraw_record, withdrawn_list, withdrawn_record};
