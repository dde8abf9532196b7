//! The penalty sheet (行政处罚): headings of the template of 2018, without the columns about people. 万元.

use std::collections::BTreeMap;
use std::io::{self, Write};

use xh_kernel::Date;

use super::Plan;
use super::breaches::breach;
use super::chance::{Dice, Lane};
use super::organs::{DEPARTMENTS, DemoOrgan, organs};
use super::outcome::{Outcome, in_wan};
use super::registration::dashed;
use super::subject::{Form, Subject, subject};
use super::timing::decided_on;

const HEADINGS: [&str; 22] = [
    "行政相对人名称",
    "行政相对人类别",
    "行政相对人代码_1(统一社会信用代码)",
    "行政相对人代码_2(工商注册号)",
    "行政相对人代码_3(组织机构代码)",
    "行政相对人代码_4(税务登记号)",
    "行政处罚决定书文号",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "没收违法所得、没收非法财物的金额（万元）",
    "暂扣或吊销证照名称及编号",
    "处罚决定日期",
    "公示截止期",
    "处罚机关",
    "处罚机关统一社会信用代码",
    "数据来源单位",
    "数据来源单位统一社会信用代码",
    "备注",
];

/// How often each department decides, by its place in the list.
const BUSY: [(u32, usize); 12] =
    [(34, 0), (10, 1), (9, 2), (7, 3), (12, 4), (8, 5), (9, 6), (3, 7), (1, 8), (2, 9), (3, 10), (2, 11)];

/// So many organisations are tried for one that existed on the day.
const TRIES: u32 = 12;

/// Writes the sheet.
pub fn sheet(plan: &Plan, out: impl Write) -> io::Result<()> {
    if plan.subjects == 0 && plan.records > 0 {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "没有主体，无法生成处罚，请至少生成一个主体",
        ));
    }
    let organs = organs();
    let mut numbers = Numbers::default();
    let mut sheet = csv::Writer::from_writer(out);
    sheet.write_record(HEADINGS)?;
    for rank in 0..plan.records {
        let mut dice = Dice::new(plan.seed, Lane::Penalty, rank);
        let day = decided_on(plan, rank);
        let place = dice.weighted(&BUSY);
        let organ = organs.get(place).ok_or_else(|| io::Error::other("演示单位清单不全"))?;
        let case = Case { subject: offender(plan, day, &mut dice)?, organ, place, day };
        let document = numbers.next(place, day);
        sheet.write_record(case.row(document, &mut dice))?;
    }
    sheet.flush()
}

/// One organisation that existed on the day; low numbers offend more often, so that some have many records.
fn offender(plan: &Plan, day: Date, dice: &mut Dice) -> io::Result<Subject> {
    let mut found = subject(plan, skewed(plan, dice))?;
    for _ in 1..TRIES {
        if found.registered_on <= day {
            break;
        }
        let other = subject(plan, skewed(plan, dice))?;
        if other.registered_on < found.registered_on {
            found = other;
        }
    }
    Ok(found)
}

fn skewed(plan: &Plan, dice: &mut Dice) -> u32 {
    dice.below(plan.subjects).min(dice.below(plan.subjects))
}

/// Running document numbers: per department and year.
#[derive(Default)]
struct Numbers(BTreeMap<(usize, i16), u32>);

impl Numbers {
    fn next(&mut self, place: usize, day: Date) -> String {
        let last = self.0.entry((place, day.year())).or_default();
        *last += 1;
        let head = DEPARTMENTS.get(place).map(|(_, _, head)| *head).unwrap_or_default();
        format!("{head}〔{}〕{last}号", day.year())
    }
}

struct Case<'a> {
    subject: Subject,
    organ: &'a DemoOrgan,
    place: usize,
    day: Date,
}

impl Case<'_> {
    fn row(self, document: String, dice: &mut Dice) -> [String; HEADINGS.len()] {
        let breach = breach(self.place, dice);
        let outcome = Outcome::new(dice);
        let is_shop = self.subject.form == Form::IndividualBusiness;
        let category = if is_shop { "个体工商户" } else { "法人及非法人组织" };
        let licence = if outcome.takes_licence() { breach.licence } else { "" };
        let (organ, organ_code) = (self.organ.name.clone(), self.organ.uscc.to_string());
        [
            self.subject.name,
            category.to_owned(),
            self.subject.uscc.to_string(),
            String::new(),
            dashed(self.subject.uscc.entity_id_part()),
            String::new(),
            document,
            breach.kind.to_owned(),
            format!("经检查，当事人存在{}的行为。", breach.fact),
            format!("《{}》的有关规定", breach.law),
            outcome.kinds(),
            outcome.content(),
            outcome.fine.map(in_wan).unwrap_or_default(),
            outcome.confiscated.map(in_wan).unwrap_or_default(),
            licence.to_owned(),
            self.day.to_string(),
            self.day.plus_years(1).to_string(),
            organ.clone(),
            organ_code.clone(),
            organ,
            organ_code,
            String::new(),
        ]
    }
}
