//! The columns of a list of one kind, and a record as a row of it: readable in CSV, typed in JSON lines. Nothing goes
//! into a row that the record's own page withholds.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use xh_kernel::Uscc;
use xh_policy::{Collect, Field, FieldType, Kind, LawfulInterval, Visibility};
use xh_publication::{given_of, public_name};
use xh_registry::is_reviewed;
use xh_registry_store::ShownRecord;

use crate::api::{fields, name_of};
use crate::load::amount_title;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// For people and spreadsheets: UTF-8 with a mark, Chinese headings, no cell a formula.
    Csv,
    /// For programs: one JSON object a line.
    Jsonl,
    /// For programs that count: typed columns.
    Parquet,
}

/// A column of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Column {
    /// JSON 中的名称
    pub name: String,
    /// CSV 的列名
    pub title: String,
    /// 类型：text、date、integer、integer_fen（金额，以分为单位）或 list；Parquet 中为 STRING、DATE、INT64、INT64、LIST
    pub r#type: String,
}

/// What every kind has before its own fields.
const BEFORE: [(&str, &str, &str); 8] = [
    ("id", "记录编号", "text"),
    ("subject", "统一社会信用代码", "text"),
    ("subject_name", "单位名称", "text"),
    ("authority", "认定单位", "text"),
    ("decided_on", "认定日期", "date"),
    ("filed_on", "报送日期", "date"),
    ("severity", "失信程度", "text"),
    ("entry", "账本位置", "integer"),
];
/// And behind them.
const BEHIND: [(&str, &str, &str); 2] =
    [("shown_from", "公示起始日", "date"), ("shown_until", "公示截止日（自此日起不再公示）", "date")];

/// The columns of a kind. Amounts in 万元 and in yuan are one column: both are kept in fen.
pub(crate) fn columns(kind: &Kind) -> Vec<Column> {
    let fixed = |(name, title, what): &(&str, &str, &str)| Column {
        name: (*name).to_owned(),
        title: (*title).to_owned(),
        r#type: (*what).to_owned(),
    };
    let mut own: Vec<Column> = Vec::new();
    for field in kind.fields.iter().filter(|field| is_seen(field)) {
        let name = name_of(field);
        if !is_fixed(&name) && own.iter().all(|known| known.name != name) {
            let title = amount_title(&field.title).to_owned();
            own.push(Column { name, title, r#type: word(field.kind).to_owned() });
        }
    }
    BEFORE.iter().map(fixed).chain(own).chain(BEHIND.iter().map(fixed)).collect()
}

fn is_fixed(name: &str) -> bool {
    BEFORE.iter().chain(&BEHIND).any(|(known, ..)| *known == name)
}

/// May everyone see something of such a field? Of free text what was released.
fn is_seen(field: &Field) -> bool {
    let shown = matches!(field.visibility, Visibility::Public | Visibility::Masked);
    field.collect != Collect::Never && shown || is_reviewed(field)
}

fn word(kind: FieldType) -> &'static str {
    match kind {
        FieldType::MoneyWan | FieldType::MoneyYuan => "integer_fen",
        FieldType::Date => "date",
        FieldType::CodeSet => "list",
        _ => "text",
    }
}

/// The row of a record under the interval that lets it be shown.
pub(crate) fn row(
    form: Form,
    kind: &Kind,
    columns: &[Column],
    shown: &ShownRecord,
    under: &LawfulInterval,
) -> String {
    match form {
        Form::Csv => csv(kind, columns, shown, under),
        Form::Jsonl | Form::Parquet => format!("{}\n", Value::Object(object(kind, shown, under))),
    }
}

/// A row of a difference.
pub(crate) fn marked(op: &str, kind: &Kind, shown: &ShownRecord, under: &LawfulInterval) -> String {
    let mut object = object(kind, shown, under);
    object.insert("op".to_owned(), json!(op));
    format!("{}\n", Value::Object(object))
}

/// The row of a record that is no longer on a list.
pub(crate) fn deleted(id: &str) -> String {
    format!("{}\n", json!({ "op": "delete", "id": id }))
}

/// What stands before the rows.
pub(crate) fn head(form: Form, columns: &[Column]) -> String {
    let mut out = String::new();
    if form == Form::Csv {
        out.push('\u{feff}');
        let titles: Vec<&str> = columns.iter().map(|column| column.title.as_str()).collect();
        xh_exchange::push_csv_row(&mut out, &titles);
    }
    out
}

fn person(shown: &ShownRecord) -> bool {
    Uscc::parse(&shown.uscc).is_ok_and(|code| code.is_individual_business())
}

/// The row of a record by the names of its columns.
pub(crate) fn object(kind: &Kind, shown: &ShownRecord, under: &LawfulInterval) -> Map<String, Value> {
    let record = &shown.row.record;
    let mut out = fields(&given_of(kind, record, person(shown)));
    let text = |day: Option<xh_kernel::Date>| day.map(|day| day.to_string());
    let more = [
        ("id", json!(record.id)),
        ("subject", json!(shown.uscc)),
        ("subject_name", json!(public_name(&shown.name))),
        ("authority", json!(public_name(&record.organ_name))),
        ("decided_on", json!(text(record.decided_on))),
        ("filed_on", json!(record.filed_on.to_string())),
        ("severity", json!(record.severity.map(xh_kernel::Severity::as_str))),
        ("entry", json!(record.body_position)),
        ("shown_from", json!(under.from.to_string())),
        ("shown_until", json!(text(under.until))),
    ];
    out.extend(more.map(|(name, value)| (name.to_owned(), value)));
    out
}

/// The same, as people read it: codes by title, money in yuan.
fn csv(kind: &Kind, columns: &[Column], shown: &ShownRecord, under: &LawfulInterval) -> String {
    let whole = object(kind, shown, under);
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    for one in given_of(kind, &shown.row.record, person(shown)) {
        let name = name_of(one.field);
        if let Some(text) = one.text().filter(|_| !is_fixed(&name)) {
            told.entry(name).or_insert(text);
        }
    }
    let plain = |name: &str| match whole.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let cell = |column: &Column| told.get(&column.name).cloned().unwrap_or_else(|| plain(&column.name));
    let cells: Vec<String> = columns.iter().map(cell).collect();
    let mut out = String::new();
    xh_exchange::push_csv_row(&mut out, &cells);
    out
}
