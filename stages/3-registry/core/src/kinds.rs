//! The entry kinds of this stage. A kind is a word in the ledger for ever: add, never rename.

/// An organ (department) entered the register or changed.
pub const ORGAN_REGISTERED: &str = "organ.registered";
/// The base library's facts about a subject, first or again.
pub const SUBJECT_REGISTERED: &str = "subject.registered";
/// A valid code nobody had registered yet, first met in a record.
pub const SUBJECT_PROVISIONAL: &str = "subject.provisional";
/// A record was filed.
pub const RECORD_FILED: &str = "record.filed";
/// A new version of the same natural key was filed.
pub const RECORD_AMENDED: &str = "record.amended";
/// Severity or lawful intervals were decided anew; the content stays.
pub const RECORD_PERIOD: &str = "record.period";
/// The authority withdrew the record; its intervals end.
pub const RECORD_WITHDRAWN: &str = "record.withdrawn";
/// Intervals that ended on a day, for feeds and proofs; what is shown never depends on it.
pub const RECORD_ENDED: &str = "record.ended";
/// One signed answer of an authority about the severity of a class of its records.
pub const SEVERITY_ANSWERED: &str = "severity.answered";
/// The first time an organ supplied a kind: from here on an empty section means "no record".
pub const SUPPLY_BEGUN: &str = "supply.begun";
/// An organ's own count of what it decided in a month; the newest stands.
pub const PRODUCTION_COUNTED: &str = "production.counted";
/// An edition of the catalogue was proposed, whole.
pub const CATALOGUE_PROPOSED: &str = "catalogue.proposed";
/// A second person adopted it, on the proposal's stream.
pub const CATALOGUE_ADOPTED: &str = "catalogue.adopted";
/// An organ signed that a period brought nothing of an item.
pub const NOTHING_REPORTED: &str = "report.nothing";
/// A batch was filed: digests and counts.
pub const BATCH_FILED: &str = "batch.filed";
/// The bodies of this stream were deleted, with the ground.
pub const ERASED: &str = "erased";
/// Somebody looked through a record's free text and proposed what may be shown of it.
pub const TEXT_PROPOSED: &str = "record.text_proposed";
/// The proposed text was released: from here on it may be shown.
pub const TEXT_RELEASED: &str = "record.text_released";
/// The proposed text was sent back.
pub const TEXT_RETURNED: &str = "record.text_returned";
/// Somebody who has the withdrawn record was told.
pub const NOTICE_SENT: &str = "record.notice_sent";
/// Somebody who had the withdrawn record confirmed that it is off.
pub const NOTICE_CONFIRMED: &str = "record.notice_confirmed";
