//! The registration sheet (登记注册基本信息): one row per organisation, without any column about people.

use std::io::{self, Write};

use super::Plan;
use super::organs::DEPARTMENTS;
use super::subject::{Subject, subject};

const HEADINGS: [&str; 13] = [
    "企业名称",
    "统一社会信用代码",
    "组织机构代码",
    "曾用名",
    "成立日期",
    "企业类型",
    "注册资金",
    "经营范围",
    "所在省份",
    "地区",
    "注册地址",
    "登记机关",
    "登记状态",
];

/// Writes the sheet.
pub fn sheet(plan: &Plan, out: impl Write) -> io::Result<()> {
    let mut sheet = csv::Writer::from_writer(out);
    sheet.write_record(HEADINGS)?;
    for number in 0..plan.subjects {
        sheet.write_record(row(subject(plan, number)?))?;
    }
    sheet.flush()
}

fn row(subject: Subject) -> [String; HEADINGS.len()] {
    let [(registrar, ..), ..] = DEPARTMENTS;
    [
        subject.name,
        subject.uscc.to_string(),
        dashed(subject.uscc.entity_id_part()),
        subject.former_name,
        subject.registered_on.to_string(),
        subject.form.title().to_owned(),
        subject.capital.map(|capital| format!("{capital}万元")).unwrap_or_default(),
        format!("{}及相关服务，依法须经批准的项目经批准后开展", subject.trade),
        "演示省".to_owned(),
        format!("{}区", subject.district),
        subject.address,
        registrar.to_owned(),
        subject.state.to_owned(),
    ]
}

/// `625912173` as it is printed: `62591217-3`.
pub fn dashed(org_code: &str) -> String {
    org_code.split_at_checked(8).map(|(body, check)| format!("{body}-{check}")).unwrap_or_default()
}
