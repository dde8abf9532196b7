//! What others may see and until when: the public view of a file.
//!
//! Pure: the release, the record and the days are arguments. It decides no period (that is `xh_policy`), loads
//! nothing and renders nothing. What it does not let through is on no page, in no API answer and in no proof.

mod asked;
mod bulletin;
mod feed;
mod field;
mod regimes;
mod shelf;
mod subscriber;
mod typed;

pub use asked::{AskFault, KnownAt, as_of, known_at};
pub use bulletin::{BULLETIN_MAX, Bulletin, Item};
pub use feed::{FeedPlace, Move, PlaceFault, TooOld, moved, view_of};
pub use field::{Given, Shown, disclosable, district_only, given, given_of, masked, public_name, show};
pub use regimes::{Reasons, RegimeSaid, reasons, redacted};
pub use shelf::{NotShown, not_shown, own_channel, shown_now};
pub use subscriber::{
    SubscriberAct, SubscriberBody, SubscriberRefused, SubscriberState, Subscription, ground_fields, ground_of,
};
pub use typed::{Typed, typed};

#[cfg(test)]
mod tests;
