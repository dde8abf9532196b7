//! Which field may be shown, masked or not at all, and how its value is written for readers.
//!
//! Basis: 政府信息公开条例 (2019) articles 14 and 15; 个人信息保护法 article 6. The scale itself is data of the kind.

use serde_json::Value;
use xh_kernel::{Fen, contains_identity_number, without_identity_numbers};
use xh_ledger::Fields;
use xh_policy::{Collect, Field, FieldRole, FieldType, Kind, Visibility};
use xh_registry::{KnownRecord, is_reviewed};

/// What may be shown of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The value as it is.
    Plain,
    /// A shortened form only, given here.
    Masked(String),
    /// A text that was reviewed and released in these words.
    Released(String),
    /// Nothing; the reason in Chinese without a trailing stop.
    Withheld(&'static str),
}

/// A field that has a value, with what may be shown of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Given<'a> {
    /// The field.
    pub field: &'a Field,
    /// Its value as kept.
    pub value: &'a Value,
    /// What may be shown.
    pub shown: Shown,
}

/// The fields of a record that have a value, in the kind's order. `person` is true for an individual business, whose
/// premises may be a home: of addresses only the district is shown.
#[must_use]
pub fn given<'a>(kind: &'a Kind, fields: &'a Fields, person: bool) -> Vec<Given<'a>> {
    let one = |field: &'a Field| {
        let value = fields.get(&field.id).filter(|value| !is_blank(value))?;
        Some(Given { field, value, shown: show(field, value, person) })
    };
    kind.fields.iter().filter_map(one).collect()
}

/// The same of a record: free text stands there in the words that were released, and in no others.
#[must_use]
pub fn given_of<'a>(kind: &'a Kind, record: &'a KnownRecord, person: bool) -> Vec<Given<'a>> {
    let mut all = given(kind, &record.fields, person);
    let reviewed = !record.texts.is_empty();
    for one in all.iter_mut().filter(|one| reviewed && is_reviewed(one.field)) {
        one.shown = match record.texts.get(&one.field.id) {
            // What may never be shown was refused before; this is the second lock on the same door.
            Some(text) if !contains_identity_number(text) => Shown::Released(text.clone()),
            _ => Shown::Withheld("审核后认为不宜公开"),
        };
    }
    all
}

/// What may be shown of a value of this field.
#[must_use]
pub fn show(field: &Field, value: &Value, person: bool) -> Shown {
    let text = plain(field, value);
    match field.visibility {
        _ if field.collect == Collect::Never => Shown::Withheld("个人信息，本站不收集"),
        Visibility::Staff => Shown::Withheld("仅供办理机关内部使用"),
        Visibility::Secret => Shown::Withheld("可能含有个人信息，未经人工审核不公开"),
        _ if contains_identity_number(&text) => Shown::Withheld("内容含有个人信息"),
        Visibility::Masked => Shown::Masked(masked(&text)),
        Visibility::Public if person && field.role == Some(FieldRole::Address) => {
            Shown::Masked(district_only(&text))
        }
        Visibility::Public => Shown::Plain,
    }
}

impl Given<'_> {
    /// The text for readers; none when it is withheld.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match &self.shown {
            Shown::Plain => Some(plain(self.field, self.value)),
            Shown::Masked(text) | Shown::Released(text) => Some(text.clone()),
            Shown::Withheld(_) => None,
        }
    }
}

/// An organisation's or organ's name as everyone may see it: an identity number in it is masked.
#[must_use]
pub fn public_name(name: &str) -> String {
    without_identity_numbers(name).into_owned()
}

/// A person's name as everyone may see it: 张**.
#[must_use]
pub fn masked(name: &str) -> String {
    let mut letters = name.trim().chars();
    letters.next().map_or_else(String::new, |first| format!("{first}**"))
}

/// An address cut behind its district; when none is recognised, hidden whole.
#[must_use]
pub fn district_only(address: &str) -> String {
    let ends = ['区', '县', '旗'];
    let end = address.char_indices().find(|(_, letter)| ends.contains(letter));
    let cut = end.and_then(|(at, letter)| address.get(..at + letter.len_utf8()));
    cut.map_or_else(|| "**".to_owned(), str::to_owned)
}

/// Names of the ledger payload's fields that a public proof may disclose: public columns of the record's envelope and
/// public fields whose value may be shown plainly.
#[must_use]
pub fn disclosable(
    kind: &Kind,
    fields: &Fields,
    person: bool,
    column: impl Fn(&str) -> Option<Visibility>,
) -> Vec<String> {
    let meta = [
        ("subject", "registry_record.subject_id"),
        ("record_kind", "registry_record.kind"),
        ("decided_on", "registry_record.decided_on"),
        ("filed_on", "registry_record.filed_on"),
        ("status", "registry_record.status"),
        ("severity", "registry_record.severity"),
        ("timely", "registry_record.timely"),
        ("intervals", "registry_interval.until_day"),
    ];
    let public = meta.into_iter().filter(|(_, at)| column(at) == Some(Visibility::Public));
    let own = given(kind, fields, person).into_iter().filter(|one| one.shown == Shown::Plain);
    let own = own.map(|one| format!("{}{}", xh_registry::FIELD_PREFIX, one.field.id));
    public.map(|(name, _)| name.to_owned()).chain(own).collect()
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// The value as a reader reads it: codes by title, money in yuan.
fn plain(field: &Field, value: &Value) -> String {
    match (field.kind, value) {
        (FieldType::MoneyWan | FieldType::MoneyYuan, Value::Number(fen)) => {
            fen.as_i64().map_or_else(|| fen.to_string(), |fen| Fen(fen).to_string())
        }
        (_, Value::Array(items)) => items.iter().map(|item| word(field, item)).collect::<Vec<_>>().join("、"),
        (_, value) => word(field, value),
    }
}

fn word(field: &Field, value: &Value) -> String {
    match value {
        Value::String(text) => field.code_title(text).to_owned(),
        Value::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
