//! A record in the states it can be in.

use crate::pages::fixtures::{
    BUILDER, LEAF, ORDER_36, ORDER_58, earlier, fresh, licence_card, now, penalty, period, receipt,
    receipt_of_two,
};
use crate::pages::{
    Fact, LedgerPlace, RecordPage, Regime, ShownPeriod, Tag, TimelineStep, Tone, WhyShown, Withheld,
};

fn step(on: &str, what: &str, by: &str, position: Option<i64>) -> TimelineStep {
    TimelineStep {
        on: on.into(),
        what: what.into(),
        by: (!by.is_empty()).then(|| by.to_owned()),
        detail: None,
        position,
        tone: Tone::Plain,
        ahead: false,
    }
}

fn end(on: &str) -> TimelineStep {
    TimelineStep { tone: Tone::Ended, ahead: true, ..step(on, "期满，自动停止公示", "", None) }
}

fn timeline() -> Vec<TimelineStep> {
    let late = Some("决定之日起第 3 个工作日，符合 7 个工作日内上网的要求".to_owned());
    vec![
        step("2026-05-06", "作出处罚决定", "演示市住房和城乡建设局", None),
        TimelineStep {
            detail: late,
            ..step("2026-05-09", "报送并记入账本", "演示市住房和城乡建设局", Some(12_031))
        },
        step("2026-05-09", "开始公示", "", None),
        end("2027-05-06"),
    ]
}

fn fields() -> Vec<Fact> {
    vec![
        Fact::text("处罚决定书文号", "演建罚〔2026〕0117号"),
        Fact::day("处罚决定日期", "2026-05-06"),
        Fact::text("处罚机关", "演示市住房和城乡建设局"),
        Fact::text("处罚类别", "罚款、没收违法所得"),
        Fact::text("罚款金额", "30,000.00元"),
        Fact::text("没收违法所得金额", "4,200.00元"),
        Fact::long("违法行为类型", "未按照施工图设计文件施工"),
        Fact::long(
            "违法事实",
            "该单位在示例路改造工程中，未按照审查合格的施工图设计文件组织施工，共涉及 12 处节点。",
        ),
        Fact::long("处罚依据", "《建设工程质量管理条例》第六十四条"),
        Fact::long("处罚内容", "罚款 3 万元，没收违法所得 0.42 万元。"),
    ]
}

fn withheld() -> Vec<Withheld> {
    let one = |label: &str, why: &str| Withheld { label: label.into(), why: why.into() };
    vec![one("法定代表人证件号码", "个人信息，本站不收集"), one("备注", "仅供机关内部使用")]
}

pub(super) fn general() -> RecordPage {
    let card = penalty();
    RecordPage {
        id: card.id,
        kind: card.kind,
        title: card.title,
        document_no: card.document_no,
        authority: card.authority,
        subject_name: BUILDER.0.into(),
        subject_uscc: BUILDER.1.into(),
        state: card.state,
        adverse: true,
        fields: fields(),
        withheld: withheld(),
        why: WhyShown {
            channel: "本门户".into(),
            because: "属于一般失信的行政处罚，应当公示，最长一年".into(),
            period: card.period,
            articles: vec![ORDER_36.into()],
            severity: Some("一般".into()),
            regimes: Vec::new(),
            conflicts: Vec::new(),
        },
        receipt: Some(receipt()),
        timeline: timeline(),
        ledger: LedgerPlace {
            position: 12_031,
            leaf: LEAF.into(),
            at: "2026-05-09T02:14:55.000000Z".into(),
            proof_ready: true,
        },
        as_of: now(14_402),
        fresh: fresh(),
    }
}

pub(super) fn two_regimes() -> RecordPage {
    let mut page = general();
    page.why.period = period("2025-12-10", "2026-12-10", 17, 95);
    page.why.regimes = vec![
        Regime {
            title: "2023年规则".into(),
            from: "2025-12-10".into(),
            until: Some("2028-12-10".into()),
            articles: vec![ORDER_58.into()],
            applied: false,
            remark: "作出决定时有效；最长公示三年，届满较晚".into(),
        },
        Regime {
            title: "2026年规则".into(),
            from: "2025-12-10".into(),
            until: Some("2026-12-10".into()),
            articles: vec![ORDER_36.into()],
            applied: true,
            remark: "2026年4月1日起施行；届满较早，按有利于单位的原则采用".into(),
        },
    ];
    page.why.conflicts =
        vec!["国家企业信用信息公示系统适用市场监管总局令第45号，期限可能与本门户不同".into()];
    page.receipt = Some(receipt_of_two());
    page.timeline = vec![
        step("2025-12-10", "作出处罚决定", "演示市住房和城乡建设局", None),
        step("2025-12-15", "报送并记入账本，开始公示", "演示市住房和城乡建设局", Some(10_977)),
        step("2026-04-01", "新规则施行，期限缩短为一年", "", Some(11_640)),
        end("2026-12-10"),
    ];
    page.fields
        .iter_mut()
        .filter(|fact| fact.label == "处罚决定日期")
        .for_each(|fact| fact.value = "2025-12-10".into());
    page
}

pub(super) fn licence() -> RecordPage {
    let card = licence_card();
    let mut page = general();
    page.why.period = ShownPeriod { until: None, ..card.period };
    page.why.because = "行政许可决定应当公开，在许可有效期间一直公示".into();
    page.why.severity = None;
    page.timeline = timeline().into_iter().take(3).collect();
    RecordPage {
        kind: card.kind,
        title: card.title,
        document_no: card.document_no,
        adverse: false,
        fields: card.facts,
        withheld: Vec::new(),
        receipt: None,
        ledger: LedgerPlace { proof_ready: false, ..page.ledger.clone() },
        ..page
    }
}

pub(super) fn objected() -> RecordPage {
    let mut page = general();
    page.state = Tag::new("异议中", Tone::Objected);
    page.why.period.provisional = true;
    let objection = step("2026-11-02", "单位提出异议，正在核实", "演示市住房和城乡建设局", Some(14_011));
    page.timeline.insert(3, TimelineStep { tone: Tone::Objected, ..objection });
    page
}

pub(super) fn earlier_day() -> RecordPage {
    RecordPage { as_of: earlier("2026-06-30", None), ..general() }
}
