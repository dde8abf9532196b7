//! A record in a list.

use xh_kernel::Date;
use xh_policy::{FieldRole, FieldType, Kind, LawfulInterval, Release};
use xh_publication::{Given, Shown, given_of, public_name};
use xh_registry::KnownRecord;

use crate::pages::{Fact, RecordCard, ShownPeriod, Tag, Tone};

/// Whose record a card is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Of<'a> {
    /// Name and code, where the list is not already the organisation's own.
    pub subject: Option<(&'a str, &'a str)>,
    /// True for an individual business.
    pub person: bool,
}

/// The card of a record shown under `interval`; a kind the release no longer knows has none.
pub(crate) fn card(
    release: &Release,
    record: &KnownRecord,
    interval: &LawfulInterval,
    of: Of<'_>,
    day: Date,
) -> Option<RecordCard> {
    let kind = release.kind(&record.kind)?;
    let fields = given_of(kind, record, of.person);
    let kinds = kinds(&fields);
    let title = record_title(kind, &fields);
    Some(RecordCard {
        id: record.id.clone(),
        kind: kind.title.clone(),
        title,
        subject: of.subject.map(|(name, code)| (public_name(name), code.to_owned())),
        document_no: text_of(&fields, FieldRole::DocumentNo),
        authority: public_name(&record.organ_name),
        decided_on: record.decided_on.map(|day| day.to_string()).unwrap_or_default(),
        facts: amounts(&fields),
        kinds,
        period: period(interval, day),
        state: Tag::new("公示中", Tone::Plain),
        adverse: kind.adverse,
        position: record.body_position,
    })
}

/// What a record is about in a line: the field its kind names for it. Causes are free text and not shown, so of a
/// penalty the kinds say it.
pub(crate) fn record_title(kind: &Kind, fields: &[Given<'_>]) -> String {
    let named = |one: &&Given<'_>| kind.headline.as_deref() == Some(one.field.id.as_str());
    let told = match kind.headline {
        Some(_) => fields.iter().find(named).and_then(Given::text).unwrap_or_default(),
        None => kinds(fields).join("、"),
    };
    match (told.is_empty(), kind.keyed_by_document() && kind.headline.is_none()) {
        (false, _) => format!("{}：{told}", kind.title),
        (true, true) => format!("{}决定", kind.title),
        (true, false) => kind.title.clone(),
    }
}

/// The period as of a day.
pub(crate) fn period(interval: &LawfulInterval, day: Date) -> ShownPeriod {
    let left = interval.until.map(|until| day.days_until(until));
    let whole = interval.until.map(|until| interval.from.days_until(until)).filter(|days| *days > 0);
    let gone = interval.from.days_until(day).max(0);
    let elapsed = whole.map(|whole| u8::try_from((gone * 100 / whole).min(100)).unwrap_or(100));
    ShownPeriod {
        from: interval.from.to_string(),
        until: interval.until.map(|until| until.to_string()),
        provisional: interval.provisional,
        days_left: left,
        elapsed_percent: elapsed,
    }
}

fn kinds(fields: &[Given<'_>]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for one in fields.iter().filter(|one| one.field.role == Some(FieldRole::PenaltyKinds)) {
        let text = one.text().unwrap_or_default();
        out.extend(text.split('、').filter(|word| !word.is_empty()).map(str::to_owned));
    }
    out.dedup();
    out
}

pub(crate) fn text_of(fields: &[Given<'_>], role: FieldRole) -> String {
    fields.iter().find(|one| one.field.role == Some(role)).and_then(Given::text).unwrap_or_default()
}

fn amounts(fields: &[Given<'_>]) -> Vec<Fact> {
    let money = |one: &&Given<'_>| {
        matches!(one.field.kind, FieldType::MoneyWan | FieldType::MoneyYuan) && one.shown == Shown::Plain
    };
    let fact = |one: &Given<'_>| Some(Fact::text(amount_title(&one.field.title), &one.text()?));
    fields.iter().filter(money).filter_map(fact).take(3).collect()
}

/// The template's unit does not belong beside an amount written in yuan.
pub(crate) fn amount_title(title: &str) -> &str {
    title.trim_end_matches("（万元）").trim_end_matches("（元）")
}
