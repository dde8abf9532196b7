//! The file of one organisation on a day, at a state of knowledge: counted sections and the two kinds of empty
//! (the national report prints 查询期内无相关记录 and 此项信息相关部门暂未提供 as different things).

use std::collections::{BTreeMap, BTreeSet};

use xh_kernel::{Date, Severity};
use xh_ledger::Fields;
use xh_policy::{LawfulInterval, Release};

/// The two times every question about a file has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The legal day: law in force and facts up to it.
    pub as_of: Date,
    /// Entries below this position were known.
    pub known_at: i64,
}

/// A record as it stood at a state of knowledge.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownRecord {
    /// Record id (stream).
    pub id: String,
    /// Kind id.
    pub kind: String,
    /// The authority's organ id.
    pub organ: String,
    /// The authority's display name.
    pub organ_name: String,
    /// The day the law counts from.
    pub decided_on: Option<Date>,
    /// The day it was filed.
    pub filed_on: Date,
    /// `valid`, `revoked` or `withdrawn`.
    pub status: String,
    /// Settled severity.
    pub severity: Option<Severity>,
    /// The open question, if any.
    pub unsettled: Option<String>,
    /// Position of the entry that holds the content.
    pub body_position: i64,
    /// Stream version.
    pub version: i64,
    /// Lawful intervals, all channels.
    pub intervals: Vec<LawfulInterval>,
    /// The kind's own fields.
    pub fields: Fields,
    /// Free text released for this content, by field.
    pub texts: BTreeMap<String, String>,
}

/// Why a section is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Empty {
    /// Asked, and there is nothing in the period.
    NoRecord,
    /// No department has supplied this kind yet.
    NotProvided,
}

/// A record with whether a channel may show it on the day.
#[derive(Debug, Clone, PartialEq)]
pub struct DossierRecord {
    /// The record.
    pub record: KnownRecord,
    /// Its interval on the asked channel that covers the day.
    pub shown: Option<LawfulInterval>,
}

/// One counted section.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionView {
    /// Section id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Records shown on the day, newest first.
    pub records: Vec<DossierRecord>,
    /// Set when there are none.
    pub empty: Option<Empty>,
}

/// The file.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// What was asked.
    pub asked: Asked,
    /// The sections, in the release's order.
    pub sections: Vec<SectionView>,
}

/// The interval of `channel` that lets a record be shown on `day`.
#[must_use]
pub fn shown_on<'a>(
    intervals: &'a [LawfulInterval],
    channel: &str,
    day: &Date,
) -> Option<&'a LawfulInterval> {
    intervals
        .iter()
        .find(|i| i.channel == channel && i.from <= *day && i.until.as_ref().is_none_or(|until| until > day))
}

impl Dossier {
    /// What `channel` may show of these records; `supplied` are the kinds some department has supplied.
    #[must_use]
    pub fn public(
        release: &Release,
        asked: Asked,
        channel: &str,
        records: Vec<KnownRecord>,
        supplied: &BTreeSet<String>,
    ) -> Self {
        let mut shown: Vec<DossierRecord> =
            records.into_iter().filter_map(|r| visible(r, channel, &asked)).collect();
        shown.sort_by(|a, b| (&b.record.decided_on, &b.record.id).cmp(&(&a.record.decided_on, &a.record.id)));
        let sections = release.sections().iter().map(|section| {
            let (mine, rest) =
                std::mem::take(&mut shown).into_iter().partition(|r| section.kinds.contains(&r.record.kind));
            shown = rest;
            section_view(
                &section.id,
                &section.title,
                mine,
                section.kinds.iter().any(|k| supplied.contains(k)),
            )
        });
        let sections = sections.collect();
        Self { asked, sections }
    }
}

fn visible(record: KnownRecord, channel: &str, asked: &Asked) -> Option<DossierRecord> {
    if record.decided_on.as_ref().is_some_and(|day| *day > asked.as_of) {
        return None;
    }
    let shown = shown_on(&record.intervals, channel, &asked.as_of)?.clone();
    Some(DossierRecord { record, shown: Some(shown) })
}

fn section_view(id: &str, title: &str, records: Vec<DossierRecord>, supplied: bool) -> SectionView {
    let empty = match (records.is_empty(), supplied) {
        (false, _) => None,
        (true, true) => Some(Empty::NoRecord),
        (true, false) => Some(Empty::NotProvided),
    };
    SectionView { id: id.to_owned(), title: title.to_owned(), records, empty }
}
