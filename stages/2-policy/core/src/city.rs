//! A city's bundle: based on the national one, it may only narrow.
//!
//! It may show less, keep less, name its portal and publish less; it may not add kinds, classes, channels,
//! regimes, lists or measures. Basis: 国办发〔2020〕49号 (no extension by localities), 国办发〔2026〕8号.

use serde::Deserialize;
use xh_kernel::Citation;

use crate::content::Law;
use crate::kind::{Collect, Need};
use crate::load::{Draft, LintFault, NATIONAL, Place, Placed};
use crate::rule::Outcome;
use crate::visibility::Visibility;

/// One narrowing of a national field, or the local name of a channel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Narrow {
    /// `kind.field` that is narrowed.
    pub field: Option<String>,
    /// Stricter visibility.
    pub visibility: Option<Visibility>,
    /// `never`: do not keep the column.
    pub collect: Option<Collect>,
    /// Channel that has a local name.
    pub channel: Option<String>,
    /// Its local name.
    pub title: Option<String>,
    /// Where it is written; required when a field is narrowed.
    #[serde(default)]
    pub cites: Vec<Citation>,
}

/// Checks that the bundles asked for are there, and that the city's adds nothing.
pub(crate) fn check_bundles(draft: &Draft, city: &str, faults: &mut Vec<LintFault>) {
    for wanted in [NATIONAL, city].into_iter().filter(|it| !it.is_empty()) {
        let heads =
            draft.bundles.iter().filter(|it| it.item.id == wanted && is_in(wanted, &it.place)).count();
        if heads != 1 {
            let place = Place { file: format!("{wanted}/bundle.toml"), line: 0 };
            faults
                .push(place.fault(format!("规则包「{wanted}」应恰有一个 [[bundle]]"), "请补上或删去多余的"));
        }
    }
    let based = |it: &&Placed<_>| is_city(&it.place);
    for head in draft.bundles.iter().filter(based) {
        if head.item.based_on != NATIONAL || head.item.transition.is_some() {
            let what = "城市规则包必须以 national 为基础，且不得自定过渡规则".to_owned();
            faults.push(head.place.fault(what, "请写 based_on = \"national\" 并删去 transition"));
        }
    }
    check_additions(draft, faults);
    check_rules(draft, faults);
}

fn is_in(bundle: &str, place: &Place) -> bool {
    place.file.split('/').next() == Some(bundle)
}

fn is_city(place: &Place) -> bool {
    place.file.starts_with("city-")
}

fn check_additions(draft: &Draft, faults: &mut Vec<LintFault>) {
    let mut refuse = |what: &str, places: Vec<&Place>| {
        for place in places.into_iter().filter(|place| is_city(place)) {
            faults.push(place.fault(format!("城市规则包不得新增{what}"), "城市规则包只能收窄国家规则包"));
        }
    };
    refuse("字段组", draft.blocks.iter().map(|it| &it.place).collect());
    refuse("信息类别", draft.kinds.iter().map(|it| &it.place).collect());
    refuse("分组", draft.sections.iter().map(|it| &it.place).collect());
    refuse("事实", draft.facts.iter().map(|it| &it.place).collect());
    refuse("金额档次", draft.bands.iter().map(|it| &it.place).collect());
    refuse("数值", draft.values.iter().map(|it| &it.place).collect());
    refuse("公示渠道", draft.channels.iter().map(|it| &it.place).collect());
    refuse("规定", draft.regimes.iter().map(|it| &it.place).collect());
    refuse("工作日历", draft.calendar.iter().map(|it| &it.place).collect());
}

fn check_rules(draft: &Draft, faults: &mut Vec<LintFault>) {
    for rule in draft.rules.iter().filter(|it| is_city(&it.place)) {
        if !matches!(rule.item.then, Outcome::NotPublished(_)) {
            let what = format!("城市规则「{}」只能使信息不公示", rule.item.id);
            faults.push(rule.place.fault(what, "结果只能写 not_published"));
        }
    }
    for narrow in draft.narrow.iter().filter(|it| !is_city(&it.place)) {
        faults.push(narrow.place.fault("收窄只能写在城市规则包".to_owned(), "请直接修改国家规则包"));
    }
}

/// Applies the narrowings; one that widens is a fault.
pub(crate) fn narrow(law: &mut Law, list: &[Placed<Narrow>], faults: &mut Vec<LintFault>) {
    for Placed { item, place } in list {
        let done = match (&item.field, &item.channel) {
            (Some(path), None) => narrow_field(law, path, item),
            (None, Some(id)) => name_channel(law, id, item),
            _ => Err("一项收窄只能写 field 或 channel 之一".to_owned()),
        };
        if let Err(what) = done {
            faults.push(place.fault(what, "城市规则包只能收窄国家规则包"));
        }
    }
}

fn name_channel(law: &mut Law, id: &str, item: &Narrow) -> Result<(), String> {
    let channel = law.channels.iter_mut().find(|channel| channel.id == id);
    match (channel, &item.title) {
        (Some(channel), Some(title)) => title.clone_into(&mut channel.title),
        _ => return Err(format!("没有渠道「{id}」，或没有写 title")),
    }
    Ok(())
}

fn narrow_field(law: &mut Law, path: &str, item: &Narrow) -> Result<(), String> {
    let Some((kind, field)) = path.split_once('.') else {
        return Err(format!("「{path}」应写作 类别.字段"));
    };
    let kind = law.kinds.iter_mut().find(|it| it.id == kind);
    let field = kind.and_then(|kind| kind.fields.iter_mut().find(|it| it.id == field));
    let Some(field) = field else { return Err(format!("没有字段「{path}」")) };
    if item.cites.is_empty() {
        return Err(format!("收窄「{path}」没有写依据"));
    }
    if let Some(wanted) = item.visibility {
        if wanted < field.visibility {
            return Err(format!("「{path}」的可见范围不得放宽"));
        }
        field.visibility = wanted;
    }
    if item.collect == Some(Collect::Never) {
        if field.need == Need::Required {
            return Err(format!("「{path}」是必需字段，不能不采集"));
        }
        field.collect = Collect::Never;
    }
    Ok(())
}
