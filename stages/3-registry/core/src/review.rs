//! Review of a record's free text: who proposed what, who released it, what stands. No text is public without a release
//! of exactly that text over exactly that content; where a rule asks, two persons make it.
//!
//! What a finding becomes is data of the release (`xh_policy`). Basis: 政府信息公开条例 article 17, 个人信息保护法 article 6.

mod body;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use xh_kernel::{FindingClass, Refusal, findings};
use xh_policy::{Collect, Field, FieldRole, FieldType, Kind, Release, Visibility, review_digest};

use crate::KnownRecord;

pub use body::{ReleasedBody, ReturnedBody, ReviewBody};

/// Where a record's review stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Nobody has looked at the content as it is now.
    Waiting,
    /// Somebody proposed, somebody else must agree.
    Proposed,
    /// Sent back; a new proposal is due.
    Returned,
    /// Released.
    Released,
}

impl ReviewState {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Proposed => "proposed",
            Self::Returned => "returned",
            Self::Released => "released",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Proposed, Self::Returned, Self::Released]
            .into_iter()
            .find(|it| it.as_str() == word)
    }
}

/// The newest review of a record's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Position of the proposal.
    pub position: i64,
    /// Position of the content that was looked at.
    pub content: i64,
    /// Where it stands.
    pub state: ReviewState,
    /// Must a second person agree?
    pub two_persons: bool,
    /// What was found in the content, all classes.
    pub findings: i64,
    /// Who proposed.
    pub proposed_by: String,
    /// Names the texts proposed.
    pub digest: String,
}

/// What a person decides about one field, other than the proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// This text is to be shown.
    Text(String),
    /// Nothing of it is to be shown.
    Withhold,
}

/// One field of a record's free text, with what the machine says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldReview<'a> {
    /// The field.
    pub field: &'a Field,
    /// As filed.
    pub text: &'a str,
    /// What was found, by class.
    pub counts: BTreeMap<FindingClass, u32>,
    /// What is proposed; none when nothing of it may be shown.
    pub proposed: Option<String>,
}

/// Why a review is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewRefused {
    /// No free text, or none kept.
    #[error("这条记录没有需要审核的文字内容")]
    NoText,
    /// The law in force has no rules of review.
    #[error("当前政策没有公开前审核的规则,文字内容一律不公开;请先采用含审核规则的政策")]
    NoRules,
    /// It was withdrawn.
    #[error("这条记录已撤回,不再公开,不需要审核")]
    Withdrawn,
    /// A field that is no free text of this record.
    #[error("这条记录没有可审核的字段「{0}」;请用 review show 查看")]
    NoSuchText(String),
    /// Something stands in the text that may never be shown.
    #[error("「{0}」中仍有不得公开的内容:{1};请遮盖或不公开该字段")]
    Forbidden(String, String),
    /// Nothing was proposed.
    #[error("这条记录没有待核准的审核意见;内容更正后须重新审核")]
    NothingProposed,
    /// Others were proposed meanwhile.
    #[error("审核意见已有变动,请重新查看后再核准")]
    Changed,
    /// The proposer may not.
    #[error("核准人与提出人不得为同一人:{0};请由另一人核准")]
    SamePerson(String),
    /// A return says why.
    #[error("退回须写明原因")]
    NoReason,
}

impl Refusal for ReviewRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NoText => "review.no_text",
            Self::NoRules => "review.no_rules",
            Self::Withdrawn => "review.withdrawn",
            Self::NoSuchText(_) => "review.no_such_text",
            Self::Forbidden(..) => "review.forbidden",
            Self::NothingProposed => "review.nothing_proposed",
            Self::Changed => "review.changed",
            Self::SamePerson(_) => "review.same_person",
            Self::NoReason => "review.no_reason",
        }
    }

    fn sentence(&self) -> String {
        self.to_string()
    }
}

/// Is this a field whose text is shown only once released?
#[must_use]
pub fn is_reviewed(field: &Field) -> bool {
    let text = matches!(field.kind, FieldType::Text | FieldType::Document);
    let person = field.role == Some(FieldRole::LegalRepresentative);
    text && !person && field.visibility == Visibility::Secret && field.collect == Collect::Keep
}

/// The record's free text, field by field, with what is proposed. The field's title is read before its text, since
/// it may be the word that makes a name a name.
#[must_use]
pub fn review_fields<'a>(release: &Release, kind: &'a Kind, record: &'a KnownRecord) -> Vec<FieldReview<'a>> {
    let one = |field: &'a Field| {
        let text =
            record.fields.get(&field.id).and_then(Value::as_str).filter(|text| !text.trim().is_empty())?;
        let head = format!("{}：", field.title);
        let told = release.review_text(&format!("{head}{text}"));
        let proposed = told.proposed.as_deref().and_then(|text| text.strip_prefix(&head)).map(str::to_owned);
        Some(FieldReview { field, text, counts: told.counts(), proposed })
    };
    kind.fields.iter().filter(|field| is_reviewed(field)).filter_map(one).collect()
}

