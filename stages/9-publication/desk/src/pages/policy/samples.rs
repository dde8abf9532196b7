//! The law on three days, and a day that does not exist.

use crate::pages::fixtures::{ORDER_36, ORDER_58, RELEASE, TODAY, fresh};
use crate::pages::{PolicyGroup, PolicyPage, PolicySource, PolicyValueView};

fn value(
    id: &str,
    title: &str,
    value: &str,
    from: &str,
    article: &str,
    checked_text: bool,
) -> PolicyValueView {
    PolicyValueView {
        id: id.into(),
        title: title.into(),
        value: value.into(),
        from: from.into(),
        to: None,
        articles: vec![article.into()],
        checked_text,
    }
}

fn group(id: &str, title: &str, values: Vec<PolicyValueView>) -> PolicyGroup {
    PolicyGroup { id: id.into(), title: title.into(), values }
}

fn source(title: &str, number: &str, from: &str) -> PolicySource {
    PolicySource {
        title: title.into(),
        number: number.into(),
        from: from.into(),
        to: None,
        replaced_by: None,
    }
}

fn timeliness() -> PolicyGroup {
    let penalty_law = "《中华人民共和国行政处罚法》第四十八条";
    let circular = "《关于进一步做好行政许可和行政处罚等信用信息公示工作的通知》（发改办财金〔2018〕424号）";
    group(
        "timeliness",
        "多久之内上网、撤下",
        vec![
            value(
                "pub.upload",
                "行政许可和行政处罚决定作出后上网",
                "7个工作日",
                "2018-07-25",
                circular,
                true,
            ),
            value("pub.withdraw", "处罚决定被依法撤销的，撤下", "3日", "2021-07-15", penalty_law, true),
        ],
    )
}

pub(super) fn today() -> PolicyPage {
    let old = PolicySource {
        to: Some("2026-04-01".into()),
        replaced_by: Some("《信用修复管理办法》".into()),
        ..source(
            "《失信行为纠正后的信用信息修复管理办法（试行）》",
            "国家发展和改革委员会令第58号",
            "2023-05-01",
        )
    };
    PolicyPage {
        on: TODAY.into(),
        today: TODAY.into(),
        error: None,
        release_title: "国家规则 2026.2 · 演示市补充 2026.1".into(),
        release: RELEASE.into(),
        changes: ["2026-04-01", "2023-05-01", "2021-09-01", "2019-07-01"].map(String::from).to_vec(),
        groups: vec![
            group(
                "publication",
                "行政处罚公示多久",
                vec![
                    value(
                        "publication.minor.max",
                        "轻微失信：原则上不公示，确有必要的最长",
                        "3个月",
                        "2026-04-01",
                        ORDER_36,
                        false,
                    ),
                    value(
                        "publication.general.min",
                        "一般失信：最短",
                        "3个月",
                        "2026-04-01",
                        ORDER_36,
                        false,
                    ),
                    value("publication.general.max", "一般失信：最长", "1年", "2026-04-01", ORDER_36, false),
                    value("publication.serious.max", "严重失信：最长", "3年", "2026-04-01", ORDER_36, false),
                ],
            ),
            timeliness(),
        ],
        sources: vec![source("《信用修复管理办法》", "国家发展和改革委员会令第36号", "2026-04-01"), old],
        summary_only: 4,
        fresh: fresh(),
    }
}

pub(super) fn earlier_law() -> PolicyPage {
    let mut page = today();
    page.on = "2024-12-01".into();
    page.groups.truncate(1);
    for group in &mut page.groups {
        group.values = vec![PolicyValueView {
            to: Some("2026-04-01".into()),
            ..value("publication.58.max", "行政处罚：最长", "3年", "2023-05-01", ORDER_58, false)
        }];
    }
    page
}

pub(super) fn wrong_day() -> PolicyPage {
    PolicyPage {
        error: Some("日期「明天」看不懂，请按 2026-04-21 的写法填写，下面显示的是今天的规则".into()),
        ..today()
    }
}

pub(super) fn before_everything() -> PolicyPage {
    PolicyPage {
        on: "1999-01-01".into(),
        groups: Vec::new(),
        sources: Vec::new(),
        summary_only: 0,
        ..today()
    }
}
