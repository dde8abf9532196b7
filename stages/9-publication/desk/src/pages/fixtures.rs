//! Fictional organisations, records and receipts for the samples: valid synthetic codes, no real name.

use crate::pages::{
    AsOf, Fact, Freshness, ReceiptNodeView, ReceiptView, RecordCard, ShownPeriod, Tag, Tone, VerifyCommand,
};

pub(super) const TODAY: &str = "2026-11-23";
pub(super) const BUILDER: (&str, &str) = ("演示市云衡建设工程有限公司", "91130100000000019Q");
pub(super) const NOODLES: (&str, &str) = ("演示市长安区老巷口面馆", "92130102000000019J");
pub(super) const LONG_NAME: &str = "信衡演示市高新技术产业开发区新能源汽车动力蓄电池梯次利用与再生资源综合\
开发研究院（集团）股份有限公司第三分公司";
pub(super) const ORDER_36: &str = "《信用修复管理办法》（国家发展和改革委员会令第36号）";
pub(super) const ORDER_58: &str =
    "《失信行为纠正后的信用信息修复管理办法（试行）》（国家发展和改革委员会令第58号）";
pub(super) const RELEASE: &str = "8f0c1f7ab90e4a1c5f2f6e0d3b7a9c4e1d2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b";
pub(super) const LEAF: &str = "3e9a41b7c0d25f68812b4c9d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f";

pub(super) fn fresh() -> Freshness {
    Freshness {
        updated: Some("2026-11-23T01:12:09.000000Z".to_owned()),
        source: Some("演示市市场监督管理局、演示市住房和城乡建设局".to_owned()),
    }
}

pub(super) fn now(position: i64) -> AsOf {
    AsOf {
        today: TODAY.to_owned(),
        as_of: TODAY.to_owned(),
        known_at: None,
        position,
        current: true,
        error: None,
    }
}

pub(super) fn earlier(day: &str, known_at: Option<&str>) -> AsOf {
    AsOf { as_of: day.to_owned(), known_at: known_at.map(str::to_owned), current: false, ..now(9_120) }
}

pub(super) fn period(from: &str, until: &str, left: i64, elapsed: u8) -> ShownPeriod {
    ShownPeriod {
        from: from.to_owned(),
        until: Some(until.to_owned()),
        provisional: false,
        days_left: Some(left),
        elapsed_percent: Some(elapsed),
    }
}

pub(super) fn penalty() -> RecordCard {
    RecordCard {
        id: "019380aa-0000-7000-8000-000000000001".to_owned(),
        kind: "行政处罚".to_owned(),
        title: "未按照施工图设计文件施工".to_owned(),
        subject: None,
        document_no: "演建罚〔2026〕0117号".to_owned(),
        authority: "演示市住房和城乡建设局".to_owned(),
        decided_on: "2026-05-06".to_owned(),
        kinds: vec!["罚款".to_owned(), "没收违法所得".to_owned()],
        facts: vec![Fact::text("罚款金额", "30,000.00元"), Fact::text("没收金额", "4,200.00元")],
        period: period("2026-05-06", "2027-05-06", 164, 55),
        state: Tag::new("公示中", Tone::Plain),
        adverse: true,
        position: 12_031,
    }
}

pub(super) fn objected_penalty() -> RecordCard {
    RecordCard {
        id: "019380aa-0000-7000-8000-000000000002".to_owned(),
        title: "未建立食品进货查验记录制度".to_owned(),
        document_no: "演市监罚〔2026〕00342号".to_owned(),
        authority: "演示市市场监督管理局".to_owned(),
        decided_on: "2026-09-18".to_owned(),
        kinds: vec!["罚款".to_owned()],
        facts: vec![Fact::text("罚款金额", "5,000.00元")],
        period: ShownPeriod { provisional: true, ..period("2026-09-18", "2027-09-18", 299, 18) },
        state: Tag::new("异议中", Tone::Objected),
        position: 12_288,
        ..penalty()
    }
}

pub(super) fn licence_card() -> RecordCard {
    RecordCard {
        id: "019380aa-0000-7000-8000-000000000003".to_owned(),
        kind: "行政许可".to_owned(),
        title: "建筑业企业资质证书（建筑工程施工总承包二级）".to_owned(),
        document_no: "演建许〔2025〕0451号".to_owned(),
        decided_on: "2025-03-12".to_owned(),
        kinds: vec!["核准".to_owned()],
        facts: vec![Fact::day("有效期至", "2030-03-11")],
        period: ShownPeriod {
            from: "2025-03-12".to_owned(),
            until: None,
            provisional: false,
            days_left: None,
            elapsed_percent: None,
        },
        adverse: false,
        position: 8_805,
        ..penalty()
    }
}

