//! An edition whole, one class of it past its stated validity, no edition, a day that does not exist.

use xh_policy::{Cycle, Every};

use super::cycle;
use crate::pages::fixtures::fresh;
use crate::pages::{
    CatalogueGroup, CatalogueLine, CataloguePage, EditionLink, EditionView, FilterLink, Freshness,
};

fn links(name: &str, choices: &[(&str, &str)]) -> Vec<FilterLink> {
    let link = |(title, value): &(&str, &str)| FilterLink {
        title: (*title).to_owned(),
        href: format!("/catalogue?on=2026-11-23&{name}={value}"),
        current: value.is_empty(),
    };
    choices.iter().map(link).collect()
}

fn line(title: &str, act: &str) -> CatalogueLine {
    CatalogueLine {
        title: title.to_owned(),
        act: act.to_owned(),
        level: "市级".to_owned(),
        county: false,
        providers: vec!["各登记单位".to_owned()],
        cycle: Some(cycle(Cycle { every: Every::Month, workdays: None, due_workdays: 5 })),
        collected: true,
        owed: "/catalogue/obligations?state=all&item=penalty".to_owned(),
        openness: "主动公示".to_owned(),
        open: true,
        sharing: "无条件共享".to_owned(),
        retention: "长期".to_owned(),
        subjects: vec!["法人及非法人组织".to_owned(), "个体工商户".to_owned()],
        basis: vec![
            "《关于进一步完善行政许可和行政处罚等信用信息公示工作的指导意见》（发改办财金〔2018〕424号）附件（行政处罚信息填报要求）".to_owned(),
            "《示例市信用信息目录实施方案》（四）".to_owned(),
        ],
    }
}

fn groups() -> Vec<CatalogueGroup> {
    let county = CatalogueLine {
        level: "高新技术产业开发区".to_owned(),
        county: true,
        providers: vec!["管理委员会".to_owned(), "行政审批局".to_owned()],
        cycle: Some(cycle(Cycle { every: Every::Workdays, workdays: Some(7), due_workdays: 1 })),
        ..line("行政许可", "管委会的行政许可")
    };
    let group =
        |id: &str, title: &str, lines| CatalogueGroup { id: id.to_owned(), title: title.to_owned(), lines };
    vec![
        group(
            "class-administration",
            "行政管理信息",
            vec![
                line("行政处罚", "依一般程序作出的行政处罚决定"),
                line("行政许可", "准予、变更、延续、撤销、注销行政许可"),
                county,
            ],
        ),
        group(
            "class-evaluation",
            "信用评价结果信息",
            vec![CatalogueLine {
                providers: vec!["行政审批局".to_owned()],
                cycle: None,
                collected: false,
                openness: "依申请查询".to_owned(),
                open: false,
                sharing: "有条件共享".to_owned(),
                retention: "5年".to_owned(),
                ..line("公共信用综合评价结果", "国家公布的评价等级，只转载，不自行评定")
            }],
        ),
    ]
}

pub(super) fn full() -> CataloguePage {
    CataloguePage {
        on: "2026-11-23".to_owned(),
        today: "2026-11-23".to_owned(),
        edition: Some(EditionView {
            title: "示例市公共信用信息目录（2026年版）".to_owned(),
            id: "city-example@2026".to_owned(),
            based_on: "全国公共信用信息基础目录（2024年版）".to_owned(),
            from: "2026-08-01".to_owned(),
            until: None,
            expired: None,
            basis: vec!["《示例市信用信息目录实施方案》（四）".to_owned()],
        }),
        editions: vec![EditionLink {
            title: "2026年版".to_owned(),
            from: "2026-08-01".to_owned(),
            href: "/catalogue?on=2026-08-01".to_owned(),
            current: true,
        }],
        classes: links(
            "class",
            &[("全部信息类", ""), ("行政管理信息", "administration"), ("信用评价结果信息", "evaluation")],
        ),
        openness: links(
            "openness",
            &[("全部公开属性", ""), ("主动公示", "open"), ("依申请查询", "on_request")],
        ),
        levels: links("level", &[("市县两级", ""), ("市级", "city"), ("高新技术产业开发区", "130171")]),
        groups: groups(),
        total: 4,
        error: None,
        fresh: fresh(),
    }
}

pub(super) fn one_class() -> CataloguePage {
    let mut page = full();
    page.groups.retain(|group| group.id == "class-evaluation");
    if let Some(edition) = &mut page.edition {
        edition.until = Some("2027-01-01".to_owned());
        edition.expired = Some("2026-10-31".to_owned());
    }
    CataloguePage { total: 1, ..page }
}

pub(super) fn empty() -> CataloguePage {
    CataloguePage {
        edition: None,
        editions: Vec::new(),
        classes: Vec::new(),
        openness: Vec::new(),
        levels: Vec::new(),
        groups: Vec::new(),
        total: 0,
        fresh: Freshness::default(),
        ..full()
    }
}

pub(super) fn wrong_day() -> CataloguePage {
    let error = "查询日期「2026-02-30」不存在或写法不对，请按 2026-04-21 的写法填写；下面是今天的目录";
    CataloguePage { groups: Vec::new(), total: 0, error: Some(error.into()), ..full() }
}