/// The body of a proposal: the machine's, with what a person changed.
///
/// # Errors
/// [`ReviewRefused`] when there is nothing to propose, an edit names no text, or something forbidden would be shown.
pub fn propose(
    release: &Release,
    kind: &Kind,
    record: &KnownRecord,
    edits: &BTreeMap<String, Edit>,
) -> Result<ReviewBody, ReviewRefused> {
    let fields = reviewable(release, kind, record)?;
    if let Some(name) = edits.keys().find(|name| fields.iter().all(|it| it.field.id != **name)) {
        return Err(ReviewRefused::NoSuchText(name.chars().take(40).collect()));
    }
    let (mut texts, mut withheld) = (BTreeMap::new(), Vec::new());
    let (mut found, mut edited) = (BTreeSet::new(), false);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for it in &fields {
        it.counts
            .iter()
            .for_each(|(class, many)| *counts.entry(class.as_str().to_owned()).or_default() += many);
        found.extend(it.counts.keys().copied());
        match shown(release, it, edits.get(&it.field.id))? {
            Some(text) => {
                found.extend(findings(&text).into_iter().map(|one| one.class));
                edited |= it.proposed.as_deref() != Some(text.as_str());
                texts.insert(it.field.id.clone(), text);
            }
            None => withheld.push(it.field.id.clone()),
        }
    }
    let reasons = release.second_person(kind, &found, edited);
    let digest = review_digest(record.body_position, &texts);
    Ok(ReviewBody { content: record.body_position, texts, withheld, findings: counts, reasons, digest })
}

fn reviewable<'a>(
    release: &Release,
    kind: &'a Kind,
    record: &'a KnownRecord,
) -> Result<Vec<FieldReview<'a>>, ReviewRefused> {
    if release.review_classes().is_empty() {
        return Err(ReviewRefused::NoRules);
    }
    if record.status == crate::WITHDRAWN {
        return Err(ReviewRefused::Withdrawn);
    }
    let fields = review_fields(release, kind, record);
    if fields.is_empty() { Err(ReviewRefused::NoText) } else { Ok(fields) }
}

/// The text to be shown of a field: the person's, else the machine's; checked as strictly either way.
fn shown(
    release: &Release,
    it: &FieldReview<'_>,
    edit: Option<&Edit>,
) -> Result<Option<String>, ReviewRefused> {
    let text = match edit {
        Some(Edit::Withhold) => None,
        Some(Edit::Text(text)) if text.trim().is_empty() => None,
        Some(Edit::Text(text)) => Some(text.clone()),
        None => it.proposed.clone(),
    };
    let Some(text) = text else { return Ok(None) };
    // A text that is withheld whole as filed is not released in other words: it goes back to who filed it.
    let whole = it.proposed.is_none() && release.review_text(it.text).proposed.is_none();
    let mut left = release.still_forbidden(&format!("{}：{text}", it.field.title));
    if whole {
        left.extend(it.counts.keys().filter(|class| {
            release.review_class(**class).is_none_or(|ruled| ruled.then == xh_policy::ReviewThen::Withhold)
        }));
    }
    if left.is_empty() {
        return Ok(Some(text));
    }
    let titles =
        left.iter().map(|class| release.review_class(*class).map_or(class.as_str(), |it| it.title.as_str()));
    Err(ReviewRefused::Forbidden(it.field.title.clone(), titles.collect::<Vec<_>>().join("、")))
}

/// May this person release what was proposed? `digest` names the texts that the person saw.
///
/// # Errors
/// [`ReviewRefused`] when nothing is proposed over the present content, when it changed, or for the proposer.
pub fn may_release(
    record: &KnownRecord,
    review: Option<&Review>,
    proposal: &ReviewBody,
    actor: &str,
    digest: Option<&str>,
) -> Result<(), ReviewRefused> {
    let review = open(record, review)?;
    if digest.is_some_and(|digest| digest != review.digest) || proposal.digest != review.digest {
        return Err(ReviewRefused::Changed);
    }
    if review.two_persons && review.proposed_by == actor {
        return Err(ReviewRefused::SamePerson(proposal.reasons.join("、")));
    }
    Ok(())
}

/// May what was proposed be sent back, or what was released be taken off?
///
/// # Errors
/// [`ReviewRefused`] when nothing is proposed over the present content, or without a reason.
pub fn may_return(record: &KnownRecord, review: Option<&Review>, reason: &str) -> Result<(), ReviewRefused> {
    if record.status == crate::WITHDRAWN {
        return Err(ReviewRefused::Withdrawn);
    }
    let stands = |it: &&Review| matches!(it.state, ReviewState::Proposed | ReviewState::Released);
    review
        .filter(stands)
        .filter(|it| it.content == record.body_position)
        .ok_or(ReviewRefused::NothingProposed)?;
    if reason.trim().is_empty() { Err(ReviewRefused::NoReason) } else { Ok(()) }
}

fn open<'a>(record: &KnownRecord, review: Option<&'a Review>) -> Result<&'a Review, ReviewRefused> {
    if record.status == crate::WITHDRAWN {
        return Err(ReviewRefused::Withdrawn);
    }
    let open = |it: &&Review| it.state == ReviewState::Proposed && it.content == record.body_position;
    review.filter(open).ok_or(ReviewRefused::NothingProposed)
}

#[cfg(test)]
mod tests;
