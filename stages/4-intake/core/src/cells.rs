//! One cell of one field: what it says, normalised, or what is wrong with it.
//!
//! Not who it is about: codes of subjects and authorities are weighed together in `who.rs`.

use serde_json::Value;
use xh_kernel::{Date, document_key, is_placeholder, normalise_document_no, normalise_name};
use xh_policy::{Field, FieldRole, FieldType, read_codes};

use crate::dates::{self, DateFault, DateUse, Reading};
use crate::fault::Fault;
use crate::row::Said;
use crate::{money, text};

/// What a cell gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// The normalised value; `None` when the cell says nothing, `null` when it says "no end".
    pub value: Option<Value>,
    /// The original, where the normalised value cannot bring it back.
    pub as_written: Option<String>,
    /// What was changed, in Chinese.
    pub notes: Vec<String>,
    /// What is wrong; the value is left out.
    pub faults: Vec<Fault>,
    /// What is odd; the value stands.
    pub oddities: Vec<Fault>,
}

impl Cell {
    fn of(value: impl Into<Value>) -> Self {
        Self { value: Some(value.into()), ..Self::default() }
    }

    fn fault(fault: Fault) -> Self {
        Self { faults: vec![fault], ..Self::default() }
    }

    fn noted(mut self, field: &Field, notes: impl IntoIterator<Item = &'static str>) -> Self {
        self.notes.extend(notes.into_iter().map(|note| format!("{}：{note}", field.title)));
        self
    }
}

/// Reads one cell of a field that is not an identifying code.
#[must_use]
pub fn read(field: &Field, said: Said<'_>, today: Date) -> Cell {
    let not_given = field.not_given.iter().any(|text| text == said.text.trim());
    let is_amount = matches!(field.kind, FieldType::MoneyWan | FieldType::MoneyYuan | FieldType::Number);
    if not_given || (!is_amount && field.kind != FieldType::Date && is_placeholder(said.text)) {
        return Cell::default();
    }
    let cell = match field.kind {
        FieldType::Name | FieldType::Authority => name(field, said),
        FieldType::Code => code_text(said),
        FieldType::Text => running(field, said),
        FieldType::Document => document(field, said),
        FieldType::Date => date(field, said, today),
        FieldType::Year => year(field, said, today),
        FieldType::MoneyWan | FieldType::MoneyYuan => amount(field, said),
        FieldType::CodeSet => code_set(field, said),
        FieldType::CodeOne => code_one(field, said),
        FieldType::Number => number(field, said),
        FieldType::Flag => flag(field, said),
    };
    held_to_length(cell, field, said)
}

/// A text longer than the template allows is odd where it is prose, a fault where it is a key.
fn held_to_length(mut cell: Cell, field: &Field, said: Said<'_>) -> Cell {
    // A code is measured by nobody: the template's length is that of the cell, not of the id it was read as.
    let coded = matches!(field.kind, FieldType::CodeOne | FieldType::CodeSet);
    let Some(max) = field.max.filter(|_| !coded) else { return cell };
    let length = match &cell.value {
        Some(Value::String(text)) if text.len() > max as usize => text.chars().count(),
        _ => return cell,
    };
    if length <= max as usize {
        return cell;
    }
    let reason = format!("共{length}字，超过规定的{max}字");
    let fault = Fault::of(field, said, "too_long", reason, "请核对内容是否填错了列，或精简后重新填写");
    if matches!(field.kind, FieldType::Text | FieldType::Authority) {
        cell.oddities.push(fault);
        cell
    } else {
        Cell::fault(fault)
    }
}

fn running(field: &Field, said: Said<'_>) -> Cell {
    let (clean, changed) = text::running(said.text);
    Cell::of(clean).noted(field, changed.then_some("已去除不可见字符"))
}

fn code_text(said: Said<'_>) -> Cell {
    Cell::of(xh_kernel::normalise_code(said.text).value)
}

