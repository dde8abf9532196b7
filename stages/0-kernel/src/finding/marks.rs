//! Marks of classification as documents carry them (保守国家秘密法实施条例: 密级★保密期限), marks of internal use, and
//! words about commercial secrets. The words 国家秘密 or 商业秘密 inside a sentence are no mark.

use super::FindingClass;
use super::letters::Letters;

const LEVELS: [&str; 3] = ["绝密", "机密", "秘密"];
const INTERNAL: [&str; 12] = [
    "工作秘密",
    "内部资料",
    "内部文件",
    "内部材料",
    "仅供内部",
    "内部使用",
    "不得公开",
    "不宜公开",
    "不予公开",
    "严禁外传",
    "注意保密",
    "不对外公开",
];
const COMMERCIAL: [&str; 4] = ["商业秘密", "技术秘密", "商业机密", "保密配方"];

pub(super) fn find(letters: &Letters, found: &mut Vec<(usize, usize, FindingClass)>) {
    for place in 0..letters.len() {
        if let Some(until) = mark(letters, place) {
            found.push((place, until, FindingClass::SecrecyMark));
        }
        if let Some(many) = letters.longest(place, &INTERNAL) {
            found.push((place, place + many, FindingClass::InternalMark));
        }
        if let Some(many) = letters.longest(place, &COMMERCIAL) {
            found.push((place, place + many, FindingClass::CommercialSecret));
        }
    }
}

/// A level with its star, in brackets of its own, or behind 密级.
fn mark(letters: &Letters, place: usize) -> Option<usize> {
    let many = letters.longest(place, &LEVELS)?;
    let until = place + many;
    let star = matches!(letters.at(until), '★' | '☆' | '*');
    let boxed = matches!(letters.before(place), '【' | '(' | '[' | '〔' | '《')
        && matches!(letters.at(until), '】' | ')' | ']' | '〕' | '》');
    let named = letters.near(place, &["密级", "定密"]);
    let strictest = letters.has(place, "绝密") && !letters.has(place, "绝密封");
    if !(star || boxed || named || strictest) {
        return None;
    }
    let term = (until + 1..).take_while(|at| letters.at(*at).is_ascii_digit()).count();
    let unit = ["年", "个月", "月", "长期", "日"];
    let behind = until + 1 + term;
    Some(if star { behind + letters.longest(behind, &unit).unwrap_or(0) } else { until })
}
