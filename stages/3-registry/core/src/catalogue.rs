//! A catalogue becomes binding when two persons agree: one proposes an edition from a day on, another adopts
//! it. Only the first may reach back, to the first day of its edition; each later one begins no earlier than it
//! is adopted, so that nobody owes today what was not asked yesterday. An edition stays in force until the next
//! one begins, past the end of its stated validity too: otherwise a forgotten date would close the books
//! (decision 0011).

use xh_kernel::{Citation, Date, Id, Refusal};
use xh_ledger::Fields;
use xh_policy::Catalogue;

use crate::body::{BodyFault, Reader, put};

/// The body of `catalogue.proposed`: the edition whole, so that it stands whatever later releases say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalBody {
    /// Edition id.
    pub edition: String,
    /// Its Chinese name.
    pub title: String,
    /// SHA-256 of the content, hexadecimal.
    pub digest: String,
    /// First day in force, once adopted.
    pub effective_on: Date,
    /// Canonical JSON of the edition.
    pub content: String,
}

impl ProposalBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "edition", &self.edition);
        put(&mut out, "title", &self.title);
        put(&mut out, "digest", &self.digest);
        put(&mut out, "effective_on", self.effective_on);
        put(&mut out, "content", &self.content);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        Ok(Self {
            edition: read.text("edition")?,
            title: read.text("title")?,
            digest: read.text("digest")?,
            effective_on: read.get("effective_on")?,
            content: read.text("content")?,
        })
    }
}

/// The body of `catalogue.adopted`, on the proposal's stream: what the second person agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptionBody {
    /// Digest of the edition adopted; the proposal's.
    pub digest: String,
}

impl AdoptionBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "digest", &self.digest);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        Ok(Self { digest: Reader(fields).text("digest")? })
    }
}

/// A proposal, adopted or still open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its stream.
    pub id: Id,
    /// Edition id.
    pub edition: String,
    /// Its Chinese name.
    pub title: String,
    /// Digest of the content.
    pub digest: String,
    /// First day in force, once adopted.
    pub effective_on: Date,
    /// Who proposed it (opaque account id).
    pub proposed_by: String,
    /// Instant of the proposal.
    pub proposed_at: String,
    /// Who adopted it, when, and the position of that entry.
    pub adopted: Option<Agreed>,
}

/// The second person's part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// Opaque account id.
    pub by: String,
    /// Instant.
    pub at: String,
    /// Position of the entry.
    pub position: i64,
}

/// Why a catalogue is not proposed, or not adopted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueRefused {
    /// The release in force has no such edition.
    #[error("施行中的政策发布里没有目录「{0}」，可用的有：{1}；请核对编号，或先采用含有该目录的政策发布")]
    NoSuchEdition(String, String),
    /// Before the edition's first day.
    #[error("目录「{edition}」自{from}起才可以施行，生效日不得更早", from = .from.chinese())]
    BeforeEdition {
        /// The edition.
        edition: String,
        /// Its first day.
        from: Date,
    },
    /// After the edition's stated end.
    #[error("目录「{edition}」的有效期到{to}为止，生效日不得更晚；请改用后一版", to = .to.chinese())]
    AfterEdition {
        /// The edition.
        edition: String,
        /// Its last day.
        to: Date,
    },
    /// Only the first adoption may reach back.
    #[error("已有目录在施行，后一版的生效日不得早于采用之日{today}；请重新提出", today = .today.chinese())]
    ReachesBack {
        /// The day of the act.
        today: Date,
    },
    /// No such proposal.
    #[error("没有编号为「{0}」的目录提案；请用 catalogue show 查看待采用的提案")]
    NoSuchProposal(String),
    /// It was adopted before.
    #[error("提案「{0}」已经采用，不必再次采用")]
    AlreadyAdopted(String),
    /// The same person twice.
    #[error("提出目录的人不能自己采用；请由另一人采用")]
    SamePerson,
    /// A token of a department.
    #[error("目录由信用主管部门提出和采用，单位的令牌不能办理；请改用不绑定单位的令牌")]
    NotTheOffice,
}