fn name(field: &Field, said: Said<'_>) -> Cell {
    let lost = said.text.contains(['\u{fffd}', '?', '？']);
    if lost {
        let remedy = "请按营业执照补全名称后重新填写";
        return Cell::fault(Fault::of(
            field,
            said,
            "name_lost_letters",
            "名称中有丢失的字（显示为问号）",
            remedy,
        ));
    }
    if field.role == Some(FieldRole::SubjectName) && has_two_names(said.text) {
        let remedy = "请一个单位填一行";
        return Cell::fault(Fault::of(field, said, "name_two", "一格内填了两个单位", remedy));
    }
    let normal = normalise_name(said.text);
    Cell::of(normal.value).noted(field, normal.notes.iter().map(|note| note.text()))
}

/// Two or more parts of a cell, each of which is an organisation's name by itself.
fn has_two_names(cell: &str) -> bool {
    if !cell.contains(['、', '；', ';', '\n', '，', ',']) {
        return false;
    }
    let parts = cell.split(['、', '；', ';', '\n', '，', ',']);
    parts.filter(|part| xh_kernel::looks_like_organisation(part)).count() > 1
}

fn document(field: &Field, said: Said<'_>) -> Cell {
    let normal = normalise_document_no(said.text);
    let value = normal.value.strip_suffix(".0").map_or(normal.value.as_str(), |whole| whole).to_owned();
    if let Some(reason) = document_fault(&value) {
        let remedy = "请按决定书填写完整文号，如 京环罚字〔2023〕5号";
        return Cell::fault(Fault::of(field, said, "document_no", reason, remedy));
    }
    let as_written = said.text.trim();
    let mut cell = Cell::of(value.as_str()).noted(field, normal.notes.iter().map(|note| note.text()));
    cell.as_written = (as_written != value).then(|| as_written.to_owned());
    cell
}

fn document_fault(value: &str) -> Option<&'static str> {
    if !value.chars().any(|letter| letter.is_numeric() || "一二三四五六七八九十".contains(letter)) {
        return Some("文号中没有编号");
    }
    if value.contains("E+") && value.chars().all(|letter| letter.is_ascii_digit() || "E+.".contains(letter)) {
        return Some("文号被表格软件写成了科学计数法，尾数已经丢失");
    }
    (document_key(value).chars().count() < 2).then_some("文号过短，无法区分不同的决定")
}

fn date(field: &Field, said: Said<'_>, today: Date) -> Cell {
    let usage = use_of(field);
    let reading = match dates::read_for(said.text, usage) {
        Ok(reading) => reading,
        Err(fault) => return date_fault(field, said, fault),
    };
    match reading {
        Reading::Day(day) => on_day(field, said, day, today),
        Reading::OpenEnded => Cell::of(Value::Null).noted(field, ["按长期有效处理"]),
        Reading::Empty | Reading::Span { .. } => Cell::default(),
    }
}

/// A day that has happened, the start of a validity, or its end.
fn use_of(field: &Field) -> DateUse {
    let happened = matches!(field.role, Some(FieldRole::DecidedOn | FieldRole::RegisteredOn));
    if happened || field.not_after_today {
        DateUse::Happened
    } else if field.title.contains('自') || field.title.contains('始') {
        DateUse::Start
    } else {
        DateUse::End
    }
}

fn date_fault(field: &Field, said: Said<'_>, fault: DateFault) -> Cell {
    Cell::fault(Fault::of(field, said, fault.code(), fault.reason(), fault.remedy()))
}

fn on_day(field: &Field, said: Said<'_>, day: Date, today: Date) -> Cell {
    let fault =
        |code, reason: String| Cell::fault(Fault::of(field, said, code, reason, "请对照原件核对后改正"));
    if field.not_after_today && day > today {
        return fault("date_future", format!("{day} 晚于今天（{today}）"));
    }
    match field.not_before {
        Some(first) if day < first => fault("date_too_early", format!("{day} 早于 {first}，不合常理")),
        _ => Cell::of(day.to_string()),
    }
}

/// 2025, 2025年, 2025年度, 2025.0; of several years the row says which it means.
fn year(field: &Field, said: Said<'_>, today: Date) -> Cell {
    let dense = text::dense(said.text);
    let bare = dense.trim_end_matches(".0").trim_end_matches('度').trim_end_matches('年');
    let plain = bare.len() == 4 && bare.bytes().all(|digit| digit.is_ascii_digit());
    let Some(last) = plain.then(|| field.kind.day(bare)).flatten() else {
        return Cell::fault(Fault::of(field, said, "year", "不是年度", "请填四位数的年度，如 2025"));
    };
    if field.not_after_today && last > today {
        let reason = format!("{bare}年度尚未结束");
        return Cell::fault(Fault::of(field, said, "date_future", reason, "请核对年度"));
    }
    match field.not_before {
        Some(first) if last < first => {
            let reason = format!("{bare}年早于 {first}，不合常理");
            Cell::fault(Fault::of(field, said, "date_too_early", reason, "请核对年度"))
        }
        _ => Cell::of(bare),
    }
}

