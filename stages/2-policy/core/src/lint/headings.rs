//! Headings and codes: inside a kind one heading names one field, inside a list one text means one code.

use std::collections::BTreeMap;

use crate::codes::heading_key;
use crate::kind::{Collect, Field, FieldType, Kind, KindRole, Need};
use crate::load::{Draft, LintFault, Place};

/// Checks every kind.
pub(super) fn check(draft: &Draft, faults: &mut Vec<LintFault>) {
    for it in &draft.kinds {
        fields(&it.item, &it.place, faults);
        named(&it.item, &it.place, faults);
        for field in &it.item.fields {
            codes(field, &it.place, faults);
        }
        let sectioned = draft.sections.iter().any(|section| section.item.id == it.item.section);
        if it.item.role == KindRole::Record && !sectioned {
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
            if let Some(other) = clash.filter(|other| !is_unit_question(kind.field(other), field)) {
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

fn named(kind: &Kind, place: &Place, faults: &mut Vec<LintFault>) {
    let missing = kind.natural_key.iter().chain(&kind.decided_on).filter(|id| kind.field(id).is_none());
    for id in missing {
        let what = format!("类别「{}」提到的字段「{id}」不存在", kind.id);
        faults.push(place.fault(what, "请补上字段或改正 id"));
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
