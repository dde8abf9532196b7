//! Who, and what is known of them: subjects, records, lawful intervals, the file.
//! This room holds the words and the bodies of their entries; it decides no period (that is `xh_policy`).

mod body;
mod catalogue;
mod change;
mod dossier;
mod facts;
mod kinds;
mod lawful;
mod month;
mod obligation;
mod organ;
mod quality;
mod record;
mod review;
mod subject;
mod withdrawal;

pub use body::{BodyFault, Reader};
pub use catalogue::{
    AdoptionBody, Agreed, CatalogueRefused, InForce, Proposal, ProposalBody, in_force_on, in_turn, may_adopt,
    may_propose,
};
pub use change::{ChangeBody, EndedBody, SettledBody, SupplyBody};
pub use dossier::{Asked, Dossier, DossierRecord, Empty, KnownRecord, SectionView, shown_on};
pub use facts::{facts_of, question};
pub use kinds::*;
pub use lawful::lawful;
pub use month::{Month, MonthFault};
pub use obligation::{
    AskedPeriod, NothingBody, NothingRefused, NothingSaid, Obligation, Owed, ReportedDay, Standing, Supplier,
    looked_back, nothing, obligations, periods, standing,
};
pub use organ::{Organ, OrganBody};
pub use quality::{
    ProducedBody, ProducedCount, Quality, QualitySum, Ratio, ReportedCount, quality, quality_sum,
};
pub use record::{FIELD_PREFIX, NaturalKey, RecordBody, own_fields};
pub use review::{
    Edit, FieldReview, ReleasedBody, ReturnedBody, Review, ReviewBody, ReviewRefused, ReviewState,
    is_reviewed, may_release, may_return, propose, review_fields,
};
pub use subject::{Identifier, Subject, SubjectBody};
pub use withdrawal::{
    Notice, NoticeBody, Recipient, WITHDRAWN, WithdrawalBody, WithdrawalGround, WithdrawalRefused,
    WithdrawalSaid, may_note, withdraw,
};
