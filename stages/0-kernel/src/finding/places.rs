//! Where a person lives, named as such; and pairs of coordinates. An organisation's own address is public.

use super::FindingClass;
use super::letters::Letters;

const CUES: [&str; 18] = [
    "家庭住址",
    "家庭地址",
    "现住址",
    "现住地",
    "现住",
    "户籍所在地",
    "户籍地址",
    "户籍地",
    "户籍",
    "经常居住地",
    "居住地址",
    "居住地",
    "居住于",
    "家住",
    "住址",
    "暂住",
    "租住于",
    "租住在",
];
/// What an address has.
const PARTS: &str = "省市区县旗镇乡村街路巷弄号楼栋幢室组屯里院苑园";
/// What a sure address has towards its end.
const NARROW: &str = "村街路巷弄号楼栋幢室组屯院苑镇乡";
/// Words that say it is the subject itself.
const LONGEST: usize = 60;

pub(super) fn find(letters: &Letters, found: &mut Vec<(usize, usize, FindingClass)>) {
    for place in 0..letters.len() {
        if let Some(span) = letters.longest(place, &CUES).and_then(|many| home(letters, place + many)) {
            found.push((span.0, span.1, FindingClass::HomeAddress));
        }
        if let Some(span) = dwells(letters, place) {
            found.push((span.0, span.1, FindingClass::HomeAddress));
        }
        if let Some(until) = pair(letters, place).or_else(|| angle(letters, place)) {
            found.push((place, until, FindingClass::Coordinates));
        }
    }
}

/// The address behind a cue.
fn home(letters: &Letters, cue: usize) -> Option<(usize, usize)> {
    let from = (cue..cue + 4)
        .find(|at| !matches!(letters.at(*at), ':' | ' ' | '为' | '是' | '在' | '于' | '(' | '址'))?;
    let until = (from..from + LONGEST).find(|at| is_end(letters.at(*at)) || *at >= letters.len())?;
    let text = letters.text(from, until);
    let parts = text.chars().filter(|letter| PARTS.contains(*letter)).count();
    (parts >= 2 || parts == 1 && text.chars().any(|letter| NARROW.contains(letter))).then_some((from, until))
}

/// 「，住河北省……」: the verb behind a comma, as in documents about a party.
fn dwells(letters: &Letters, place: usize) -> Option<(usize, usize)> {
    let verb = letters.at(place) == '住' && matches!(letters.before(place), ',' | '、' | ';' | '，');
    if !verb || matches!(letters.at(place + 1), '所' | '房' | '宅' | '院' | '宿' | '建' | '户') {
        return None;
    }
    home(letters, place + 1)
}

fn is_end(letter: char) -> bool {
    matches!(letter, ',' | '。' | ';' | '\n' | '\r' | ')' | '」' | '、' | '】' | '"' | '”' | '，')
}

/// `38.0423, 114.5149`, in either order.
fn pair(letters: &Letters, place: usize) -> Option<usize> {
    let (first, until) = decimal(letters, place)?;
    let next = (until..until + 6).find(|at| letters.at(*at).is_ascii_digit())?;
    let between = letters.text(until, next);
    if !between.chars().all(|letter| " ,，、/;纬经度北东°NE:=".contains(letter)) || between.is_empty()
    {
        return None;
    }
    let (second, end) = decimal(letters, next)?;
    let north = |degrees: i64| (3..=54).contains(&degrees);
    let east = |degrees: i64| (73..=136).contains(&degrees);
    (north(first) && east(second) || east(first) && north(second)).then_some(end)
}

/// A number with four decimals or more: its whole part, and where it ends.
fn decimal(letters: &Letters, place: usize) -> Option<(i64, usize)> {
    if !letters.at(place).is_ascii_digit() || matches!(letters.before(place), '0'..='9' | '.') {
        return None;
    }
    let point = (place..place + 4).find(|at| !letters.at(*at).is_ascii_digit())?;
    let whole: i64 = letters.text(place, point).parse().ok()?;
    let places = (point + 1..).take_while(|at| letters.at(*at).is_ascii_digit()).count();
    (letters.at(point) == '.' && places >= 4).then_some((whole, point + 1 + places))
}

/// 东经114°30′, 北纬38.04度.
fn angle(letters: &Letters, place: usize) -> Option<usize> {
    let named = letters.longest(place, &["东经", "北纬"])?;
    let part = |letter: char| letter.is_ascii_digit() || " .:°′″度分秒'\"”’º".contains(letter);
    let until = (place + named..).take_while(|at| part(letters.at(*at)) && *at < letters.len()).last()? + 1;
    let digits = letters.text(place + named, until).chars().filter(char::is_ascii_digit).count();
    (digits >= 4).then_some(until)
}
