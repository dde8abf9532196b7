//! Mobile phones and fixed lines. Hotlines (400, 12345) belong to organisations and are none.

use super::FindingClass;
use super::letters::Letters;
use super::numbers::{Group, runs, stretches};

const CUES: [&str; 8] = ["电话", "手机", "联系方式", "传真", "座机", "TEL", "微信", "拨打"];

pub(super) fn find(letters: &Letters, found: &mut Vec<(usize, usize, FindingClass)>) {
    for run in runs(letters, " -.·_()\n") {
        for (place, digits) in stretches(letters, &run, |count| (7..=15).contains(&count)) {
            if let Some(class) = class(letters, place, &digits) {
                found.push((place.from, place.until, class));
            }
        }
    }
}

fn class(letters: &Letters, place: Group, digits: &str) -> Option<FindingClass> {
    let named = letters.near(place.from, &CUES);
    if is_quantity(letters, place) || !stands_alone(letters, place) && !named {
        return None;
    }
    if is_mobile(digits) && is_cut_well(letters, place) {
        return Some(FindingClass::MobilePhone);
    }
    let line = is_line(digits) && (is_apart(letters, place, digits) || named);
    let bare =
        named && matches!(digits.len(), 7 | 8) && digits.starts_with(['2', '3', '4', '5', '6', '7', '8']);
    (line || bare && !is_day(digits)).then_some(FindingClass::Landline)
}

/// Eleven digits of a network, with or without the country's number before them.
fn is_mobile(digits: &str) -> bool {
    let plain = match digits.len() {
        11 => Some(digits),
        12 => digits.strip_prefix('0'),
        13 => digits.strip_prefix("86"),
        15 => digits.strip_prefix("0086"),
        _ => None,
    };
    plain.is_some_and(|plain| plain.starts_with('1') && plain.get(1..2).is_some_and(|second| second >= "3"))
}

/// Written in one, or cut where people cut it; a point alone may be that of a decimal.
fn is_cut_well(letters: &Letters, place: Group) -> bool {
    let text = letters.text(place.from, place.until);
    let parts: Vec<usize> = text.split(|letter: char| !letter.is_ascii_digit()).map(str::len).collect();
    !text.contains('.') || parts.ends_with(&[3, 4, 4])
}

/// Area code and number: 0311 8660 0000.
fn is_line(digits: &str) -> bool {
    let Some(rest) = digits.strip_prefix('0') else { return false };
    let short = rest.starts_with("10") || rest.starts_with('2');
    let area = if short { 2 } else { 3 };
    let coded = short || rest.starts_with(['3', '4', '5', '6', '7', '8', '9']);
    let number = rest.get(area..).unwrap_or_default();
    coded && matches!(number.len(), 7 | 8) && !number.starts_with(['0', '1', '9'])
}

/// Is the area code set apart, as people write it? A bare row of digits may be any number.
fn is_apart(letters: &Letters, place: Group, digits: &str) -> bool {
    let text = letters.text(place.from, place.until);
    let head = if digits.starts_with("010") || digits.starts_with("02") { 3 } else { 4 };
    let parted = text.chars().take_while(char::is_ascii_digit).count() == head;
    parted && text.contains(['-', ' ', ')'])
}

fn stands_alone(letters: &Letters, place: Group) -> bool {
    let near = |letter: char| letter.is_ascii_alphanumeric() || letter == '〕';
    let document = letters.at(place.until) == '号' && letters.at(place.until + 1) != '码';
    let chained = letters.before(place.from) == '-'
        && place.from.checked_sub(2).is_some_and(|at| letters.at(at).is_ascii_alphanumeric());
    !chained
        && !near(letters.before(place.from))
        && !near(letters.at(place.until))
        && !document
        && letters.before(place.from) != '第'
}

/// An amount, a measure, a day.
fn is_quantity(letters: &Letters, place: Group) -> bool {
    let unit =
        ['元', '万', '吨', '件', '平', '米', '公', '千', '个', '年', '%', '亿', '瓶', '盒', '支', '辆'];
    unit.contains(&letters.at(place.until)) || letters.before(place.from) == '¥'
}

fn is_day(digits: &str) -> bool {
    digits.len() == 8 && (digits.starts_with("20") || digits.starts_with("19"))
}