impl Refusal for CatalogueRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchEdition(..) => "catalogue.no_such_edition",
            Self::BeforeEdition { .. } => "catalogue.before_edition",
            Self::AfterEdition { .. } => "catalogue.after_edition",
            Self::ReachesBack { .. } => "catalogue.reaches_back",
            Self::NoSuchProposal(_) => "catalogue.no_such_proposal",
            Self::AlreadyAdopted(_) => "catalogue.already_adopted",
            Self::SamePerson => "catalogue.same_person",
            Self::NotTheOffice => "catalogue.not_the_office",
        }
    }

    fn sentence(&self) -> String {
        self.to_string()
    }

    fn cites(&self) -> Vec<Citation> {
        Vec::new()
    }

    fn earliest(&self) -> Option<Date> {
        match self {
            Self::BeforeEdition { from, .. } => Some(*from),
            Self::ReachesBack { today } => Some(*today),
            _ => None,
        }
    }
}

/// Whether an edition may be proposed from this day on. `first`: none was ever adopted.
///
/// # Errors
/// [`CatalogueRefused`] when the day lies outside the edition, or reaches back behind one in force.
pub fn may_propose(
    catalogue: &Catalogue,
    effective_on: Date,
    today: Date,
    first: bool,
) -> Result<(), CatalogueRefused> {
    let edition = || catalogue.id.clone();
    if effective_on < catalogue.from {
        return Err(CatalogueRefused::BeforeEdition { edition: edition(), from: catalogue.from });
    }
    if let Some(to) = catalogue.to.filter(|to| *to < effective_on) {
        return Err(CatalogueRefused::AfterEdition { edition: edition(), to });
    }
    if !first && effective_on < today {
        return Err(CatalogueRefused::ReachesBack { today });
    }
    Ok(())
}

/// Whether this account may adopt the proposal today.
///
/// # Errors
/// [`CatalogueRefused`] for the proposer, for a proposal adopted before, and for one whose day has passed while another
/// catalogue is in force.
pub fn may_adopt(proposal: &Proposal, actor: &str, today: Date, first: bool) -> Result<(), CatalogueRefused> {
    if proposal.adopted.is_some() {
        return Err(CatalogueRefused::AlreadyAdopted(proposal.id.as_str().to_owned()));
    }
    if proposal.proposed_by == actor {
        return Err(CatalogueRefused::SamePerson);
    }
    if !first && proposal.effective_on < today {
        return Err(CatalogueRefused::ReachesBack { today });
    }
    Ok(())
}

/// A catalogue that was adopted.
#[derive(Debug, Clone, PartialEq)]
pub struct InForce {
    /// The edition as adopted.
    pub catalogue: Catalogue,
    /// First day in force.
    pub from: Date,
    /// First day of the next one; none = still in force.
    pub until: Option<Date>,
    /// Position of its adoption.
    pub position: i64,
}

/// Adopted catalogues (edition, first day, position of the adoption) as they follow each other: each until the next; of
/// two from one day on, the one adopted later.
#[must_use]
pub fn in_turn(mut adopted: Vec<(Catalogue, Date, i64)>) -> Vec<InForce> {
    adopted.sort_by_key(|(_, from, position)| (*from, *position));
    let mut out: Vec<InForce> = Vec::new();
    for (catalogue, from, position) in adopted {
        if out.last().is_some_and(|last| last.from == from) {
            out.pop();
        }
        if let Some(last) = out.last_mut() {
            last.until = Some(from);
        }
        out.push(InForce { catalogue, from, until: None, position });
    }
    out
}

/// The one in force on a day.
#[must_use]
pub fn in_force_on(turns: &[InForce], day: Date) -> Option<&InForce> {
    turns.iter().rev().find(|turn| turn.from <= day)
}

#[cfg(test)]
mod tests;
