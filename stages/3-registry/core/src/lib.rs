//! Who, and what is known of them: subjects, records, lawful intervals, the file.
//! This room holds the words and the bodies of their entries; it decides no period (that is `xh_policy`).

mod body;
mod change;
mod dossier;
mod facts;
mod kinds;
mod lawful;
mod month;
mod organ;
mod quality;
mod record;
mod subject;

pub use body::{BodyFault, Reader};
pub use change::{ChangeBody, EndedBody, SettledBody, SupplyBody};
pub use dossier::{Asked, Dossier, DossierRecord, Empty, KnownRecord, SectionView, shown_on};
pub use facts::{facts_of, question};
pub use kinds::*;
pub use lawful::lawful;
pub use month::{Month, MonthFault};
pub use organ::{Organ, OrganBody};
pub use quality::{
    ProducedBody, ProducedCount, Quality, QualitySum, Ratio, ReportedCount, quality, quality_sum,
};
pub use record::{FIELD_PREFIX, NaturalKey, RecordBody, own_fields};
pub use subject::{Identifier, Subject, SubjectBody};
