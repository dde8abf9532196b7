//! Days: values of one id, and regimes of one channel and kind, follow each other without gap or overlap.

use std::collections::BTreeMap;

use xh_kernel::Date;

use crate::load::{Draft, LintFault, Place};

/// A run of days with its place.
struct Days<'a> {
    from: Date,
    to: Option<Date>,
    place: &'a Place,
}

/// Checks values, regimes and the calendar.
pub(super) fn check(draft: &Draft, faults: &mut Vec<LintFault>) {
    let mut groups: BTreeMap<String, Vec<Days<'_>>> = BTreeMap::new();
    for it in &draft.values {
        let days = Days { from: it.item.from, to: it.item.to, place: &it.place };
        groups.entry(format!("数值「{}」", it.item.id)).or_default().push(days);
    }
    for it in &draft.regimes {
        let key = format!("渠道「{}」类别「{}」的规定（{:?}）", it.item.channel, it.item.kind, it.item.about);
        groups.entry(key).or_default().push(Days { from: it.item.from, to: it.item.to, place: &it.place });
    }
    for (name, mut group) in groups {
        group.sort_by_key(|days| days.from);
        follow(&name, &group, faults);
    }
    calendar(draft, faults);
}

fn follow(name: &str, group: &[Days<'_>], faults: &mut Vec<LintFault>) {
    for days in group.iter().filter(|days| days.to.is_some_and(|last| last < days.from)) {
        faults.push(days.place.fault(format!("{name}的 to 早于 from"), "请改正日期"));
    }
    for (older, newer) in group.iter().zip(group.iter().skip(1)) {
        let next = older.to.map(|last| last.plus_days(1));
        let what = match next {
            Some(next) if next == newer.from => continue,
            Some(next) if next < newer.from => format!("{name}在{next}至{}之间有空档", newer.from),
            _ => format!("{name}自{}起重叠", newer.from),
        };
        faults.push(newer.place.fault(what, "前一项的 to 应为后一项 from 的前一日"));
    }
}

fn calendar(draft: &Draft, faults: &mut Vec<LintFault>) {
    let mut years: Vec<_> = draft.calendar.iter().map(|it| (it.item.year, &it.place)).collect();
    years.sort_by_key(|(year, _)| *year);
    for ((older, _), (newer, place)) in years.iter().zip(years.iter().skip(1)) {
        if *newer != older + 1 {
            let what = format!("工作日历在{older}年与{newer}年之间重复或缺年");
            faults.push(place.fault(what, "每年恰有一份日历，年份相连"));
        }
    }
    for it in &draft.calendar {
        let wrong = it.item.days_off.iter().chain(&it.item.days_on).find(|day| day.year() != it.item.year);
        if let Some(day) = wrong {
            let what = format!("{}年的工作日历中有{day}", it.item.year);
            faults.push(it.place.fault(what, "请移到所属年份"));
        }
    }
}
