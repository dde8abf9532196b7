//! Headings and codes: inside a kind one heading names one field, inside a list one text means one code.

use std::collections::BTreeMap;

use crate::codes::heading_key;
use crate::kind::{Collect, Field, FieldRole, FieldType, Kind, KindRole, Need};
use crate::load::{Draft, LintFault, Place};

/// Checks every kind.
pub(super) fn check(draft: &Draft, faults: &mut Vec<LintFault>) {
    for it in &draft.kinds {
        fields(&it.item, &it.place, faults);
        named(&it.item, &it.place, faults);
        about(&it.item, &it.place, faults);
        for field in &it.item.fields {
            codes(field, &it.place, faults);
        }
        let sectioned = draft.sections.iter().any(|section| section.item.id == it.item.section);
        if it.item.role != KindRole::Registration && !sectioned {
            let what = format!("类别「{}」的分组「{}」没有登记", it.item.id, it.item.section);
            faults.push(it.place.fault(what, "请在 sections.toml 登记"));
        }
        let timeliness = it.item.timeliness.as_ref();
        if timeliness.is_some_and(|id| !draft.values.iter().any(|value| value.item.id == *id)) {
            faults.push(
                it.place.fault(format!("类别「{}」的时限没有对应数值", it.item.id), "请在 values 登记"),
            );
        }
    }
}

fn fields(kind: &Kind, place: &Place, faults: &mut Vec<LintFault>) {
    let mut headings: BTreeMap<String, &str> = BTreeMap::new();
    let mut ids: BTreeMap<&str, ()> = BTreeMap::new();
    for field in &kind.fields {
        if ids.insert(&field.id, ()).is_some() {
            faults.push(place.fault(format!("字段「{}」重复", field.id), "请改用不同的 id"));
        }
        for heading in field.headings() {
            let clash = headings.insert(heading_key(heading), &field.id).filter(|other| *other != field.id);
            let clash = clash.filter(|other| !is_unit_question(kind.field(other), field));
            if let Some(other) = clash.filter(|other| !told_apart(kind.field(other), field)) {
                let what = format!("表头「{heading}」同时属于字段「{other}」和「{}」", field.id);
                faults.push(place.fault(what, "一个表头只能属于一个字段"));
            }
        }
        if field.collect == Collect::Never && (field.need != Need::Optional || field.role.is_some()) {
            let what = format!("字段「{}」不采集，却要求填写或有用途", field.id);
            faults.push(place.fault(what, "不采集的字段须为 optional 且没有 role"));
        }
    }
    for heading in &kind.person_headings {
        if let Some(field) = headings.get(&heading_key(heading)) {
            let what = format!("自然人表头「{heading}」又是字段「{field}」的表头");
            faults.push(place.fault(what, "自然人表头只用于识别应拒收的表"));
        }
    }
}

/// An amount column without a unit may name its yuan and its 万元 field alike: the mapper asks which one it is.
fn is_unit_question(other: Option<&Field>, field: &Field) -> bool {
    let Some(other) = other else { return false };
    let units = [other.kind, field.kind];
    let both = units.contains(&FieldType::MoneyWan) && units.contains(&FieldType::MoneyYuan);
    both && other.role.is_some() && other.role == field.role
}

/// A heading of two editions is told apart when exactly one of the fields asks for company.
fn told_apart(other: Option<&Field>, field: &Field) -> bool {
    other.is_some_and(|other| other.beside.is_empty() != field.beside.is_empty())
}

fn named(kind: &Kind, place: &Place, faults: &mut Vec<LintFault>) {
    let beside = kind.fields.iter().flat_map(|field| &field.beside);
    let named = kind
        .natural_key
        .iter()
        .chain(&kind.otherwise)
        .chain(&kind.decided_on)
        .chain(&kind.headline)
        .chain(beside);
    for id in named.filter(|id| kind.field(id).is_none()) {
        let what = format!("类别「{}」提到的字段「{id}」不存在", kind.id);
        faults.push(place.fault(what, "请补上字段或改正 id"));
    }
}

/// A record is about somebody, a registration makes somebody, and statistics are about nobody.
fn about(kind: &Kind, place: &Place, faults: &mut Vec<LintFault>) {
    let subject = [
        FieldRole::SubjectName,
        FieldRole::SubjectCode,
        FieldRole::SubjectRegistrationNo,
        FieldRole::SubjectOrgCode,
        FieldRole::SubjectTaxpayerId,
        FieldRole::SubjectCategory,
    ];
    let names = kind.fields.iter().any(|field| field.role.is_some_and(|role| subject.contains(&role)));
    if names == (kind.role == KindRole::Statistics) {
        let what = format!("类别「{}」是否有行政相对人字段与其 role 不符", kind.id);
        faults.push(place.fault(what, "statistics 不得有相对人字段，其他类别须有"));
    }
    if kind.natural_key.is_empty() {
        faults.push(
            place.fault(format!("类别「{}」没有写 natural_key", kind.id), "请写明一条记录由哪些字段确定"),
        );
    }
}

fn codes(field: &Field, place: &Place, faults: &mut Vec<LintFault>) {
    let mut texts: BTreeMap<String, &str> = BTreeMap::new();
    for item in &field.codes {
        for text in std::iter::once(&item.title).chain(&item.aliases) {
            let clash = texts.insert(heading_key(text), &item.id).filter(|other| *other != item.id);
            if let Some(other) = clash {
                let what = format!("字段「{}」中「{text}」同时表示「{other}」和「{}」", field.id, item.id);
                faults.push(place.fault(what, "一个写法只能表示一个代码"));
            }
        }
    }
}
