//! Whether a name is an organisation's, told by its legal form or kind. In doubt it is not: a row without a
//! code whose name may be a person's is refused, and nothing of it is kept.
//!
//! Not a register: it says nothing about whether the organisation exists.

use super::normalise_name;

/// Endings that decide even in a name of three characters: nobody is called so.
const STRONG: [&str; 22] = [
    "公司",
    "集团",
    "银行",
    "法院",
    "医院",
    "检察院",
    "委员会",
    "村委会",
    "居委会",
    "管委会",
    "发改委",
    "卫健委",
    "办公室",
    "事务所",
    "派出所",
    "税务局",
    "总局",
    "分局",
    "局",
    "厅",
    "署",
    "检察署",
];

/// Endings that decide in a name of four characters, unless it starts with a surname of two.
const MIDDLING: [&str; 74] = [
    "商店",
    "超市",
    "饭店",
    "酒店",
    "宾馆",
    "旅馆",
    "旅店",
    "药店",
    "药房",
    "商行",
    "书店",
    "学校",
    "中学",
    "小学",
    "大学",
    "学院",
    "诊所",
    "中心",
    "协会",
    "商会",
    "学会",
    "联社",
    "工厂",
    "农场",
    "林场",
    "牧场",
    "商场",
    "市场",
    "茶馆",
    "餐馆",
    "餐厅",
    "网吧",
    "车行",
    "花店",
    "门诊",
    "茶楼",
    "酒楼",
    "农庄",
    "公社",
    "支行",
    "分行",
    "总行",
    "车队",
    "车站",
    "报社",
    "电台",
    "剧院",
    "影院",
    "煤矿",
    "铁矿",
    "总站",
    "总店",
    "分店",
    "工会",
    "基金",
    "部队",
    "政府",
    "村委",
    "基地",
    "车间",
    "大厦",
    "商厦",
    "专柜",
    "浴池",
    "酒家",
    "货栈",
    "门市",
    "服务区",
    "公寓",
    "面馆",
    "饭馆",
    "菜馆",
    "联盟",
    "企业",
];

/// Last characters that decide in a name of five characters or more, unless it is written with · as foreign
/// names are.
const LAST: &str = "司厂店局部所站社会馆院行处队场园校团厅署室台坊庄铺吧屋楼阁城宫堂轩斋居港矿库房摊委组科办府寺庙观庵\
                    网点厨苑廊汇堡舍圃亭厦仓栈";

/// Surnames of two characters.
const LONG_SURNAMES: [&str; 30] = [
    "欧阳", "司马", "上官", "司徒", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木",
    "长孙", "宇文", "轩辕", "南宫", "西门", "独孤", "司空", "百里", "呼延", "东郭", "闻人", "公羊", "澹台",
    "申屠", "太史", "钟离", "拓跋",
];

/// Words by which names in Latin letters show a legal form.
const LATIN: [&str; 26] = [
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "llc",
    "llp",
    "corp",
    "corporation",
    "company",
    "co",
    "gmbh",
    "ag",
    "plc",
    "bank",
    "university",
    "school",
    "hospital",
    "institute",
    "association",
    "foundation",
    "group",
    "office",
    "factory",
    "pte",
    "bv",
    "sa",
];

/// Whether the name shows an organisation's legal form or kind. False in doubt.
#[must_use]
pub fn looks_like_organisation(name: &str) -> bool {
    let name = normalise_name(name).value;
    let body = without_ending(&name);
    let chinese = body.chars().filter(|c| is_chinese(*c)).count();
    if chinese == 0 {
        return shows_latin_form(body);
    }
    if chinese >= 3 && ends_in(body, &STRONG) {
        return true;
    }
    if LONG_SURNAMES.iter().any(|surname| body.starts_with(surname)) && chinese <= 4 {
        return false;
    }
    match chinese {
        0..=3 => false,
        4 => ends_in(body, &MIDDLING),
        _ => ends_in(body, &MIDDLING) || (!body.contains('·') && ends_in_one_of(body, LAST)),
    }
}

fn ends_in_one_of(body: &str, endings: &str) -> bool {
    body.chars().next_back().is_some_and(|last| endings.contains(last))
}

fn ends_in(body: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| body.ends_with(ending))
}

/// 「某某厂（普通合伙）」 is judged by what stands before the brackets; so is 「张三（某某公司）」.
fn without_ending(name: &str) -> &str {
    let mut body = name.trim_end_matches(['.', '。', ',', '，', '、', ';', '；']);
    while let Some((before, _)) = body.strip_suffix('）').and_then(|rest| rest.rsplit_once('（')) {
        if before.is_empty() {
            break;
        }
        body = before;
    }
    body
}

fn shows_latin_form(body: &str) -> bool {
    let lower = body.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).skip(1).any(|word| LATIN.contains(&word))
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '〇')
}
