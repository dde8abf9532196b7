//! The home page on a working day, and on the first day before anything has been filed.

use crate::pages::fixtures::{
    BUILDER, LONG_NAME, NOODLES, TODAY, fresh, licence_card, objected_penalty, of_subject, penalty,
};
use crate::pages::{Figure, Freshness, HomePage, SearchExample, SiteNotice};

fn figure(label: &str, number: i64, unit: &str, meaning: &str) -> Figure {
    Figure { label: label.into(), number, unit: unit.into(), meaning: meaning.into() }
}

fn figures(numbers: [i64; 4]) -> Vec<Figure> {
    let [subjects, shown, entered, ended] = numbers;
    vec![
        figure("在册单位", subjects, "家", "已收到登记信息或至少一条记录的单位"),
        figure("公示中的记录", shown, "条", "依法应当公示、今天仍在公示期内的记录"),
        figure("今日新增", entered, "条", "今天零时以来记入账本的新记录"),
        figure("今日期满", ended, "条", "今天起不再公示的记录，到期自动停止"),
    ]
}

fn example(text: &str, what: &str) -> SearchExample {
    SearchExample { text: text.into(), what: what.into() }
}

pub(in crate::pages) fn busy() -> HomePage {
    let notice = SiteNotice {
        day: "2026-11-16".into(),
        title: "关于信用修复管理办法施行后公示期限调整的说明".into(),
        href: "/policy".into(),
    };
    HomePage {
        today: TODAY.into(),
        examples: vec![
            example("云衡建设", "名称中的几个字"),
            example("91130100000000019Q", "统一社会信用代码"),
        ],
        figures: figures([2_000, 14_386, 212, 17]),
        latest: vec![
            of_subject(objected_penalty(), NOODLES),
            of_subject(penalty(), BUILDER),
            of_subject(licence_card(), (LONG_NAME, "91130100000000019Q")),
        ],
        notices: vec![notice],
        fresh: fresh(),
    }
}

pub(in crate::pages) fn empty() -> HomePage {
    HomePage {
        today: TODAY.into(),
        examples: Vec::new(),
        figures: figures([0, 0, 0, 0]),
        latest: Vec::new(),
        notices: Vec::new(),
        fresh: Freshness::default(),
    }
}
