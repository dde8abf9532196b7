//! Names of people beside a word that says so: 法定代表人张三, 当事人：李四, 王五（身份证……）, 赵六先生. A name already
//! shortened (张某) is none, nor is what names an organisation. Where a name ends nobody can tell from letters alone: a
//! letter too many is masked rather than one too few.

use super::FindingClass;
use super::letters::{Letters, is_chinese};
use super::surnames;

/// Words before a name.
const CUES: [&str; 62] = [
    "法定代表人",
    "法人代表",
    "企业法人",
    "法人",
    "代表人",
    "主要负责人",
    "现场负责人",
    "负责人",
    "经营者",
    "经营人",
    "投资人",
    "合伙人",
    "实际控制人",
    "控制人",
    "股东",
    "当事人",
    "被处罚人",
    "违法行为人",
    "行为人",
    "相对人",
    "驾驶人",
    "驾驶员",
    "司机",
    "姓名",
    "联系人",
    "经办人",
    "承办人",
    "执法人员",
    "委托代理人",
    "代理人",
    "受委托人",
    "被委托人",
    "死者",
    "伤者",
    "患者",
    "受害人",
    "被害人",
    "投诉人",
    "举报人",
    "消费者",
    "从业人员",
    "作业人员",
    "员工",
    "职工",
    "工人",
    "店员",
    "业主",
    "店主",
    "老板",
    "项目经理",
    "经理",
    "医师",
    "医生",
    "护士",
    "会计",
    "申请人",
    "被申请人",
    "承包人",
    "监护人",
    "学生",
    "店长",
    "安全员",
];
/// Words behind a name.
const TITLES: [&str; 6] = ["先生", "女士", "同志", "师傅", "小姐", "大夫"];
/// What stands in brackets behind a name and nothing else.
const FOLLOWS: [&str; 12] = [
    "身份证",
    "公民身份",
    "居民身份",
    "身份号",
    "男",
    "女",
    "汉族",
    "回族",
    "满族",
    "出生",
    "手机",
    "联系电话",
];
/// Letters that no given name has behind a cue: the sentence goes on.
const STOPS: &str = "在于因未的驾从将与和及等无有违已是不到称为表提签说存使取持涉经以自向把被没现也共系某述反出交就拒某\
                     隐收销购租委个电手联住性了对至或并所该其公应须按依于上下内外前后间当事处罚款等人员们章身份证件号女男\
                     ×Xx*承陈、擅";

/// Words that end it too, though their first letter is common in names.
const VERBS: [&str; 25] = [
    "发现",
    "发生",
    "发放",
    "发布",
    "发出",
    "发票",
    "本人",
    "本单位",
    "先后",
    "先行",
    "先生",
    "时任",
    "进行",
    "进入",
    "进货",
    "进店",
    "作为",
    "作业",
    "作出",
    "立即",
    "成立",
    "应当",
    "名下",
    "承认",
    "时，",
];
/// Words that begin like a name.
const WORDS: [&str; 64] = [
    "陈述", "陈列", "陈旧", "申辩", "申请", "申报", "申领", "申诉", "周转", "周期", "周边", "周围", "许可",
    "许诺", "严重", "严格", "严禁", "严肃", "黄色", "黄金", "温度", "温馨", "夏季", "谢绝", "毛利", "毛坯",
    "雷电", "雷管", "苗木", "季节", "季度", "范围", "顾客", "余额", "柴油", "房屋", "管道", "查处", "盖章",
    "权利", "权限", "相关", "计划", "信息", "位置", "来源", "展示", "车间", "居民", "强制", "冷藏", "常规",
    "金属", "康复", "高处", "高空", "高温", "安全", "任职", "单位", "文化", "车辆", "马路", "于是",
];
/// Letters after which another noun begins.
const GOES_ON: &str = "系该是在于因未与向对由";

pub(super) fn find(letters: &Letters, found: &mut Vec<(usize, usize, FindingClass)>) {
    let mut place = 0;
    while place < letters.len() {
        let cued = letters.longest(place, &CUES);
        let Some(many) = cued else {
            place += 1;
            continue;
        };
        if let Some(span) = behind(letters, place + many) {
            take(letters, span, found);
        }
        place += many;
    }
    for place in 0..letters.len() {
        if let Some(from) = before(letters, place) {
            found.push((from, place, FindingClass::PersonName));
        }
    }
}

/// The name, and those that are listed behind it.
fn take(letters: &Letters, first: (usize, usize), found: &mut Vec<(usize, usize, FindingClass)>) {
    let mut span = first;
    loop {
        found.push((span.0, span.1, FindingClass::PersonName));
        if !matches!(letters.at(span.1), '、' | ',' | '，' | '和' | '与' | '及') {
            return;
        }
        let Some(next) = name(letters, span.1 + 1, false).filter(|next| closes(letters, next.1)) else {
            return;
        };
        span = next;
    }
}

