//! Fillers that people and programs write where they have nothing to say: 「无」, 「/」, `NULL`, zeros.
//!
//! A filler is *no answer*, never a key. Single zeros are answers (a status, an amount) and are not fillers.

/// Words that mean "nothing", in lower case and half width.
const WORDS: [&str; 41] = [
    "无",
    "無",
    "空",
    "空白",
    "无数据",
    "无此项",
    "无内容",
    "暂无",
    "暂无数据",
    "没有",
    "未知",
    "不详",
    "不祥",
    "不明",
    "未填",
    "未填写",
    "未提供",
    "暂未提供",
    "待补",
    "待补充",
    "待定",
    "略",
    "测试",
    "测试数据",
    "null",
    "(null)",
    "<null>",
    "none",
    "nil",
    "nan",
    "n/a",
    "na",
    "#n/a",
    "#ref!",
    "#value!",
    "#name?",
    "undefined",
    "test",
    "[]",
    "{}",
    "\\n",
];

/// Zeros fewer than this may be a real answer.
const ZEROS_AT_LEAST: usize = 6;

/// Digits typed in order along the keyboard, which happen to pass the check of GB 32100-2015.
const KEYBOARD: &str = "123456789012345678";

/// Words are never longer than this, brackets included.
const WORD_CHARS: usize = 11;

/// Whether the text is a filler: empty, only punctuation, a word for nothing, zeros, zeros and `X`.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let Some(first) = text.chars().find(|c| !is_blank(*c)) else { return true };
    match half_width(first) {
        '0' | '1' => is_filling_number(text),
        // Real content nearly always ends here: no filler starts with its first character.
        first if !starts_a_word(first) => false,
        _ if text.chars().filter(|c| !is_space(*c)).nth(WORD_CHARS).is_some() => false,
        _ => is_word(&plain(text)),
    }
}

/// Half width, lower case, without space.
fn plain(text: &str) -> String {
    text.chars().map(half_width).filter(|c| !is_space(*c)).flat_map(char::to_lowercase).collect()
}

fn starts_a_word(first: char) -> bool {
    matches!(first.to_ascii_lowercase(), 'n' | 'r' | 'v' | 'u' | 't')
        || matches!(first, '无' | '無' | '空' | '暂' | '没' | '未' | '不' | '待' | '略' | '测')
}

fn is_word(plain: &str) -> bool {
    WORDS.contains(&plain) || is_word_in_brackets(plain)
}

fn is_word_in_brackets(plain: &str) -> bool {
    plain.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).is_some_and(|word| WORDS.contains(&word))
}

/// Zeros, with an `x` at the end or dashes between, at least [`ZEROS_AT_LEAST`] of them; or the keyboard's
/// digits.
fn is_filling_number(text: &str) -> bool {
    let mut zeros = 0;
    for c in text.chars().map(half_width).filter(|c| !is_space(*c)) {
        match c {
            '0' => zeros += 1,
            '-' | 'x' | 'X' => {}
            _ => return plain(text) == KEYBOARD,
        }
    }
    zeros >= ZEROS_AT_LEAST
}

/// Space, invisible characters and punctuation: none of them says anything alone.
fn is_blank(c: char) -> bool {
    is_space(c) || !half_width(c).is_alphanumeric()
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || crate::normal::is_invisible(c)
}

fn half_width(c: char) -> char {
    crate::normal::half_width(c)
}

#[cfg(test)]
mod tests;
