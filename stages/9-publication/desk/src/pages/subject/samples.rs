//! An organisation's file in the states it can be in.

use crate::pages::fixtures::{
    BUILDER, LONG_NAME, NOODLES, earlier, fresh, licence_card, now, objected_penalty, penalty,
};
use crate::pages::{Fact, FormerName, RecordCard, Section, SectionState, SubjectPage, Tag, Tone};

const GROUPS: [(&str, &str); 8] = [
    ("administration", "行政管理"),
    ("honour", "诚实守信"),
    ("serious", "严重失信主体名单"),
    ("abnormal", "经营异常"),
    ("commitment", "信用承诺"),
    ("evaluation", "信用评价"),
    ("judgment", "司法判决"),
    ("other", "其他"),
];

fn section(id: &str, title: &str, state: SectionState, records: Vec<RecordCard>) -> Section {
    let count = i64::try_from(records.len()).unwrap_or_default();
    Section { id: id.into(), title: title.into(), state, count, records, next: None }
}

fn sections(administration: Vec<RecordCard>) -> Vec<Section> {
    let mut records = Some(administration);
    let one = |(id, title): &(&str, &str)| match *id {
        "administration" => match records.take() {
            Some(records) if !records.is_empty() => section(id, title, SectionState::Records, records),
            _ => section(id, title, SectionState::NoRecord, Vec::new()),
        },
        "serious" | "abnormal" => section(id, title, SectionState::NoRecord, Vec::new()),
        _ => section(id, title, SectionState::NotProvided, Vec::new()),
    };
    GROUPS.iter().map(one).collect()
}

fn registration() -> Vec<Fact> {
    vec![
        Fact::text("机构类型", "有限责任公司（自然人投资或控股）"),
        Fact::text("法定代表人", "赵示例"),
        Fact::day("成立日期", "2009-06-18"),
        Fact::text("登记机关", "演示市市场监督管理局"),
        Fact::text("住所", "演示市长安区示例大街 88 号"),
        Fact::text("行业", "房屋建筑业"),
        Fact::long("经营范围", "各类工程建设活动；建筑劳务分包；建筑材料销售；工程管理服务。"),
    ]
}

pub(super) fn full() -> SubjectPage {
    let mut groups = sections(vec![objected_penalty(), penalty(), licence_card()]);
    if let Some(first) = groups.first_mut() {
        first.count = 23;
        first.next = Some("section=administration&cursor=eyJ.c2l".into());
    }
    SubjectPage {
        name: BUILDER.0.into(),
        uscc: BUILDER.1.into(),
        status: Some(Tag::registration("存续")),
        tags: Vec::new(),
        former_names: vec![FormerName {
            name: "演示市天平基建有限公司".into(),
            until: Some("2017-03-02".into()),
        }],
        provisional: false,
        registration: registration(),
        registration_source: Some("演示市市场监督管理局".into()),
        masking: None,
        sections: groups,
        as_of: now(14_402),
        fresh: fresh(),
    }
}

pub(super) fn clean() -> SubjectPage {
    SubjectPage { sections: sections(Vec::new()), former_names: Vec::new(), ..full() }
}

pub(super) fn earlier_day() -> SubjectPage {
    let tags = vec![Tag {
        text: "失信惩戒对象".into(),
        tone: Tone::Adverse,
        note: Some("拖欠农民工工资失信联合惩戒对象名单，演示市人力资源和社会保障局".into()),
    }];
    SubjectPage {
        tags,
        sections: sections(vec![licence_card()]),
        as_of: earlier("2025-06-30", Some("9120")),
        ..full()
    }
}

pub(super) fn wrong_day() -> SubjectPage {
    let mut page = full();
    page.as_of.error = Some("日期「2026-02-30」不存在，下面显示的是今天的内容".into());
    page
}

pub(super) fn individual_business() -> SubjectPage {
    let registration = vec![
        Fact::text("机构类型", "个体工商户"),
        Fact::text("经营者", "张**").noted("按规定隐去"),
        Fact::text("经营场所", "演示市长安区").noted("按规定只显示到区县"),
        Fact::day("注册日期", "2021-04-02"),
    ];
    SubjectPage {
        name: NOODLES.0.into(),
        uscc: NOODLES.1.into(),
        status: Some(Tag::registration("注销")),
        former_names: Vec::new(),
        registration,
        masking: Some("个体工商户的经营者姓名和经营场所属于个人信息，按规定隐去一部分".into()),
        sections: sections(vec![objected_penalty()]),
        ..full()
    }
}

pub(super) fn provisional() -> SubjectPage {
    SubjectPage {
        status: None,
        provisional: true,
        registration: Vec::new(),
        registration_source: None,
        former_names: Vec::new(),
        sections: sections(vec![penalty()]),
        as_of: now(14_402),
        ..full()
    }
}

pub(super) fn long_name() -> SubjectPage {
    let card = RecordCard {
        title: "在未取得排污许可证的情况下".repeat(8),
        authority: format!("{LONG_NAME}行政审批与综合执法局"),
        document_no: "演高新综合行政执法罚决字〔2026〕第 000000000117-2 号".into(),
        kinds: ["警告", "罚款", "没收违法所得", "暂扣许可证件", "责令停产停业"].map(String::from).to_vec(),
        ..penalty()
    };
    let former_names = (2016..2020)
        .map(|year| FormerName { name: LONG_NAME.into(), until: Some(format!("{year}-03-02")) })
        .collect();
    let groups = sections(vec![card]);
    SubjectPage { name: LONG_NAME.into(), former_names, sections: groups, ..full() }
}