/// The name behind a cue, over a colon, a bracket or 为.
fn behind(letters: &Letters, cue: usize) -> Option<(usize, usize)> {
    let gap = (cue..cue + 4).take_while(|at| is_gap(letters.at(*at))).count();
    let named = (cue..cue + gap).any(|at| matches!(letters.at(at), ':' | '('));
    let from = cue + gap;
    if let Some(alone) = alone(letters, from, named) {
        return Some(alone);
    }
    let found = name(letters, from, true)?;
    let sure = surnames::length(&letters.text(found.0, found.0 + 2), false) > 0;
    let long = named || found.1 - found.0 > 2;
    (sure || long && closes(letters, found.1)).then_some(found)
}

/// A name that stands by itself up to the next mark; then no letter of it ends it early.
fn alone(letters: &Letters, from: usize, doubtful: bool) -> Option<(usize, usize)> {
    let until = (from..from + 5).find(|at| !is_chinese(letters.at(*at)))?;
    let surname = surnames::length(&letters.text(from, until), doubtful);
    let given = letters.text(from + surname, until);
    let short = surname > 0 && matches!(given.chars().count(), 1 | 2) && !given.starts_with(['某', '等']);
    (short && letters.longest(from, &WORDS).is_none() && !is_organisation(letters, until))
        .then_some((from, until))
}

fn is_gap(letter: char) -> bool {
    matches!(
        letter,
        ':' | ' ' | '(' | '为' | '是' | '系' | '叫' | '"' | '“' | '「' | '【' | '名' | '\n' | '-'
    )
}

/// A surname and one or two letters, from this place on.
fn name(letters: &Letters, from: usize, doubtful: bool) -> Option<(usize, usize)> {
    let surname = surnames::length(&letters.text(from, from + 2), doubtful);
    if surname == 0 || letters.longest(from, &WORDS).is_some() {
        return None;
    }
    // Nobody is called by a surname alone: behind a sure one the first letter belongs to the name whatever it is.
    let sure = surnames::length(&letters.text(from, from + 2), false) > 0;
    let first = from + surname;
    let given = (first..first + 2)
        .take_while(|at| is_chinese(letters.at(*at)) && letters.at(*at) != '某' && letters.at(*at) != '等')
        .take_while(|at| *at == first && sure && !titled(letters, first) || !goes_on(letters, *at))
        .count();
    let until = from + surname + given;
    let organised = is_organisation(letters, until);
    (given > 0 && !organised).then_some((from, until))
}

/// 女士, 先生: then the surname stands alone.
fn titled(letters: &Letters, place: usize) -> bool {
    letters.longest(place, &TITLES).is_some()
}

/// Does what begins here go on as an organisation's or a place's name?
fn is_organisation(letters: &Letters, until: usize) -> bool {
    let last = until.saturating_sub(1);
    let words = [
        "公司",
        "集团",
        "中心",
        "商店",
        "超市",
        "饭店",
        "餐厅",
        "学校",
        "医院",
        "诊所",
        "药房",
        "药店",
        "工厂",
        "合作社",
    ];
    let near =
        (last..until + 8).take_while(|at| is_chinese(letters.at(*at)) && !GOES_ON.contains(letters.at(*at)));
    near.into_iter().any(|at| letters.longest(at, &words).is_some())
        || "厂店市县区镇乡村路街局站".contains(letters.before(until))
}

fn closes(letters: &Letters, place: usize) -> bool {
    !is_chinese(letters.at(place)) || goes_on(letters, place)
}

/// Does the sentence go on here?
fn goes_on(letters: &Letters, place: usize) -> bool {
    STOPS.contains(letters.at(place)) || letters.longest(place, &VERBS).is_some()
}

/// Where the name begins that ends at this place, because of what follows it.
fn before(letters: &Letters, place: usize) -> Option<usize> {
    let titled = letters.longest(place, &TITLES).is_some();
    let bracket = matches!(letters.at(place), '(' | ',' | '，');
    let told = bracket && letters.longest(place + 1, &FOLLOWS).is_some();
    if !titled && !told {
        return None;
    }
    let fits = |length: usize| {
        let from = place.checked_sub(length)?;
        let text = letters.text(from, place);
        let surname = surnames::length(&text, told);
        let given = text.chars().skip(surname);
        let whole = surname > 0 && given.clone().count() > 0 && given.clone().count() <= 2;
        (whole && given.clone().all(|letter| is_chinese(letter) && !STOPS.contains(letter))).then_some(from)
    };
    [4, 3, 2].into_iter().find_map(fits)
}
