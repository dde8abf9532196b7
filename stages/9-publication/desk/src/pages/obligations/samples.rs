//! Alarms and what came, one organ, a day without alarms, nothing that fits, no catalogue, a day to come.

use crate::pages::fixtures::fresh;
use crate::pages::{
    FilterLink, Freshness, ObligationRow, ObligationsPage, QualityOrgan, StateFigure, Tag, Tone,
};

fn figure(label: &str, count: i64, meaning: &str) -> StateFigure {
    let href = "/catalogue/obligations?on=2026-11-23&state=overdue".to_owned();
    StateFigure { label: label.to_owned(), count, meaning: meaning.to_owned(), href }
}

fn row(organ: &str, item: &str, period: &str, tone: Tone, state: &str, note: &str) -> ObligationRow {
    ObligationRow {
        organ: organ.to_owned(),
        href: "/catalogue/obligations?on=2026-11-23&state=owed&organ=11130100000000027A".to_owned(),
        item: item.to_owned(),
        county: None,
        period: period.into(),
        due: "2026-11-06".to_owned(),
        provisional: false,
        state: Tag::new(state, tone),
        note: note.into(),
    }
}

fn lines() -> Vec<ObligationRow> {
    let zone = "演示市高新技术产业开发区管理委员会行政审批和综合行政执法局";
    vec![
        row("演示市水利局", "行政处罚", "2026年10月", Tone::Adverse, "逾期未报", "已过 17 天（11 个工作日）"),
        ObligationRow {
            county: Some("高新技术产业开发区".to_owned()),
            ..row(zone, "行政许可", "2026年11月3日至2026年11月11日", Tone::Warn, "待报送", "")
        },
        ObligationRow {
            due: "2027-01-18".to_owned(),
            provisional: true,
            ..row("演示市生态环境局", "行政强制", "2026年第4季度", Tone::Plain, "未到期", "")
        },
        row(
            "演示市交通运输局",
            "行政处罚",
            "2026年10月",
            Tone::Good,
            "已报送",
            "首件2026年11月3日报来，共 41 件",
        ),
        row(
            "演示市文化广电和旅游局",
            "行政处罚",
            "2026年10月",
            Tone::Good,
            "零报告",
            "2026年11月9日声明，已过期限",
        ),
    ]
}

fn states() -> Vec<FilterLink> {
    let states = [
        ("待报送和逾期", "owed"),
        ("全部", "all"),
        ("逾期未报", "overdue"),
        ("待报送", "due"),
        ("未到期", "running"),
        ("已报送", "reported"),
        ("零报告", "nothing"),
    ];
    let link = |(title, word): &(&str, &str)| FilterLink {
        title: (*title).to_owned(),
        href: format!("/catalogue/obligations?on=2026-11-23&state={word}"),
        current: *word == "all",
    };
    states.iter().map(link).collect()
}

pub(super) fn full() -> ObligationsPage {
    ObligationsPage {
        on: "2026-11-23".to_owned(),
        today: "2026-11-23".to_owned(),
        adopted: true,
        state: "all".to_owned(),
        organ: None,
        item: None,
        item_id: String::new(),
        figures: vec![
            figure("逾期未报", 1, "期限已过，没有回音"),
            figure("待报送", 1, "期次已结束，还在期限内"),
            figure("未到期", 1, "期次还没有结束"),
            figure("已回音", 2, "已报送 1 期，零报告 1 期"),
        ],
        states: states(),
        lines: lines(),
        total: 5,
        next: Some("/catalogue/obligations?on=2026-11-23&state=all&cursor=abc.def".to_owned()),
        first: None,
        error: None,
        fresh: fresh(),
    }
}

pub(super) fn one_organ() -> ObligationsPage {
    let mut page = full();
    page.lines.truncate(1);
    page.organ = Some(QualityOrgan {
        name: "演示市水利局".to_owned(),
        uscc: "11130100000000027A".to_owned(),
        all: "/catalogue/obligations?on=2026-11-23&state=all".to_owned(),
    });
    page.item = Some(FilterLink {
        title: "行政处罚".to_owned(),
        href: "/catalogue/obligations?on=2026-11-23&state=all&organ=11130100000000027A".to_owned(),
        current: true,
    });
    let first = Some("/catalogue/obligations?on=2026-11-23&state=all".to_owned());
    ObligationsPage { item_id: "penalty".to_owned(), total: 1, next: None, first, ..page }
}

pub(super) fn calm() -> ObligationsPage {
    ObligationsPage { state: "owed".to_owned(), lines: Vec::new(), total: 0, next: None, ..full() }
}

pub(super) fn empty() -> ObligationsPage {
    ObligationsPage { state: "nothing".to_owned(), ..calm() }
}

pub(super) fn without_catalogue() -> ObligationsPage {
    ObligationsPage { adopted: false, figures: Vec::new(), fresh: Freshness::default(), ..calm() }
}

pub(super) fn wrong_day() -> ObligationsPage {
    let error = "日期「2027-01-01」还没有到，请填今天或以前的日期；下面是今天的情形";
    ObligationsPage { error: Some(error.into()), ..full() }
}