fn amount(field: &Field, said: Said<'_>) -> Cell {
    match money::read(said.text, field.kind) {
        Ok(None) => Cell::default(),
        Ok(Some(fen)) => Cell::of(fen.0),
        Err(why) => {
            let remedy = match field.kind {
                FieldType::MoneyWan => "请以万元为单位只填数字，如 200 元填 0.02",
                _ => "请以元为单位只填数字，如 3000",
            };
            Cell::fault(Fault::of(field, said, why.code(), why.to_string(), remedy))
        }
    }
}

/// The class that a list keeps for what it does not name.
const OTHER: &str = "other";

/// A cell of which nothing is understood gives no code at all: which penalty it was stays open, not "other".
fn code_set(field: &Field, said: Said<'_>) -> Cell {
    let read = read_codes(field, said.text);
    let mut ids = read.ids;
    if read.unknown.is_empty() && ids.is_empty() {
        return Cell::default();
    }
    if read.unknown.is_empty() {
        return Cell::of(ids.into_iter().map(Value::from).collect::<Vec<_>>());
    }
    let mut cell = Cell { as_written: Some(said.text.trim().to_owned()), ..Cell::default() };
    let unknown = text::short(&read.unknown.join("」「"), 60);
    let mut reason = format!("「{unknown}」不在{}的代码表内，未采用", field.title);
    if !ids.is_empty() && field.codes.iter().any(|item| item.id == OTHER) {
        ids.insert(OTHER.to_owned());
        reason = format!("「{unknown}」不在{}的代码表内，已归入其他", field.title);
    }
    if !ids.is_empty() {
        cell.value = Some(ids.into_iter().map(Value::from).collect::<Vec<_>>().into());
    }
    cell.oddities.push(Fault::of(field, said, "code_unknown", reason, &list_remedy(field)));
    cell
}

fn code_one(field: &Field, said: Said<'_>) -> Cell {
    let read = read_codes(field, said.text);
    let mut ids = read.ids.into_iter();
    match (ids.next(), ids.next(), read.unknown.is_empty()) {
        (Some(id), None, true) => Cell::of(id),
        (Some(_), Some(_), _) => {
            Cell::fault(Fault::of(field, said, "code_several", "此处只能填一项", &list_remedy(field)))
        }
        _ => unknown_code(field, said),
    }
}

fn unknown_code(field: &Field, said: Said<'_>) -> Cell {
    let reason = format!("不在{}的代码表内", field.title);
    Cell::fault(Fault::of(field, said, "code_unknown", reason, &list_remedy(field)))
}

fn list_remedy(field: &Field) -> String {
    let titles: Vec<&str> = field.codes.iter().map(|item| item.title.as_str()).take(16).collect();
    format!("请从下列各项中选填：{}", titles.join("、"))
}

fn number(field: &Field, said: Said<'_>) -> Cell {
    let dense = text::dense(said.text).replace(',', "");
    let whole = dense.strip_suffix(".0").unwrap_or(&dense);
    match whole.parse::<i64>() {
        Ok(number) => Cell::of(number),
        Err(_) if is_placeholder(&dense) => Cell::default(),
        Err(_) => Cell::fault(Fault::of(field, said, "number", "不是整数", "请只填整数")),
    }
}

fn flag(field: &Field, said: Said<'_>) -> Cell {
    match text::dense(said.text).to_lowercase().as_str() {
        "是" | "有" | "1" | "y" | "yes" | "true" | "t" | "√" => Cell::of(true),
        "否" | "没有" | "0" | "n" | "no" | "false" | "f" | "×" => Cell::of(false),
        _ => Cell::fault(Fault::of(field, said, "flag", "应填是或否", "请填「是」或「否」")),
    }
}
