//! Acts on what is already filed: an authority's answer, a withdrawal, ends, erasure; and the organ register.
//! Each act is load, decide, append and project in one transaction.

mod adopt;
mod anew;
mod answer;
mod change;
mod ends;
mod erase;
mod organs;
mod produced;
mod refused;
mod single;

pub use adopt::{Adoption, adopt};
pub use anew::take_effect;
pub use answer::{Answered, answer};
pub use change::reconsidered;
pub use ends::note_ended;
pub use erase::{Erased, erase_in};
pub use organs::{NewOrgan, register_organ};
pub use produced::{Counted, count_produced};
pub use refused::{ActFault, Refused};
pub use single::commit;
