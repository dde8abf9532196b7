//! Chinese numerals in dates: `二〇二二` digit by digit, `二十三` by position.
//!
//! Not for money: amounts in words (叁仟元整) are read by the kernel's `Fen`.

/// The value of one Chinese digit, everyday or banker's form.
#[must_use]
pub fn digit(letter: char) -> Option<u32> {
    Some(match letter {
        '〇' | '零' | '○' | '◯' | '０' | 'O' | 'o' => 0,
        '一' | '壹' | '元' => 1,
        '二' | '贰' | '貳' | '两' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// A year written digit by digit: `二〇二二` → 2022. Exactly four digits.
#[must_use]
pub fn year(text: &str) -> Option<u32> {
    if text.chars().count() != 4 {
        return None;
    }
    text.chars().try_fold(0, |sum, letter| Some(sum * 10 + digit(letter)?))
}

/// A month or a day: `七`, `十`, `十二`, `二十`, `廿三`, `三十一`, `一二`; 1–99.
#[must_use]
pub fn small(text: &str) -> Option<u32> {
    let unfolded = text.replace('廿', "二十").replace('卅', "三十").replace('拾', "十");
    let unfolded = unfolded.trim_start_matches(['零', '〇']);
    match unfolded.split_once('十') {
        Some((tens, ones)) => Some(one_or(tens, 1)? * 10 + one_or(ones, 0)?),
        None => plain_digits(unfolded),
    }
}

fn one_or(text: &str, absent: u32) -> Option<u32> {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (None, _) => Some(absent),
        (Some(letter), None) => digit(letter),
        _ => None,
    }
}

fn plain_digits(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 2 {
        return None;
    }
    text.chars().try_fold(0, |sum, letter| Some(sum * 10 + digit(letter)?))
}
