//! The catalogue's two levels: editions in their own days, national items in known classes and of known kinds,
//! and local lines that narrow and never widen (国办发〔2020〕49号: nothing outside the catalogue, no extension by
//! localities).

use std::collections::BTreeMap;

use crate::catalogue::{CatalogueEdition, Every, LocalItem, NationalItem};
use crate::kind::KindRole;
use crate::load::{Draft, LintFault, NATIONAL, Place, Placed};

/// Checks editions and items.
pub(super) fn check(draft: &Draft, faults: &mut Vec<LintFault>) {
    let mut check = Check { draft, faults };
    check.editions();
    draft.catalogue_items.iter().for_each(|it| check.national(it));
    draft.city_items.iter().for_each(|it| check.city(it));
    draft.county_items.iter().for_each(|it| check.county(it));
    check.kinds_once();
}

struct Check<'a> {
    draft: &'a Draft,
    faults: &'a mut Vec<LintFault>,
}

impl Check<'_> {
    fn refuse(&mut self, place: &Place, what: String, remedy: &str) {
        self.faults.push(place.fault(what, remedy));
    }

    fn edition(&self, id: &str) -> Option<&CatalogueEdition> {
        self.draft.catalogues.iter().map(|it| &it.item).find(|it| it.id == id)
    }

    fn editions(&mut self) {
        let mut groups: BTreeMap<&str, Vec<&Placed<CatalogueEdition>>> = BTreeMap::new();
        for it in &self.draft.catalogues {
            groups.entry(bundle(&it.place)).or_default().push(it);
            self.one_edition(it);
        }
        for mut group in groups.into_values() {
            group.sort_by_key(|it| it.item.from);
            for (older, newer) in group.iter().zip(group.iter().skip(1)) {
                if older.item.to.is_none_or(|last| last >= newer.item.from) {
                    let what = format!("目录「{}」与「{}」的施行日期重叠", newer.item.id, older.item.id);
                    self.refuse(&newer.place, what, "请给前一版写上 to，早于后一版的 from");
                }
            }
        }
    }

    fn one_edition(&mut self, it: &Placed<CatalogueEdition>) {
        let (id, place) = (&it.item.id, &it.place);
        if it.item.id.split('@').next() != Some(bundle(place)) {
            self.refuse(
                place,
                format!("目录「{id}」的编号应以所在规则包开头"),
                "请写作 规则包@版本，如 national@2024",
            );
        }
        if it.item.to.is_some_and(|last| last < it.item.from) {
            self.refuse(place, format!("目录「{id}」的 to 早于 from"), "请改正日期");
        }
        if bundle(place) == NATIONAL {
            if !it.item.based_on.is_empty() || it.item.classes.is_empty() {
                let what = format!("国家目录「{id}」应列出信息类，且不写 based_on");
                self.refuse(place, what, "请写 [[catalogue.class]]，删去 based_on");
            }
            return;
        }
        if !it.item.classes.is_empty() {
            self.refuse(place, format!("城市目录「{id}」不得自定信息类"), "请删去 class，沿用国家目录的");
        }
        match self.edition(&it.item.based_on).filter(|base| base.based_on.is_empty()) {
            None => {
                let what = format!("城市目录「{id}」所依据的国家目录「{}」不存在", it.item.based_on);
                self.refuse(place, what, "请写 based_on = \"national@版本\"");
            }
            Some(base) if it.item.from < base.from || base.to.is_some_and(|last| last < it.item.from) => {
                let what = format!("城市目录「{id}」施行之日，国家目录「{}」不在施行", base.id);
                self.refuse(place, what, "请改依据施行中的国家目录，或核对日期");
            }
            Some(_) => {}
        }
    }

    fn national(&mut self, it: &Placed<NationalItem>) {
        let (id, place) = (&it.item.id, &it.place);
        if bundle(place) != NATIONAL {
            self.refuse(place, format!("城市不得新增目录事项「{id}」"), "城市目录只能收录国家目录中的事项");
        }
        for named in &it.item.editions {
            match self.edition(named).filter(|edition| edition.based_on.is_empty()) {
                None => {
                    let what = format!("目录事项「{id}」所属的国家目录「{named}」不存在");
                    self.refuse(place, what, "请登记 [[catalogue]] 或改正 editions");
                }
                Some(edition) if !edition.classes.iter().any(|class| class.id == it.item.class) => {
                    let what = format!("目录「{named}」没有信息类「{}」（事项「{id}」）", it.item.class);
                    self.refuse(place, what, "请改用该版目录的信息类");
                }
                Some(_) => {}
            }
        }
        for kind in
            it.item.kinds.iter().filter(|kind| !self.draft.kinds.iter().any(|it| &it.item.id == *kind))
        {
            self.refuse(
                place,
                format!("目录事项「{id}」的信息类别「{kind}」没有登记"),
                "请登记 [[kind]] 或改正 kinds",
            );
        }
        if it.item.subjects.is_empty() || it.item.editions.is_empty() {
            self.refuse(
                place,
                format!("目录事项「{id}」没有写主体类型或所属版本"),
                "请写 subjects 和 editions",
            );
        }
    }

    fn city(&mut self, it: &Placed<LocalItem>) {
        if !it.item.division.is_empty() {
            let what = format!("市级事项「{}」不应写 division", it.item.item);
            self.refuse(&it.place, what, "县级的请写 [[county_item]]");
        }
        let Some(wider) =
            self.draft.catalogue_items.iter().map(|wider| &wider.item).find(|w| w.id == it.item.item)
        else {
            let what = format!("国家目录中没有事项「{}」", it.item.item);
            return self.refuse(&it.place, what, "城市目录只能收录国家目录中的事项");
        };
        for named in &it.item.editions {
            let base = self.edition(named).map(|it| it.based_on.clone()).filter(|base| !base.is_empty());
            match base {
                // An edition based on nothing is told once, at its own place.
                Some(base) if wider.editions.contains(&base) || self.edition(&base).is_none() => {}
                Some(base) => {
                    let what = format!("国家目录「{base}」中没有事项「{}」", wider.id);
                    self.refuse(&it.place, what, "城市目录只能收录所依据的国家目录中的事项");
                }
                None => {
                    let what = format!("事项「{}」所属的城市目录「{named}」不存在", wider.id);
                    self.refuse(&it.place, what, "请登记 [[catalogue]] 或改正 editions");
                }
            }
        }
        if self.has_periods(wider) != it.item.cycle.is_some() {
            let what = format!("事项「{}」按期报送的才有更新周期，也必须有", wider.id);
            self.refuse(&it.place, what, "有信息类别的请补上 cycle；没有的和登记信息请删去");
        }
        let widened = it.item.openness.is_some_and(|own| own < wider.openness)
            || it.item.sharing.is_some_and(|own| own < wider.sharing)
            || longer(it.item.retention_years, wider.retention_years);
        self.local(it, widened);
    }

    /// Whether records of it come in periods: the base library follows the registers instead.
    fn has_periods(&self, item: &NationalItem) -> bool {
        let role = |id: &String| self.draft.kinds.iter().find(|it| &it.item.id == id).map(|it| it.item.role);
        item.kinds.iter().any(|id| role(id) != Some(KindRole::Registration))
    }

    fn county(&mut self, it: &Placed<LocalItem>) {
        let code = &it.item.division;
        if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) || code.ends_with("00") {
            let what = format!("县级事项「{}」的区划代码「{code}」不是县级区划", it.item.item);
            self.refuse(&it.place, what, "请写六位县级区划代码，并写 division_title");
        }
        if it.item.division_title.is_empty() {
            self.refuse(
                &it.place,
                format!("县级事项「{}」没有写区划名称", it.item.item),
                "请写 division_title",
            );
        }
        let mut wider_than_allowed = false;
        for named in &it.item.editions {
            let takes = |city: &&Placed<LocalItem>| {
                city.item.item == it.item.item && city.item.editions.contains(named)
            };
            let Some(city) = self.draft.city_items.iter().find(takes).map(|city| &city.item) else {
                let what = format!("城市目录「{named}」没有收录事项「{}」", it.item.item);
                self.refuse(&it.place, what, "县级只能收窄市级已收录的事项");
                continue;
            };
            let wider =
                self.draft.catalogue_items.iter().map(|wider| &wider.item).find(|w| w.id == it.item.item);
            let Some(wider) = wider else { continue };
            wider_than_allowed |=
                it.item.openness.is_some_and(|own| own < city.openness.unwrap_or(wider.openness))
                    || it.item.sharing.is_some_and(|own| own < city.sharing.unwrap_or(wider.sharing))
                    || longer(it.item.retention_years, city.retention_years.or(wider.retention_years));
        }
        self.local(it, wider_than_allowed);
    }

    /// What holds of city and county lines alike.
    fn local(&mut self, it: &Placed<LocalItem>, widened: bool) {
        let id = &it.item.item;
        if bundle(&it.place) == NATIONAL {
            self.refuse(&it.place, format!("市、县事项「{id}」只能写在城市规则包"), "请移到城市规则包");
        }
        if widened {
            let what = format!("「{id}」的公开属性、共享范围或保存年限不得放宽");
            self.refuse(&it.place, what, "下级目录只能收窄上级目录");
        }
        if it.item.providers.is_empty() || it.item.providers.iter().any(|provider| provider.named() != 1) {
            let what = format!("「{id}」的提供单位没有写明，或一项写了几种");
            self.refuse(&it.place, what, "每项提供单位只写 role、system、uscc、every 之一");
        }
        if it.item.editions.is_empty() {
            self.refuse(&it.place, format!("「{id}」没有写所属的目录版本"), "请写 editions");
        }
        let wrong = it.item.cycle.is_some_and(|cycle| match cycle.every {
            Every::Workdays => cycle.workdays.is_none_or(|days| days == 0),
            _ => cycle.workdays.is_some(),
        });
        if wrong {
            let what = format!("「{id}」的更新周期写法不对");
            self.refuse(
                &it.place,
                what,
                "按工作日的写 every = \"workdays\" 和 workdays，其他的不写 workdays",
            );
        }
    }

    /// A kind belongs to one item of an edition, and a line stands once in it: what is owed must be one thing.
    fn kinds_once(&mut self) {
        let mut seen: BTreeMap<(String, String), String> = BTreeMap::new();
        for it in &self.draft.catalogue_items {
            for (edition, kind) in
                it.item.editions.iter().flat_map(|e| it.item.kinds.iter().map(move |kind| (e, kind)))
            {
                if let Some(other) = seen.insert((edition.clone(), kind.clone()), it.item.id.clone()) {
                    let what = format!("信息类别「{kind}」同时属于事项「{other}」和「{}」", it.item.id);
                    self.faults.push(it.place.fault(what, "一个信息类别只能属于一个事项"));
                }
            }
        }
        let mut lines: BTreeMap<(String, String, String), &Place> = BTreeMap::new();
        for it in self.draft.city_items.iter().chain(&self.draft.county_items) {
            for edition in &it.item.editions {
                let key = (edition.clone(), it.item.item.clone(), it.item.division.clone());
                if let Some(first) = lines.insert(key, &it.place) {
                    let what = format!(
                        "「{}」在目录「{edition}」中重复，另见{}：{}",
                        it.item.item, first.file, first.line
                    );
                    self.faults.push(it.place.fault(what, "同一层级的一个事项只写一次"));
                }
            }
        }
    }
}

/// Kept longer than the wider line allows; none = 长期.
fn longer(own: Option<u32>, wider: Option<u32>) -> bool {
    own.zip(wider).is_some_and(|(own, most)| own > most)
}

/// The bundle a file belongs to.
fn bundle(place: &Place) -> &str {
    place.file.split('/').next().unwrap_or_default()
}
