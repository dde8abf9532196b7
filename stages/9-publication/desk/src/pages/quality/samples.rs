//! A month with lines of every sort, one organ alone, a month without anything, a month that does not exist.

use xh_web::{Said, say};

use crate::pages::fixtures::fresh;
use crate::pages::{
    FilterLink, Freshness, QualityOrgan, QualityPage, QualityRatio, QualityRow, QualityShare,
};

fn ratio(numerator: i64, denominator: i64, percent: &str) -> Option<QualityRatio> {
    Some(QualityRatio { percent: percent.into(), numerator, denominator, exceeds: numerator > denominator })
}

fn kinds() -> Vec<FilterLink> {
    let kinds = [("全部", ""), ("行政处罚", "&kind=penalty"), ("行政许可", "&kind=licence")];
    let link = |(title, rest): &(&str, &str)| FilterLink {
        title: (*title).to_owned(),
        href: format!("/quality?month=2026-10{rest}"),
        current: rest.is_empty(),
    };
    kinds.iter().map(link).collect()
}

fn share(label: &str, share: Option<QualityRatio>, meaning: Said) -> QualityShare {
    QualityShare { label: label.to_owned(), share, meaning }
}

fn row(organ: &str, kind: &str) -> QualityRow {
    QualityRow {
        organ: organ.to_owned(),
        href: "/quality?month=2026-10&organ=11130100000000027A".to_owned(),
        kind: kind.to_owned(),
        produced: None,
        reported: 0,
        unreported: None,
        reporting: None,
        conformity: None,
        timeliness: None,
    }
}

fn lines() -> Vec<QualityRow> {
    vec![
        QualityRow {
            produced: Some(1_204),
            reported: 1_200,
            unreported: Some(4),
            reporting: ratio(1_200, 1_204, "99.66%"),
            conformity: ratio(1_188, 1_200, "99.00%"),
            timeliness: ratio(1_151, 1_200, "95.91%"),
            ..row("演示市市场监督管理局", "行政处罚")
        },
        QualityRow {
            reported: 36,
            conformity: ratio(36, 36, "100.00%"),
            ..row("演示市市场监督管理局", "经营异常名录")
        },
        QualityRow {
            produced: Some(12),
            unreported: Some(12),
            reporting: ratio(0, 12, "0.00%"),
            ..row("演示市水利局", "行政许可")
        },
        QualityRow {
            produced: Some(40),
            reported: 41,
            unreported: Some(0),
            reporting: ratio(41, 40, "102.50%"),
            conformity: ratio(41, 41, "100.00%"),
            timeliness: ratio(0, 41, "0.00%"),
            ..row("演示市高新技术产业开发区管理委员会行政审批和综合行政执法局", "行政许可")
        },
        QualityRow {
            produced: Some(0), unreported: Some(0), ..row("演示市文化广电和旅游局", "行政处罚")
        },
    ]
}

pub(super) fn full() -> QualityPage {
    QualityPage {
        month: "2026-10".to_owned(),
        month_title: "2026年10月".to_owned(),
        latest: "2026-11".to_owned(),
        kind: String::new(),
        organ: None,
        earlier: "/quality?month=2026-09".to_owned(),
        later: Some("/quality?month=2026-11".to_owned()),
        kinds: kinds(),
        shares: vec![
            share(
                "上报率",
                ratio(1_241, 1_256, "98.80%"),
                say!("只算已提供产生数的；另有 {lines} 行未提供", lines = 1_i64),
            ),
            share("合规率", ratio(1_265, 1_277, "99.06%"), say!("国家格式要求的字段都填了")),
            share("及时率", ratio(1_151, 1_241, "92.74%"), say!("只算规定了期限的类别")),
        ],
        lines: lines(),
        total: 5,
        next: Some("/quality?month=2026-10&cursor=abc.def".to_owned()),
        first: None,
        error: None,
        fresh: fresh(),
    }
}

pub(super) fn one_organ() -> QualityPage {
    let mut page = full();
    page.organ = Some(QualityOrgan {
        name: "演示市水利局".to_owned(),
        uscc: "11130100000000027A".to_owned(),
        all: "/quality?month=2026-10".to_owned(),
    });
    page.lines.retain(|line| line.organ == "演示市水利局");
    page.shares = vec![share("合规率", None, say!("国家格式要求的字段都填了"))];
    QualityPage {
        total: 1,
        next: None,
        first: Some("/quality?month=2026-10".to_owned()),
        later: None,
        ..page
    }
}

pub(super) fn empty() -> QualityPage {
    QualityPage {
        lines: Vec::new(),
        shares: Vec::new(),
        total: 0,
        next: None,
        fresh: Freshness::default(),
        ..full()
    }
}

pub(super) fn wrong_month() -> QualityPage {
    let error = "月份「2026-13」不存在或写法不对，请按 2026-04 的写法填写，不晚于本月；下面是上个月的";
    QualityPage { error: Some(error.into()), ..full() }
}