pub(super) fn of_subject(card: RecordCard, subject: (&str, &str)) -> RecordCard {
    RecordCard { subject: Some((subject.0.to_owned(), subject.1.to_owned())), ..card }
}

pub(super) fn commands() -> Vec<VerifyCommand> {
    let command = |what: &str, text: &str| VerifyCommand { what: what.to_owned(), text: text.to_owned() };
    vec![
        command("取回最新检查点", "curl -o checkpoint http://localhost:8080/checkpoint"),
        command("核对检查点的每一行签名", "xinheng ledger verify checkpoint --key 'localhost:8080+…'"),
    ]
}

fn node(id: &str, what: &str, outcome: &str) -> ReceiptNodeView {
    ReceiptNodeView {
        id: id.to_owned(),
        what: what.to_owned(),
        rule: None,
        version: None,
        cites: Vec::new(),
        value: None,
        source: None,
        outcome: outcome.to_owned(),
        children: Vec::new(),
        lost: Vec::new(),
    }
}

fn fact(id: &str, what: &str, value: &str, source: &str) -> ReceiptNodeView {
    let found = Some(value.to_owned());
    ReceiptNodeView { value: found, source: Some(source.to_owned()), ..node(id, what, "已查明") }
}

fn ruled(node: ReceiptNodeView, rule: &str, version: &str, cite: &str) -> ReceiptNodeView {
    let (rule, version) = (Some(rule.to_owned()), Some(version.to_owned()));
    ReceiptNodeView { rule, version, cites: vec![cite.to_owned()], ..node }
}

/// One regime: the record was decided and seen under Order 36.
pub(super) fn receipt() -> ReceiptView {
    let kinds = fact("1.1.1", "处罚种类", "罚款、没收违法所得", "处罚决定书，字段「处罚类别」");
    let fine = fact("1.1.2", "罚款金额", "30,000.00元", "处罚决定书，字段「罚款金额（万元）」");
    let minor = ruled(
        node("1.1.L1", "是否属于轻微失信", "未采用：有罚款和没收，不止警告或通报批评"),
        "severity.minor",
        "2026-04-01",
        ORDER_36,
    );
    let mut severity = ruled(node("1.1", "失信程度", "一般失信"), "severity.general", "2026-04-01", ORDER_36);
    severity.children = vec![kinds, fine];
    severity.lost = vec![minor];
    let start = fact("1.2", "公示从哪一天起算", "2026年5月6日", "处罚决定书，字段「处罚决定日期」");
    let mut longest =
        ruled(node("1.3", "一般失信最长公示期", "适用"), "publication.general.max", "2026-04-01", ORDER_36);
    longest.value = Some("1年".to_owned());
    let mut root = node("1", "本记录在本门户公示的期间", "自2026年5月6日起公示，2027年5月6日起不再公示");
    root.children = vec![severity, start, longest];
    ReceiptView {
        evaluator: "xinheng-policy 1".to_owned(),
        release: RELEASE.to_owned(),
        seen_on: "2026-05-09".to_owned(),
        root,
    }
}

/// Two regimes: decided under Order 58, seen after Order 36 took effect.
pub(super) fn receipt_of_two() -> ReceiptView {
    let old = ruled(
        node("1.1", "旧规则：最长公示3年", "2025年12月10日至2028年12月9日"),
        "publication.58.max",
        "2023-05-01",
        ORDER_58,
    );
    let new = ruled(
        node("1.2", "新规则：一般失信最长公示1年", "2025年12月10日至2026年12月9日"),
        "publication.general.max",
        "2026-04-01",
        ORDER_36,
    );
    let mut transition = ruled(
        node("1.3", "新旧规则不一致时取较早届满的一日", "采用新规则"),
        "transition.publication",
        "2026-04-01",
        ORDER_36,
    );
    transition.lost = vec![ReceiptNodeView { outcome: "未采用：届满较晚".to_owned(), ..old.clone() }];
    transition.children =
        vec![ReceiptNodeView { outcome: "采用：届满较早".to_owned(), ..new.clone() }];
    let mut root = node("1", "本记录在本门户公示的期间", "自2025年12月10日起公示，2026年12月10日起不再公示");
    root.children = vec![old, new, transition];
    ReceiptView { seen_on: "2026-06-01".to_owned(), root, ..receipt() }
}
