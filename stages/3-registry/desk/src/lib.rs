//! Acts on what is already filed: an authority's answer, a withdrawal, ends, erasure; and the organ register.
//! Each act is load, decide, append and project in one transaction.

mod adopt;
mod answer;
mod change;
mod ends;
mod erase;
mod organs;
mod refused;
mod single;

pub use adopt::{Adoption, adopt};
pub use answer::{Answered, answer};
pub use change::reconsidered;
pub use ends::note_ended;
pub use erase::erase;
pub use organs::{NewOrgan, register_organ};
pub use refused::{ActFault, Refused};
pub use single::commit;
